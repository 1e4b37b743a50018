"""The man page, made from the commands and the topics of the manual."""

from __future__ import annotations

import tomllib
from inspect import cleandoc
from typing import TYPE_CHECKING, Final

import click

from sestrail_tui.cli.main import sestrail
from sestrail_tui.manual.pages import read_page, topics
from tests.manual.commands import commands
from tests.manual.documents import MANUAL
from tests.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

MAN_PAGE: Final = MANUAL / "sestrail.1"


def man_page() -> str:
    """Return the man page in roff."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = [
        f'.TH SESTRAIL 1 "" "sestrail {project["version"]}" "User Commands"',
        ".nh",
        ".ad l",
        ".SH NAME",
        f"sestrail \\- {_escaped(project['description'])}",
        ".SH SYNOPSIS",
        ".B sestrail",
        "[\\fICOMMAND\\fR] [\\fIOPTIONS\\fR] [\\fIARGUMENTS\\fR]",
        ".SH DESCRIPTION",
        *_paragraphs(sestrail.help or ""),
        ".SH COMMANDS",
        *(line for path, command in commands() for line in _command(path, command)),
        ".SH MANUAL",
        "\\fBsestrail help\\fR \\fITOPIC\\fR shows a page of the manual.",
        *(line for topic in topics() for line in _item(topic, read_page(topic).title)),
        ".SH SEE ALSO",
        ".BR aws (1)",
    ]
    return "\n".join(lines) + "\n"


def _command(path: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=path)
    usage = " ".join(command.collect_usage_pieces(context))
    yield f".SS {_escaped(f'sestrail {path} {usage}')}"
    yield from _paragraphs(command.help or "")
    for parameter in command.params:
        if isinstance(parameter, click.Option) and (row := parameter.get_help_record(context)):
            yield from _item(*row)


def _item(name: str, text: str) -> Iterator[str]:
    yield ".TP"
    yield f".B {_escaped(name)}"
    yield _line(" ".join(text.split()))


def _paragraphs(text: str) -> Iterator[str]:
    """Yield the paragraphs of a command's help; click sets those after \\b line by line."""
    for number, paragraph in enumerate(cleandoc(text).split("\n\n")):
        if number:
            yield ".PP"
        if paragraph.startswith("\b\n"):
            yield from (".nf", *map(_line, paragraph.removeprefix("\b\n").split("\n")), ".fi")
        else:
            yield from map(_line, paragraph.split("\n"))


def _line(text: str) -> str:
    """Return a line of text that roff does not take for a request."""
    escaped = _escaped(text)
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped


def _escaped(text: str) -> str:
    return text.replace("\\", "\\e").replace("-", "\\-").replace("`", "\\(ga").replace("'", "\\(aq")

"""The tables of README and manual that are made from the code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import click
from click.testing import CliRunner

from sestrail_tui.cli.commands.policy import policy
from sestrail_tui.config.show import rows
from sestrail_tui.filters.fields.registry import FIELDS
from sestrail_tui.filters.syntax.help import GRAMMAR
from sestrail_tui.manual.pages import read_page, topics
from sestrail_tui.places.policy import PERMISSIONS
from sestrail_tui.places.registry import PLACES
from sestrail_tui.tui.keys.keys import KEYS, Key
from tests.manual.commands import commands

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

TEN_KEYS: Final = (
    "filter", "errors", "principal.own", "exclude", "undo", "pause", "follow", "detail", "copy",
    "timeline",
)  # fmt: skip
"""Ids of the keys that README shows."""


def table(head: tuple[str, ...], body: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, tuple("---" for _ in head), *body]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines
    )


def _prose(text: str) -> str:
    """Return a text whose signs mean nothing in Markdown."""
    return re.sub(r"([\\*])", r"\\\1", text)


def keys_table() -> str:
    """Return the keys with the ids by which the settings file changes them."""
    body = [(f"`{_written(key)}`", key.help, f"`{key.id}`") for key in KEYS]
    return table(("key", "what it does", "id"), body)


def ten_keys_table() -> str:
    """Return the keys to begin with."""
    by_id = {key.id: key for key in KEYS}
    body = [(f"`{_written(by_id[name])}`", by_id[name].help) for name in TEN_KEYS]
    return table(("key", "what it does"), body)


def _written(key: Key) -> str:
    return key.display or key.key


def grammar_table() -> str:
    """Return the grammar of the filter language by example."""
    return table(
        ("example", "finds"), [(f"`{example}`", _prose(text)) for example, text in GRAMMAR]
    )


def fields_table() -> str:
    """Return the fields of the filter language by example."""
    return table(
        ("example", "finds"),
        [(f"`{field.example}`", _prose(field.help)) for field in FIELDS.values()],
    )


def csv_table() -> str:
    """Return the fields that have a column of CSV."""
    body = [
        (f"`{field.csv}`", f"`{field.name}:`", field.title)
        for field in FIELDS.values()
        if field.csv
    ]
    return table(("column", "field", "what it is"), body)


def flags_table() -> str:
    """Return every flag with the commands that take it."""
    flags: dict[tuple[str, str], list[str]] = {}
    for path, command in commands():
        for option in command.params:
            if isinstance(option, click.Option):
                name = " / ".join((*option.opts, *option.secondary_opts))
                flags.setdefault((name, option.help or ""), []).append(path)
    body = [(f"`{name}`", ", ".join(used), text) for (name, text), used in flags.items()]
    return table(("flag", "commands", "what it does"), sorted(body))


def policy_json() -> str:
    """Return what ``sestrail policy`` prints."""
    done = CliRunner().invoke(policy, [])
    assert done.exit_code == 0, done.output
    return f"```json\n{done.stdout.rstrip()}\n```"


def permissions_table() -> str:
    """Return every IAM action with what it is for."""
    body = [(f"`{one.action}`", one.on.name, one.why, one.use) for one in PERMISSIONS]
    return table(("action", "on", "what for", "source or command"), body)


def places_table() -> str:
    """Return every kind of place with the names by which flags know it."""
    body = [
        (
            place.title,
            ", ".join(_code(flag.name) for flag in place.flags),
            _code(place.name if place.engine else ""),
            _code(place.name if place.access.permissions else ""),
            _code(place.demo.name if place.demo else ""),
        )
        for place in PLACES
    ]
    return table(("place", "flag", "`tail --engine`", "`policy --source`", "`demo --source`"), body)


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def settings_table() -> str:
    """Return every key of the settings file."""
    return table(
        ("setting", "default", "meaning"),
        [(f"`{row.key}`", f"`{row.default}`" if row.default else "", row.help) for row in rows()],
    )


def topics_table() -> str:
    """Return every topic of the manual with a link to its page."""
    return table(
        ("topic", "page"),
        [
            (f"[{topic}](sestrail_tui/manual/{topic}.md)", read_page(topic).title)
            for topic in topics()
        ],
    )


TABLES: Final[dict[str, Callable[[], str]]] = {
    "keys": keys_table,
    "ten keys": ten_keys_table,
    "grammar": grammar_table,
    "fields": fields_table,
    "csv": csv_table,
    "flags": flags_table,
    "policy": policy_json,
    "permissions": permissions_table,
    "places": places_table,
    "settings": settings_table,
    "topics": topics_table,
}
"""By the name of the markers that surround it."""


def rewritten(text: str) -> str:
    """Return a document with every table in it made from the code."""
    for name, make in TABLES.items():
        begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
        if begin in text:
            before, _, rest = text.partition(begin)
            text = f"{before}{begin}\n{make()}\n{end}{rest.partition(end)[2]}"
    return text

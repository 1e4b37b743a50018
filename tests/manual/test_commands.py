"""Each command that README, manual, CONTRIBUTING and CHANGELOG name can be typed as written."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest

from tests.manual.commands import commands
from tests.manual.documents import DOCUMENTS
from tests.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXTS = {
    path.name: path.read_text()
    for path in (*DOCUMENTS, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md")
}
_BLOCK = re.compile(r"^```(?:sh)?\n(.*?)^```", re.DOTALL | re.MULTILINE)
_DEFAULT = re.compile(r"\$\{\w+:-([^}]*)\}")
"""A variable of the shell with the value that it has where it is not set."""
_INLINE = re.compile(r"`((?:sestrail|make) [^`]*)`", re.DOTALL)


def lines() -> Iterator[tuple[str, str]]:
    """Yield each command of ours and of make, with the document that it is in."""
    for name, written in TEXTS.items():
        text = _DEFAULT.sub(r"\1", written)
        blocks = "\n".join(_BLOCK.findall(text)).replace("\\\n", " ")
        found = [line for line in blocks.splitlines() if line.startswith(("sestrail ", "make "))]
        for line in [*found, *(" ".join(span.split()) for span in _INLINE.findall(text))]:
            yield name, re.split(r" (?:>|&&|\|\|?) | >>? ", line)[0]


COMMANDS = sorted({line for _, line in lines() if line.startswith("sestrail ")})
TARGETS = sorted({line for _, line in lines() if line.startswith("make ")})
BY_PATH = dict(commands())


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_has_these_flags_and_takes_these_values(line: str) -> None:
    words = shlex.split(line, comments=True)[1:]
    if words[0] == "COMMAND":
        return
    if words[0].startswith("-"):
        words.insert(0, "tail")
    path = " ".join(words[:2]) if " ".join(words[:2]) in BY_PATH else words[0]
    arguments = words[len(path.split()) :]
    if arguments:  # else its name alone is mentioned, or that of a group
        BY_PATH[path].make_context(path, arguments)
    else:
        assert path in {*BY_PATH, *(name.split()[0] for name in BY_PATH)}


@pytest.mark.parametrize("line", TARGETS)
def test_make_has_the_target(line: str) -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert line.split()[1] in targets


def test_there_are_commands_to_look_at() -> None:
    assert len(COMMANDS) > 40
    assert len(TARGETS) > 8

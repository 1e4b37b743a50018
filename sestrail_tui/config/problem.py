"""What is wrong in the settings file, and on which line of it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import Any

KeyPath = tuple[str | int, ...]
"""Where a value is: ``("alerts", "every_s")``, ``("filters", 0, "key")``; ``()`` is the file."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong; its texts may come from the file and are not safe."""

    where: KeyPath
    reason: str
    line: int | None = None
    """Counted from 1, where it is known already."""

    @property
    def key(self) -> str:
        """The key as people write it: ``filters[2].key``, counted from 1."""
        text = ""
        for part in self.where:
            if isinstance(part, int):
                text += f"[{part + 1}]"
            else:
                text += f".{part}" if text else part
        return text


def line_of(text: str, where: KeyPath) -> int:
    """Return the line, from 1 on, at which the value at ``where`` begins in a valid TOML text.

    The first lines up to there are a TOML text that has the value, and one line less is not: so
    nobody has to read TOML a second way.
    """
    lines = text.splitlines()
    begun = 0
    for count in range(1, len(lines) + 1):
        try:
            table = tomllib.loads("\n".join(lines[:count]))
        except tomllib.TOMLDecodeError:
            continue  # within a value of several lines
        if _has(table, where):
            return _first_said(lines, begun, count)
        begun = count
    return 1


def _has(table: Any, where: KeyPath) -> bool:
    for part in where:
        if isinstance(part, int):
            if not isinstance(table, list) or part >= len(table):
                return False
        elif not isinstance(table, dict) or part not in table:
            return False
        table = table[part]
    return True


def _first_said(lines: list[str], begun: int, count: int) -> int:
    """Pass over the blank lines and remarks before a value of several lines."""
    for number in range(begun, count - 1):
        said = lines[number].strip()
        if said and not said.startswith("#"):
            return number + 1
    return count

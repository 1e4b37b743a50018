"""What the doctor says: findings, how bad each is, what fixes it, and what they come to."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

NOT_SEEN: Final = 3
"""Exit code where sends could not be seen, or where that cannot be told."""


class Level(StrEnum):
    """How bad it is.

    ``missing`` keeps sends from being seen, ``unknown`` could not be asked, and a ``note`` says
    nothing of the account.
    """

    GOOD = "good"
    WARNING = "warning"
    MISSING = "missing"
    UNKNOWN = "unknown"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Fix:
    """What to do about a finding: commands in their order, or a way through the console."""

    commands: tuple[tuple[str, ...], ...] = ()
    """Each as its arguments, the program first."""
    console: str = ""
    """``CloudTrail > Trails > ses-sends > Edit``."""
    note: str = ""
    """What to know before it is done: what it costs, what else it changes."""
    easier: tuple[str, ...] = ()
    """A command of sestrail's own that does the same; it shows the change, and asks first."""

    @property
    def shell(self) -> tuple[str, ...]:
        """The commands as a shell takes them."""
        return tuple(map(shlex.join, self.commands))

    @property
    def easier_shell(self) -> str:
        """The easier command as a shell takes it."""
        return shlex.join(self.easier)


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what is the case, what it means, what fixes it. No text is safe yet."""

    check: str
    """Which check it is, the same in every run: ``trail.logging``."""
    title: str
    """What was looked at, in a few words: ``Trail ses-sends``."""
    level: Level
    says: str
    """What is the case."""
    means: str = ""
    """What that means for seeing sends; empty where nothing needs saying."""
    fix: Fix | None = None
    way: tuple[str, ...] = ()
    """The way of a record that it is part of: ``("trail ses-sends", "log group")``; empty where it
    is about the account."""


@dataclass(frozen=True, slots=True)
class Report:
    """All findings in the order in which they are read; the last one is the verdict."""

    findings: tuple[Finding, ...]
    account: str
    """``""`` where unknown, as `region`."""
    region: str
    label: str = ""
    """Which profile, role or region it is about, where there are several."""

    @property
    def verdict(self) -> Finding:
        """Whether sends would be seen, and what to do next."""
        return self.findings[-1]

    @property
    def exit_code(self) -> int:
        """0 where sends would be seen, with warnings or without; 3 else."""
        return 0 if self.verdict.level in (Level.GOOD, Level.WARNING) else NOT_SEEN


def worst(levels: tuple[Level, ...]) -> Level:
    """Return the worst of some levels; of none it is good."""
    return max((Level.GOOD, *levels), key=_ORDER.index)


_ORDER: Final = (Level.NOTE, Level.GOOD, Level.WARNING, Level.UNKNOWN, Level.MISSING)

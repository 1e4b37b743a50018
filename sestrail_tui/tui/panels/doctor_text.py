"""What the doctor's screen says of a finding: a line in the list, and all of it below. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from sestrail_tui.account.report import Level
from sestrail_tui.core.details.section import DetailLine, Section, Tone, given
from sestrail_tui.core.safe_text import safe
from sestrail_tui.tui.base.cells import fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.account.report import Finding, Report

GLYPHS: Final = {
    Level.GOOD: "✓",
    Level.WARNING: "▲",
    Level.MISSING: "✗",
    Level.UNKNOWN: "?",
    Level.NOTE: "·",
}
_TONES: Final[dict[Level, Tone]] = {
    Level.GOOD: "plain",
    Level.WARNING: "warn",
    Level.MISSING: "bad",
    Level.UNKNOWN: "warn",
    Level.NOTE: "dim",
}
_CALM: Final = (Level.GOOD, Level.NOTE)
_LEVEL: Final = 9
_TITLE: Final = 40
"""Cells that a title takes at most, where there is room."""
Entry = tuple[str, "Finding"]
"""A finding, and which report it is of, where there are several."""


def entries(reports: Sequence[Report]) -> list[Entry]:
    """Give the findings in the order in which they are shown: each report's verdict first."""
    several = len(reports) > 1
    found: list[Entry] = []
    for report in reports:
        label = (report.label or report.region) if several else ""
        found += [(label, one) for one in (report.verdict, *report.findings[:-1])]
    return found


def title(entry: Entry) -> str:
    """Give an entry's title, safe to draw."""
    label, finding = entry
    return safe(f"{label}: {finding.title}" if label else finding.title)


def line(entry: Entry, width: int, titles: int) -> list[tuple[str, Tone]]:
    """Write an entry on a line of ``width`` cells; ``titles`` of them are for the title."""
    finding = entry[1]
    tone = _TONES[finding.level]
    head = f"{GLYPHS[finding.level]} {finding.level:<{_LEVEL}}"
    left = max(0, width - cell_len(head) - titles - 1)
    return [
        (head, "dim" if finding.level in _CALM else tone),
        (fit(title(entry), titles), tone),
        (" " + fit(safe(finding.says), left), "dim" if finding.level in _CALM else "plain"),
    ]


def titles_width(found: Sequence[Entry], width: int) -> int:
    """Give the cells that the column of titles takes."""
    widest = max((cell_len(title(entry)) for entry in found), default=0)
    return min(widest, _TITLE, width // 2)


def sections(finding: Finding) -> list[Section]:
    """Give everything that is said of a finding."""
    told = [
        Section("Found", (DetailLine("", finding.says, _TONES[finding.level]),)),
        Section("Means", given("", finding.means)),
    ]
    if (fix := finding.fix) is not None:
        many = len(fix.commands) > 1
        told += [
            Section("Easier", given("", fix.easier_shell)),
            Section(
                "Run",
                tuple(
                    DetailLine(f"{number}." if many else "", command)
                    for number, command in enumerate(fix.shell, 1)
                ),
            ),
            Section("Or in", given("", fix.console and f"the console: {fix.console}")),
            Section("Note", given("", fix.note, "dim")),
        ]
    return [section for section in told if section.lines]


def to_copy(finding: Finding | None) -> str:
    """Give what fixes a finding, as it is to be pasted; empty where nothing does."""
    fix = None if finding is None else finding.fix
    if fix is None:
        return ""
    return fix.easier_shell or "\n".join(fix.shell) or fix.console

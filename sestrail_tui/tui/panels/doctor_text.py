"""What the doctor's screen says of a finding: a line in the list, and all of it below. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from sestrail_tui.account.report import Level
from sestrail_tui.core.details.section import DetailLine, Section, Tone, given
from sestrail_tui.core.safe_text import safe
from sestrail_tui.tui.base.cells import fit
from sestrail_tui.tui.panes.styled_text import StyledText

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


@dataclass(frozen=True, slots=True)
class FindingEntry:
    """A finding, and which report it is of, where there are several."""

    report: str
    finding: Finding

    @property
    def title(self) -> str:
        """What is checked, and in which report."""
        return f"{self.report}: {self.finding.title}" if self.report else self.finding.title


def entries(reports: Sequence[Report]) -> list[FindingEntry]:
    """Return the findings in the order in which they are shown: each report's verdict first."""
    several = len(reports) > 1
    found: list[FindingEntry] = []
    for report in reports:
        label = (report.label or report.region) if several else ""
        found += [FindingEntry(label, each) for each in (report.verdict, *report.findings[:-1])]
    return found


def line(entry: FindingEntry, width: int, widest_title: int) -> list[StyledText]:
    """Write an entry on a line of ``width`` cells; ``widest_title`` is that of all titles."""
    finding = entry.finding
    tone = _TONES[finding.level]
    head = f"{GLYPHS[finding.level]} {finding.level:<{_LEVEL}}"
    title_width = min(widest_title, _TITLE, width // 2)
    left = max(0, width - cell_len(head) - title_width - 1)
    return [
        StyledText(head, "dim" if finding.level in _CALM else tone),
        StyledText(fit(entry.title, title_width), tone),
        StyledText(" " + fit(finding.says, left), "dim" if finding.level in _CALM else "plain"),
    ]


def widest_title(found: Sequence[FindingEntry]) -> int:
    """Return the cells of the longest title."""
    return max((cell_len(safe(entry.title)) for entry in found), default=0)


def sections(finding: Finding) -> list[Section]:
    """Return everything that is said of a finding."""
    found = [
        Section("Found", (DetailLine("", finding.says, _TONES[finding.level]),)),
        Section("Means", given("", finding.means)),
    ]
    if (fix := finding.fix) is not None:
        many = len(fix.commands) > 1
        found += [
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
    return [section for section in found if section.lines]


def to_copy(finding: Finding | None) -> str:
    """Return what fixes a finding, as it is to be pasted; empty where nothing does."""
    fix = None if finding is None else finding.fix
    if fix is None:
        return ""
    return fix.easier_shell or "\n".join(fix.shell) or fix.console

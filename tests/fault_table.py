"""The table of faults that a test run ends with: what was tried, and what the screen said.

A test adds a line by ``record_property(PROPERTY, Tried(...).cells)``, in any process of the run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pytest

PROPERTY: Final = "fault"
TITLES: Final = ("fault", "source", "call", "state", "the screen said", "shown")
_WIDEST: Final = 110
"""Characters of a sentence; all of it is in the test."""


class Tried(NamedTuple):
    """One fault and what came of it."""

    fault: str
    source: str
    call: str
    state: str
    sentence: str
    shown: str

    @property
    def cells(self) -> list[str]:
        """Give it as plain texts (no member of an enum), which go from one process to another."""
        return [str(one) for one in self]


def lines(tried: Iterable[Tried]) -> Iterator[str]:
    """Write the table, faults together in the order of the first of each."""
    rows = list(tried)
    order = list(dict.fromkeys(row.fault for row in rows if row.state))
    rows.sort(key=lambda row: (order.index(row.fault), row.source, row.call))
    texts = [TITLES, *(tuple(clipped(text) for text in row) for row in rows)]
    widths = [max(len(text[at]) for text in texts) for at in range(len(TITLES))]
    before = ""
    for number, text in enumerate(texts):
        first = "" if text[0] == before else text[0]
        before = text[0]
        cells = (first, text[1], text[2], text[3], text[5], text[4])
        wide = (widths[0], widths[1], widths[2], widths[3], widths[5], 0)
        written = (cell.ljust(width) for cell, width in zip(cells, wide, strict=True))
        yield "  ".join(written).rstrip()
        if not number:
            yield "  ".join("-" * width for width in (*wide[:5], widths[4]))


def clipped(text: str) -> str:
    """Cut a long sentence."""
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Write the table, if any fault was tried."""
    reports = [
        report
        for name in ("passed", "failed")
        for report in terminalreporter.getreports(name)
        if report.when == "call"
    ]
    properties = (one for report in reports for one in report.user_properties)
    tried = [Tried(*value) for name, value in properties if name == PROPERTY]
    if not any(row.state for row in tried):
        return
    terminalreporter.section("every fault tried: what the screen said, what was shown")
    for line in lines(tried):
        terminalreporter.write_line(line)

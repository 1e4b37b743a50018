"""How many rows are shown, at the right end of the filter line."""

from __future__ import annotations

from typing import ClassVar, Final

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from sestrail_tui.tui.base.numbers import PART

_AROUND: Final = 4
"""Cells of the line that are neither the counts' nor the filter's."""
_GAP: Final = 2
_STEP: Final = 6
"""Cells in which room grows: a digit more lays nothing out anew."""


class FilterCounts(Static):
    """``1,204 of 98,331 sends``; the screen is laid out anew only where room is too small."""

    DEFAULT_CSS: ClassVar[str] = """
    FilterCounts { text-align: right; color: $foreground 60%; }
    """

    def __init__(self) -> None:
        super().__init__("", id="filter-counts", markup=False)
        self._text = self._written = ""
        self._room = 0

    def say(self, text: str, width: int, *, beside_filter: bool) -> None:
        """Write what fits of ``text`` into a line of ``width`` cells: half beside a filter."""
        self._text = text
        most = (width - _AROUND) // (2 if beside_filter else 1)
        text = _fitting(text, most)
        if text != self._written:
            self._written = text
            self._room = max(min(self._room, most), _room_for(text))
            self.styles.width = self._room
            self.update(Content(text), layout=False)

    def fit(self, width: int, *, beside_filter: bool) -> None:
        """Take no more room of a line that has another width than is needed."""
        if self._text:
            self._room, self._written = 0, ""
            self.say(self._text, width, beside_filter=beside_filter)


def _fitting(counts: str, most: int) -> str:
    """Leave out what stands in front of the counts where the filter would not be seen."""
    while cell_len(counts) + _GAP > most and PART in counts:
        counts = counts.partition(PART)[2]
    return counts


def _room_for(counts: str) -> int:
    return -(-(cell_len(counts) + _GAP) // _STEP) * _STEP

"""Marks: labelled lines between the rows, and the lines of the table with them counted in."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True)
class Mark:
    """A line the person drew: between what came before a moment and what came after."""

    label: str
    time_ms: int
    """The moment (ms UTC): its place in event time order."""
    row: int
    """The first row that the store did not hold yet: its place in arrival order."""


class Lines:
    """The table's lines: ``rows`` rows with the marks between them, found in O(log marks)."""

    def __init__(
        self, rows: int = 0, marks: Sequence[Mark] = (), before: Sequence[int] = ()
    ) -> None:
        """Take, for each mark in order, how many rows stand before it."""
        self.rows = rows
        self.marks = tuple(marks)
        self._before = list(before)
        self._at = [count + k for k, count in enumerate(self._before)]

    def __len__(self) -> int:
        return self.rows + len(self.marks)

    def line_of(self, index: int) -> int:
        """Return the line on which the row at ``index`` stands."""
        return index + bisect_right(self._before, index)

    def index_at(self, line: int) -> int | None:
        """Return the index of the row on a line, ``None`` for a mark or beyond the end."""
        if not 0 <= line < len(self) or self.mark_at(line) is not None:
            return None
        return line - bisect_left(self._at, line)

    def mark_at(self, line: int) -> Mark | None:
        """Return the mark on a line."""
        k = bisect_left(self._at, line)
        return self.marks[k] if k < len(self._at) and self._at[k] == line else None

    def index_near(self, line: int) -> int:
        """Return the index of the row on a line, or of the one nearest above or below a mark."""
        line = max(0, min(line, len(self) - 1))
        return max(0, min(line - bisect_left(self._at, line), self.rows - 1))


def rows_before(rows: int, is_before: Callable[[int], bool]) -> int:
    """Count the rows in front of a mark, by halving: ``is_before`` holds up to one index only."""
    low, high = 0, rows
    while low < high:
        middle = (low + high) // 2
        if is_before(middle):
            low = middle + 1
        else:
            high = middle
    return low

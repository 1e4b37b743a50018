"""Shown sends over time: how many fell into each bucket, by the values of one column.

Counted from the columns alone, a segment at a time, so that others have their turn in between; a
million rows are sixteen steps of each count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sestrail_tui.store.columns.columns import INDEX_OF, SEGMENT_ROWS, UNKNOWN, Segment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sestrail_tui.store.columns.columns import Columns
    from sestrail_tui.store.columns.rows import Rows

Counts: TypeAlias = NDArray[np.int64]
"""A line for each of `Timeline.values`, then one for all others; a column for each bucket."""


@dataclass(frozen=True, slots=True)
class TimeRange:
    """The event times of the shown sends, both ends included (ms UTC)."""

    oldest_ms: int
    newest_ms: int


class Timeline:
    """Rows shown at this moment, in any order; go through `values_in_steps`, then `counts`.

    What comes meanwhile is not counted, what is evicted meanwhile is left out.
    """

    def __init__(self, columns: Columns, rows: Rows, column: str, most: int) -> None:
        """Count the ``most`` frequent values of a coded column, each on its own."""
        self._columns = columns
        self._index = INDEX_OF[column]
        self._most = most
        # As they are now: a code whose rows are evicted meanwhile may be given another value.
        self._names = list(columns.dictionaries[self._index].values_by_code)
        if columns.first_row:
            rows = rows[rows >= columns.first_row]
        self._first = columns.first_row
        all_shown = len(rows) == len(columns)
        self._shown = np.full(len(columns), all_shown, np.bool_)
        if not all_shown:
            self._shown[rows - self._first] = True
        self._codes: list[list[int]] = []
        self.values: tuple[str, ...] = ()
        """The most frequent values, and how often they are shown; the most frequent first."""
        self.numbers: tuple[int, ...] = ()
        self.others = 0
        """How many other values there are."""
        self.span: TimeRange | None = None
        """``None`` where no row shown has a time."""
        self.timeless = 0
        """How many rows shown have no time."""

    def values_in_steps(self) -> Iterator[None]:
        """Find the span and the values, stopping after each segment (about 1 ms)."""
        total = np.zeros(len(self._names), np.int64)
        for segment, at in self._segments():
            total += np.bincount(segment.codes[self._index][at], minlength=len(total))
            self._extend_span(segment.time_ms[at])
            yield
        self._name(total)

    def counts(self, first_ms: int, bucket_ms: int, buckets: int) -> Iterator[Counts]:
        """Count so many buckets from ``first_ms`` on, stopping after each segment (about 1 ms).

        Yields the same array, growing.
        """
        end_ms = first_ms + buckets * bucket_ms
        lines = len(self._codes) + 1
        found = np.zeros((lines, buckets), np.int64)
        for segment, at in self._segments():
            times = segment.time_ms[at]
            inside = (times >= first_ms) & (times < end_ms) & (times != UNKNOWN)
            bucket = (times[inside] - first_ms) // bucket_ms
            codes = segment.codes[self._index][at][inside]
            line_of = np.full(int(codes.max(initial=0)) + 1, lines - 1, np.int64)
            for line, of_value in enumerate(self._codes):
                line_of[[code for code in of_value if code < len(line_of)]] = line
            flat = line_of[codes] * buckets + bucket
            found += np.bincount(flat, minlength=found.size).reshape(found.shape)
            yield found

    def _segments(self) -> Iterator[tuple[Segment, NDArray[np.intp]]]:
        """Yield each segment with the places of its rows shown, as far as it is still held."""
        row, end = self._first, self._first + len(self._shown)
        while (row := max(row, self._columns.first_row)) < end:
            segment, at = self._columns.locate(row)
            upto = min(end, segment.first + SEGMENT_ROWS)
            yield segment, at + np.flatnonzero(self._shown[row - self._first : upto - self._first])
            row = upto

    def _extend_span(self, times: NDArray[np.int64]) -> None:
        known = times[times != UNKNOWN]
        self.timeless += len(times) - len(known)
        if len(known):
            oldest, newest = int(known.min()), int(known.max())
            if self.span is not None:
                oldest = min(oldest, self.span.oldest_ms)
                newest = max(newest, self.span.newest_ms)
            self.span = TimeRange(oldest, newest)

    def _name(self, total: NDArray[np.int64]) -> None:
        numbers: dict[str, int] = {}
        codes = np.flatnonzero(total)
        for code, number in zip(codes.tolist(), total[codes].tolist(), strict=True):
            name = str(self._names[code])
            numbers[name] = numbers.get(name, 0) + number
        named = sorted(numbers, key=lambda name: (-numbers[name], name))
        # One value more takes no more room than a line of others would.
        most = len(named) if len(named) == self._most + 1 else self._most
        codes_by_name: dict[str, list[int]] = {name: [] for name in named[:most]}
        for code in codes.tolist():
            if (of_value := codes_by_name.get(str(self._names[code]))) is not None:
                of_value.append(code)
        self.values, self._codes = tuple(codes_by_name), list(codes_by_name.values())
        self.numbers = tuple(numbers[name] for name in codes_by_name)
        self.others = len(named) - len(codes_by_name)

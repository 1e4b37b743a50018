"""One call recorded in several accounts: rows that share a ``sharedEventID``, and folding them.

AWS delivers a cross-account send to the accounts of the caller, of the identity's owner and of
the feedback address's owner, each copy with an ``eventID`` of its own (SES developer guide,
"Logging using CloudTrail"). Nothing of a copy is thrown away: each is a row of the store, of
which a view shows one.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from sestrail_tui.core.record import Record
    from sestrail_tui.store.columns.rows import Rows


class Copies:
    """Which rows are copies of one call. Rows are added in ascending order, and evicted so."""

    def __init__(self) -> None:
        self._rows_of: dict[str, list[int]] = {}
        self._id_of: dict[int, str] = {}
        self._later = array("q")
        self._first = array("q")
        self.found = 0
        """How many copies ever came."""
        self._first_row = 0

    def add(self, first: int, records: Sequence[Record]) -> None:
        """Take in the records of the rows from ``first`` on."""
        for at, record in enumerate(records):
            if record.shared_id:
                self._add(record.shared_id, first + at)

    def _add(self, shared_id: str, row: int) -> None:
        rows = self._rows_of.setdefault(shared_id, [])
        rows.append(row)
        self._id_of[row] = shared_id
        if len(rows) == 1:
            return
        self.found += 1
        self._later.append(row)
        self._first.append(rows[0])

    @property
    def any(self) -> bool:
        """Whether any call came more than once."""
        return bool(self._later)

    @property
    def duplicates(self) -> int:
        """How many rows held are a second or later copy."""
        return len(self._later) - int(np.searchsorted(self._later, self._first_row))

    def of(self, row: int) -> tuple[int, ...]:
        """Return all rows held of the row's call, itself included, ascending."""
        shared_id = self._id_of.get(row)
        if shared_id is None:
            return (row,)
        return tuple(copy for copy in self._rows_of[shared_id] if copy >= self._first_row)

    def evict(self, first_row: int) -> None:
        """Forget the rows below ``first_row``, looking at these alone.

        The first row of a call that still has rows stays its first.
        """
        for row in range(self._first_row, first_row) if self._rows_of else ():
            shared_id = self._id_of.get(row)
            if shared_id is not None and self._rows_of[shared_id][-1] < first_row:
                for gone in self._rows_of.pop(shared_id):
                    del self._id_of[gone]
        self._first_row = first_row
        dead = bisect_left(self._later, first_row)
        if 2 * dead > len(self._later):
            del self._later[:dead]
            del self._first[:dead]

    def rows(self) -> Rows:
        """Return every row held that has copies, in no order, some twice."""
        rows = np.concatenate([np.array(self._first), np.array(self._later)])
        return rows[rows >= self._first_row]

    def folded(self, rows: Rows) -> Rows:
        """Leave of each call's rows among ascending ``rows`` only the first."""
        if not self._later or not len(rows):
            return rows
        lowest, highest = int(rows[0]), int(rows[-1])
        among = slice(bisect_left(self._later, lowest), bisect_right(self._later, highest))
        later, firsts = np.array(self._later[among]), np.array(self._first[among])
        if not len(later):
            return rows
        marks = np.zeros(highest - lowest + 1, np.bool_)
        marks[rows - lowest] = True
        is_among = marks[later - lowest]
        later, firsts = later[is_among], firsts[is_among]
        hidden = (firsts >= lowest) & marks[np.maximum(firsts - lowest, 0)]
        lone = np.flatnonzero(~hidden)
        hidden[lone[~_lowest_of_each(firsts[lone])]] = True
        marks[later[hidden] - lowest] = False
        return rows[marks[rows - lowest]]

    def new(self, rows: Rows, is_shown: Callable[[int], bool]) -> Rows:
        """Leave of ascending ``rows`` those of calls of which no row is shown yet, folded."""
        rows = self.folded(rows)
        stood_for = [
            at
            for at, row in enumerate(rows.tolist())
            if row in self._id_of and any(map(is_shown, self.of(row)))
        ]
        return np.delete(rows, stood_for) if stood_for else rows

    def uncovered(self, gone: Rows, matches: Callable[[int], bool]) -> Rows:
        """Return the rows that match and that no row shown stands for, now that ``gone`` left."""
        left = {copy for row in gone.tolist() if row in self._id_of for copy in self.of(row)}
        return np.array(sorted(filter(matches, left)), np.int64)


def _lowest_of_each(calls: Rows) -> NDArray[np.bool_]:
    """Return which places are the first of their call, calls being known by their first rows."""
    if not len(calls):
        return np.zeros(0, np.bool_)
    places = np.arange(len(calls))
    base = int(calls.min())
    place_of = np.zeros(int(calls.max()) - base + 1, np.int64)
    place_of[calls[::-1] - base] = places[::-1]  # the last one written is the lowest
    return np.equal(place_of[calls - base], places)

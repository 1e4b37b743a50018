"""One call recorded in several accounts: rows that share a ``sharedEventID``, and folding them.

AWS delivers a cross-account send to the accounts of the caller, of the identity's owner and of
the feedback address's owner, each copy with an ``eventID`` of its own (SES developer guide,
"Logging using CloudTrail"). Nothing of a copy is thrown away: each is a row of the store, of
which a view shows one.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from sestrail_tui.cloudtrail.record import Record
    from sestrail_tui.store.order import Rows


class Copies:
    """Which rows are copies of one call. Rows are told in ascending order, and let go so."""

    def __init__(self) -> None:
        self._rows_of: dict[str, list[int]] = {}
        self._id_of: dict[int, str] = {}
        self._later = array("q")
        self._first = array("q")
        self.found = 0
        """How many copies ever came."""
        self._first_row = 0
        self._swept = 0

    def add(self, first: int, records: Sequence[Record]) -> None:
        """Take in the records of the rows from ``first`` on."""
        for at, record in enumerate(records):
            if record.shared_id:
                self._add(record.shared_id, first + at)

    def _add(self, shared_id: str, row: int) -> None:
        rows = self._rows_of.setdefault(shared_id, [])
        rows.append(row)
        if len(rows) == 1:
            return
        if len(rows) == 2:
            self._id_of[rows[0]] = shared_id
        self._id_of[row] = shared_id
        self.found += 1
        self._later.append(row)
        self._first.append(rows[0])

    @property
    def any(self) -> bool:
        """Whether any call came more than once."""
        return bool(self._id_of)

    @property
    def spare(self) -> int:
        """How many rows held are a second or later copy."""
        return len(self._later) - int(np.searchsorted(self._later, self._first_row))

    def of(self, row: int) -> tuple[int, ...]:
        """Give all rows held of the row's call, itself included, ascending."""
        shared_id = self._id_of.get(row)
        if shared_id is None:
            return (row,)
        return tuple(one for one in self._rows_of[shared_id] if one >= self._first_row)

    def let_go(self, first_row: int) -> None:
        """Forget the rows below ``first_row``; now and then for good."""
        self._first_row = first_row
        if self._rows_of and 2 * (first_row - self._swept) > len(self._rows_of):
            self._swept = first_row
            self._sweep(first_row)

    def _sweep(self, first_row: int) -> None:
        """Make room. The first row of a call that still has rows stays its first."""
        self._rows_of = {key: rows for key, rows in self._rows_of.items() if rows[-1] >= first_row}
        self._id_of = {row: key for row, key in self._id_of.items() if key in self._rows_of}
        kept = int(np.searchsorted(self._later, first_row))
        del self._later[:kept]
        del self._first[:kept]

    def rows(self) -> Rows:
        """Give every row held that has copies, in no order, some twice."""
        rows = np.concatenate([np.array(self._first), np.array(self._later)])
        return rows[rows >= self._first_row]

    def folded(self, rows: Rows) -> Rows:
        """Leave of each call's rows among ascending ``rows`` only the first."""
        if not self._later or not len(rows):
            return rows
        later, firsts = np.array(self._later), np.array(self._first)
        here = _among(rows, later)
        later, firsts = later[here], firsts[here]
        hidden = _among(rows, firsts)
        lone = np.flatnonzero(~hidden)  # the lowest of these of a call stands for it
        hidden[np.delete(lone, np.unique(firsts[lone], return_index=True)[1])] = True
        kept = np.ones(len(rows), np.bool_)
        kept[np.searchsorted(rows, later[hidden])] = False
        return rows[kept]

    def new(self, rows: Rows, is_shown: Callable[[int], bool]) -> Rows:
        """Leave of ascending ``rows`` those of calls of which no row is shown yet, folded."""
        rows = self.folded(rows)
        known = [
            at
            for at, row in enumerate(rows.tolist())
            if row in self._id_of and any(map(is_shown, self.of(row)))
        ]
        return np.delete(rows, known) if known else rows

    def left_alone(self, gone: Rows, matches: Callable[[int], bool]) -> Rows:
        """Give the rows that match and stand for no shown row any more, now that ``gone`` left."""
        left = {copy for row in gone.tolist() if row in self._id_of for copy in self.of(row)}
        return np.array(sorted(filter(matches, left)), np.int64)


def _among(rows: Rows, wanted: Rows) -> NDArray[np.bool_]:
    """Tell which of ``wanted`` are among ascending ``rows``, of which there are some."""
    at = np.minimum(np.searchsorted(rows, wanted), len(rows) - 1)
    return np.equal(rows[at], wanted)

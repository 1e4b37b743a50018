"""Records that correct earlier ones, and the way from one to the other.

AWS: "CloudTrail record contents", ``addendum``: a correction has an ``eventID`` of its own and
names the one it corrects in ``originalEventID``. Both stay rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sestrail_tui.store.columns.event_ids import pack_guid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.core.record import Record
    from sestrail_tui.store.columns.columns import Columns


class Corrections:
    """Which rows correct which ``eventID``; those are known by the 16 bytes of their GUID."""

    def __init__(self, columns: Columns) -> None:
        self.found = 0
        """How many corrections ever came."""
        self._columns = columns
        self._by_original: dict[bytes, list[int]] = {}
        self._original_of: dict[int, bytes] = {}

    @property
    def any(self) -> bool:
        """Whether there is any."""
        return bool(self._original_of)

    def add(self, first: int, records: Sequence[Record]) -> None:
        """Take in the records of the rows from ``first`` on."""
        for at, record in enumerate(records):
            if record.corrects and (original := pack_guid(record.corrects)) is not None:
                self._by_original.setdefault(original, []).append(first + at)
                self._original_of[first + at] = original
                self.found += 1

    def evict(self, first_row: int) -> None:
        """Forget the rows below ``first_row``."""
        for row in [row for row in self._original_of if row < first_row]:
            original = self._original_of.pop(row)
            self._by_original[original].remove(row)
            if not self._by_original[original]:
                del self._by_original[original]

    def is_correction(self, row: int) -> bool:
        """Return whether the row corrects another record, held or not."""
        return row in self._original_of

    def of(self, row: int) -> tuple[int, ...]:
        """Return the rows held that correct this one."""
        if not self._by_original:
            return ()
        segment, at = self._columns.locate(row)
        found = self._by_original.get(segment.event_id[at].tobytes(), ())
        return tuple(correction for correction in found if correction != row)

    def original(self, row: int) -> int | None:
        """Return the row that this one corrects, ``None`` if not held; 1 ms a million rows."""
        original = self._original_of.get(row)
        if original is None:
            return None
        low, high = np.frombuffer(original, np.uint64)
        columns = self._columns
        for segment, at in columns.slices(columns.first_row, columns.end_row):
            ids = segment.event_id[at]
            first: int = segment.first + at.start
            for found in np.flatnonzero((ids[:, 0] == low) & (ids[:, 1] == high)).tolist():
                if first + found != row:
                    return first + int(found)
        return None

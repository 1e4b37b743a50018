"""Who sent, from where, and how often in each minute, counted a segment at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sestrail_tui.store.columns.columns import INDEX_OF, SEGMENT_ROWS, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sestrail_tui.store.columns.columns import Columns
    from sestrail_tui.store.columns.dictionary import Value

_MINUTE_MS: Final = 60_000


class SendCounts:
    """What the sends held have; go through its `segments`."""

    def __init__(self, columns: Columns, since_ms: int) -> None:
        """Count minutes from ``since_ms`` on (event time, ms UTC)."""
        self._columns = columns
        self._row = columns.first_row
        self._since_ms = since_ms
        self.principals: set[str] = set()
        self.addresses: set[str] = set()
        self.minutes: dict[int, int] = {}
        """Sends by minute since the epoch."""

    def segments(self) -> Iterator[None]:
        """Count, stopping after each segment (about 1 ms); what comes meanwhile is counted too."""
        columns = self._columns
        while max(self._row, columns.first_row) < columns.end_row:
            self._row = max(self._row, columns.first_row)
            self._count()
            yield

    def _count(self) -> None:
        columns = self._columns
        segment, at = columns.locate(self._row)
        rows = slice(at, min(columns.end_row - segment.first, SEGMENT_ROWS))
        kinds = columns.dictionaries[INDEX_OF["kind"]]
        sends = segment.codes[INDEX_OF["kind"]][rows] == kinds.get("send", len(kinds))
        for column, into in (("principal", self.principals), ("ip", self.addresses)):
            codes = segment.codes[INDEX_OF[column]][rows][sends]
            values = columns.dictionaries[INDEX_OF[column]].values_by_code
            into.update(_text(values[code]) for code in np.flatnonzero(np.bincount(codes)).tolist())
        self._count_minutes(segment.time_ms[rows][sends])
        self._row = segment.first + rows.stop

    def _count_minutes(self, times: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
        minutes = times[(times >= self._since_ms) & (times != UNKNOWN)] // _MINUTE_MS
        for minute, count in zip(*np.unique(minutes, return_counts=True), strict=True):
            self.minutes[int(minute)] = self.minutes.get(int(minute), 0) + int(count)


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""

"""Every record's values in columns, cut into segments of 65,536 rows.

A segment never moves once made: appending copies nothing that is there, evicting drops a whole
segment, and another thread may read the rows it knows of while one thread appends.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sestrail_tui.core.record import TEXT_COLUMNS, Record
from sestrail_tui.store.columns.dictionary import Codes, Dictionary, Value
from sestrail_tui.store.columns.event_ids import NO_ID, fingerprints, pack_guids

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sestrail_tui.store.columns.rows import Rows

SEGMENT_ROWS: Final = 65_536
UNKNOWN: Final = -(2**63)
"""The time of a record that does not say."""

INDEX_OF: Final = {column: index for index, column in enumerate(TEXT_COLUMNS)}
_values: Final = attrgetter(*TEXT_COLUMNS)
_WIDTHS: Final = (np.uint8, np.uint16, np.uint32)


def _width(codes: int) -> type[np.unsignedinteger]:
    """Return the smallest type that tells ``codes`` codes apart."""
    return next(width for width in _WIDTHS if codes <= np.iinfo(width).max + 1)


def _times(moments: Iterable[int | None]) -> list[int]:
    times = [UNKNOWN if moment is None else moment for moment in moments]
    if times and not UNKNOWN <= min(times) <= max(times) < -UNKNOWN:
        times = [moment if UNKNOWN <= moment < -UNKNOWN else UNKNOWN for moment in times]
    return times


class Segment:
    """The columns of up to 65,536 consecutive rows, from row ``first`` on."""

    def __init__(self, first: int, dictionaries: Sequence[Dictionary]) -> None:
        self.first = first
        self.rows = 0
        self.codes: list[Codes] = [
            np.empty(SEGMENT_ROWS, _width(len(dictionary.values_by_code)))
            for dictionary in dictionaries
        ]
        self.time_ms = np.empty(SEGMENT_ROWS, np.int64)
        self.delivered_ms = np.empty(SEGMENT_ROWS, np.int64)
        self.event_id = np.empty((SEGMENT_ROWS, 2), np.uint64)
        self.message_id = np.empty(SEGMENT_ROWS, np.int64)
        self.request_id = np.empty(SEGMENT_ROWS, np.int64)
        self.shared_id: NDArray[np.int64] | None = None
        """Only where a row has one, which few have."""

    def order_ms(self, at: slice | NDArray[np.intp]) -> Rows:
        """Return the times by which rows are ordered: the event's, else the delivery's."""
        time_ms = self.time_ms[at]
        return np.where(time_ms == UNKNOWN, self.delivered_ms[at], time_ms)

    def append(self, records: Sequence[Record], dictionaries: Sequence[Dictionary]) -> None:
        """Put the records behind those that are there; they must fit."""
        count = len(records)
        at = slice(self.rows, self.rows + count)
        columns = zip(dictionaries, zip(*map(_values, records), strict=True), strict=True)
        for index, (dictionary, values) in enumerate(columns):
            codes = np.fromiter(map(dictionary.__getitem__, values), np.uint32, count)
            width = _width(len(dictionary.values_by_code))
            if np.dtype(width).itemsize > self.codes[index].itemsize:
                self.codes[index] = self.codes[index].astype(width)
            self.codes[index][at] = codes
            dictionary.count(codes)
        self.time_ms[at] = _times(record.time_ms for record in records)
        self.delivered_ms[at] = _times(record.delivered_ms for record in records)
        self.event_id[at] = pack_guids([record.event_id for record in records])
        self.message_id[at] = fingerprints([record.message_id for record in records])
        self.request_id[at] = fingerprints([record.request_id for record in records])
        shared = [record.shared_id for record in records]
        if any(shared):
            if self.shared_id is None:
                self.shared_id = np.full(SEGMENT_ROWS, NO_ID, np.int64)
            self.shared_id[at] = fingerprints(shared)
        self.rows += count

    def fingerprints(self, column: str, at: slice | NDArray[np.intp]) -> NDArray[np.int64]:
        """Return the fingerprints of ``message_id``, ``request_id`` or ``shared_id``."""
        marks: NDArray[np.int64] | None = getattr(self, column)
        return np.full(len(self.time_ms[at]), NO_ID, np.int64) if marks is None else marks[at]


Group: TypeAlias = tuple[Segment, NDArray[np.intp]]
"""A segment and positions in it."""


class Columns:
    """All segments, and one dictionary per coded column."""

    def __init__(self) -> None:
        self.dictionaries = tuple(Dictionary() for _ in TEXT_COLUMNS)
        self.segments: dict[int, Segment] = {}
        self.first_row = 0
        self.end_row = 0

    def __len__(self) -> int:
        return self.end_row - self.first_row

    def append(self, records: Sequence[Record]) -> None:
        """Put the records behind those that are there."""
        done = 0
        while done < len(records):
            if self.end_row % SEGMENT_ROWS == 0:
                self.segments[self.end_row // SEGMENT_ROWS] = Segment(
                    self.end_row, self.dictionaries
                )
            segment = self.segments[self.end_row // SEGMENT_ROWS]
            part = records[done : done + SEGMENT_ROWS - segment.rows]
            segment.append(part, self.dictionaries)
            done += len(part)
            self.end_row += len(part)

    def evict(self, first_row: int) -> int:
        """Drop the rows below ``first_row``; return the highest order time among them (ms)."""
        highest = int(UNKNOWN)
        for segment, at in self.slices(self.first_row, first_row):
            highest = max(highest, int(segment.order_ms(at).max()))
            for dictionary, codes in zip(self.dictionaries, segment.codes, strict=True):
                dictionary.uncount(codes[at])
        for number in range(self.first_row // SEGMENT_ROWS, first_row // SEGMENT_ROWS):
            del self.segments[number]
        self.first_row = first_row
        return highest

    def slices(self, first: int, end: int) -> Iterator[tuple[Segment, slice]]:
        """Yield the segments that hold rows ``first`` to ``end``, each with where they are."""
        while first < end:
            segment, at = self.locate(first)
            upto = min(end, segment.first + SEGMENT_ROWS)
            yield segment, slice(at, at + upto - first)
            first = upto

    def groups(self, rows: Rows) -> Iterator[Group]:
        """Yield the segments that hold ascending ``rows``, each with the positions in it."""
        done = 0
        last = int(rows[-1]) if len(rows) else -1
        while done < len(rows):
            segment, _ = self.locate(int(rows[done]))
            upto = len(rows)
            if last >= segment.first + SEGMENT_ROWS:
                upto = int(np.searchsorted(rows, segment.first + SEGMENT_ROWS))
            yield segment, (rows[done:upto] - segment.first).astype(np.intp, copy=False)
            done = upto

    def order_ms(self, rows: Rows) -> Rows:
        """Return the order times of ascending ``rows``."""
        parts = [segment.order_ms(at) for segment, at in self.groups(rows)]
        if len(parts) == 1:
            return parts[0]
        return np.concatenate(parts) if parts else np.empty(0, np.int64)

    def locate(self, row: int) -> tuple[Segment, int]:
        """Return the segment that holds ``row`` and where; raises `KeyError` if none does."""
        if not self.first_row <= row < self.end_row:
            raise KeyError(row)
        number, at = divmod(row, SEGMENT_ROWS)
        return self.segments[number], at

    def value(self, row: int, index: int) -> Value:
        """Return the value of a coded column, by its index in `TEXT_COLUMNS`."""
        segment, at = self.locate(row)
        return self.dictionaries[index].values_by_code[int(segment.codes[index][at])]

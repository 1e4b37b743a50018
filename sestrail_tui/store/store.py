"""Every record held: its values in columns, its JSON in blocks, its place in time.

A row is the number of a record's arrival: it never changes and is never given again. At most
``cap`` records are held; beyond that the oldest arrivals are evicted, in whole blocks of 64.

Threads: one thread appends and asks; meanwhile others may call `RawScan.step`, nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.store.columns.blocks import BLOCK_ROWS, Blocks
from sestrail_tui.store.columns.columns import INDEX_OF, UNKNOWN, Columns
from sestrail_tui.store.copies import Copies
from sestrail_tui.store.corrections import Corrections
from sestrail_tui.store.order.order import Order
from sestrail_tui.store.order.sorting import ascending
from sestrail_tui.store.stats.rate import LAGS_KEPT, Lag, Lags, Rate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.core.record import Record
    from sestrail_tui.store.columns.columns import Group
    from sestrail_tui.store.columns.dictionary import Value
    from sestrail_tui.store.columns.rows import Rows

_SOURCE: Final = INDEX_OF["source"]


@dataclass(frozen=True, slots=True)
class StoreChange:
    """What an append did to the store."""

    first: int
    """The first new row."""
    end: int
    """The row after the last new one."""
    evicted: int
    """How many of the oldest rows were evicted."""
    evicted_ms: int
    """The latest order time among all rows ever evicted (ms UTC)."""


class Store:
    """All records, by row. Raises `KeyError` for a row that is not, or no longer, held."""

    def __init__(self, cap: int = 1_000_000) -> None:
        if cap < BLOCK_ROWS:
            raise ValueError(f"A store holds {BLOCK_ROWS} records at least; its cap was {cap}.")
        self.cap = cap
        self.columns = Columns()
        self.blocks = Blocks()
        self.timeline = Order()
        """All rows by event time; by delivery where that is unknown, else before all others."""
        self.evicted_ms = UNKNOWN
        """The latest order time among all rows ever evicted (ms UTC): beyond it views lost none."""
        self.copies = Copies()
        self.corrections = Corrections(self.columns)
        self._rate = Rate()
        self._lags = Lags()

    @property
    def first_row(self) -> int:
        """The oldest row held; as many as this were evicted."""
        return self.columns.first_row

    @property
    def end_row(self) -> int:
        """The row that comes next: how many records ever arrived."""
        return self.columns.end_row

    @property
    def evicted(self) -> int:
        """How many records were evicted so far to stay below the cap."""
        return self.columns.first_row

    def __len__(self) -> int:
        return len(self.columns)

    def append(self, records: Sequence[Record]) -> StoreChange:
        """Hold more records; about 5 us each, so big loads should come in slices."""
        first = self.end_row
        self.columns.append(records)
        self.blocks.append(record.raw for record in records)
        new = np.arange(first, self.end_row)
        self.timeline.merge(self.columns.order_ms(new), new)
        self.copies.add(first, records)
        self.corrections.add(first, records)
        self._rate.add([r.delivered_ms for r in records if r.delivered_ms is not None])
        self._lags.add([lag for r in records[-LAGS_KEPT:] if (lag := r.lag_ms) is not None])
        return StoreChange(first, self.end_row, self._evict(), self.evicted_ms)

    def _evict(self) -> int:
        sealed = self.end_row - self.end_row % BLOCK_ROWS
        wanted = -(-(self.end_row - self.cap) // BLOCK_ROWS) * BLOCK_ROWS
        before, first = self.first_row, min(wanted, sealed)
        if first <= before:
            return 0
        self.evicted_ms = max(self.evicted_ms, self.columns.evict(first))
        for block in range(before // BLOCK_ROWS, first // BLOCK_ROWS):
            self.blocks.evict(block)
        self.timeline.drop(first, self.evicted_ms)
        self.copies.evict(first)
        self.corrections.evict(first)
        return first - before

    def raw(self, row: int) -> bytes:
        """Return the record's JSON, byte for byte as it was delivered."""
        self.columns.locate(row)
        return self.blocks.raw(row)

    def record(self, row: int) -> Record:
        """Return the record, decoded again."""
        return self.decoded(row, self.raw(row))

    def decoded(self, row: int, raw: bytes) -> Record:
        """Return the record of ``row``, whose bytes are at hand."""
        return decode(
            raw, source=str(self.columns.value(row, _SOURCE)), delivered_ms=self.delivered_ms(row)
        )

    def value(self, row: int, column: str) -> Value:
        """Return one of the `TEXT_COLUMNS` of a row."""
        return self.columns.value(row, INDEX_OF[column])

    def time_ms(self, row: int) -> int | None:
        """Return the event time, ms UTC."""
        segment, at = self.columns.locate(row)
        return _known(int(segment.time_ms[at]))

    def delivered_ms(self, row: int) -> int | None:
        """Return when the record became readable, ms UTC."""
        segment, at = self.columns.locate(row)
        return _known(int(segment.delivered_ms[at]))

    def lag_ms(self, row: int) -> int | None:
        """Return how long delivery took, ms."""
        time_ms, delivered_ms = self.time_ms(row), self.delivered_ms(row)
        return None if time_ms is None or delivered_ms is None else delivered_ms - time_ms

    def order_ms(self, row: int) -> int:
        """Return the time by which the row is ordered, ms UTC."""
        segment, at = self.columns.locate(row)
        return int(segment.order_ms(slice(at, at + 1))[0])

    def groups(self, rows: Rows) -> list[Group]:
        """Return where in the columns ``rows``, in any order, are; for `counts`."""
        return list(self.columns.groups(ascending(self.columns, rows)))

    def counts(self, column: str, groups: Sequence[Group] | None = None) -> list[tuple[Value, int]]:
        """Count the values of a coded column over all rows, or over those of ``groups``.

        Most frequent first, then by value. Over all rows this costs no more than the values.
        """
        index = INDEX_OF[column]
        dictionary = self.columns.dictionaries[index]
        if groups is None:
            counted = list(dictionary.counted())
        else:
            values = dictionary.values_by_code
            total = np.zeros(len(values), np.int64)
            for segment, at in groups:
                total += np.bincount(segment.codes[index].take(at), minlength=len(values))
            counted = [(values[code], int(total[code])) for code in np.flatnonzero(total).tolist()]
        if dictionary.several:
            sums: dict[Value, int] = {}
            for value, number in counted:
                sums[value] = sums.get(value, 0) + number
            counted = list(sums.items())
        return sorted(counted, key=lambda pair: (-pair[1], pair[0]))

    def rate(self, now_ms: int, over_s: int = 60) -> float:
        """Return records per second over the last ``over_s`` seconds, by delivery."""
        return self._rate.per_second(now_ms, over_s)

    def rate_series(self, now_ms: int, buckets: int = 8, bucket_s: int = 15) -> list[int]:
        """Return how many records became readable in each of the latest spans, oldest first."""
        return self._rate.series(now_ms, buckets, bucket_s)

    def lag(self) -> Lag | None:
        """Return the lag of the latest deliveries."""
        return self._lags.summary()


def _known(time_ms: int) -> int | None:
    return None if time_ms == UNKNOWN else time_ms

"""All sources together: each record once, within the times asked for, and how each source does."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from contextlib import aclosing
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol

from sestrail_tui.core.decoding.content_key import content_key
from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.core.parsing.split_records import split_records
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.protocol import Arrivals, Recording
from sestrail_tui.follow.source_totals import SourceTotals
from sestrail_tui.follow.tasks.merge import Merge

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping, Sequence

    from sestrail_tui.core.parsing.record_formats import NoRecord
    from sestrail_tui.core.record import Record
    from sestrail_tui.follow.source import Batch, Source

_SLICE: Final = 250
"""Records decoded between two turns of the event loop, about 3 ms; few enough that a reader
takes each `Arrivals` in one go, so that a feed closed at any moment loses none."""


class SeenKeys(Protocol):
    """Remembers keys."""

    def add(self, key: int) -> bool:
        """Remember ``key``; True when it was not known."""

    def discard(self, key: int) -> None:
        """Forget ``key``, which was remembered."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The ``eventTime`` asked for, both ends included, ms UTC; a record without a time is kept."""

    since_ms: int | None = None
    until_ms: int | None = None

    def hold(self, time_ms: int | None) -> bool:
        """Whether a record of this time is wanted."""
        if time_ms is None:
            return True
        return (self.since_ms is None or time_ms >= self.since_ms) and (
            self.until_ms is None or time_ms <= self.until_ms
        )


class MergedFeed:
    """`Feed` over any number of sources; ``seen`` may outlive it, so that a reopened feed goes on.

    ``on_close`` closes what the sources share; ``part`` is the feed's name among several, which
    stands before that of each source; ``notes`` are sentences given once, first, and ``unseen``
    those of them about what is not read; ``remark`` gives what is to be said beside each source of
    sends that works, or nothing, and ``remarks`` what beside one of them, by its name;
    ``recording`` looks whether sends were recorded since a moment (ms UTC), which of files nobody
    can tell.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        label: str,
        seen: SeenKeys,
        *,
        account: str = "",
        region: str = "",
        bounds: Bounds = Bounds(),
        on_close: Callable[[], Awaitable[None]] | None = None,
        part: str = "",
        notes: Sequence[str] = (),
        unseen: tuple[str, ...] = (),
        remark: Callable[[], str] = str,
        remarks: Mapping[str, str] = MappingProxyType({}),
        recording: Callable[[int], Awaitable[Recording]] | None = None,
    ) -> None:
        self.label = label
        self.account = account
        self.region = region
        self._seen = seen
        self._bounds = bounds
        self._on_close = on_close
        self._notes = notes
        self._unseen = unseen
        self._remark = remark
        self._remarks = remarks
        self._recording = recording
        self._part = part
        self._totals: defaultdict[str, SourceTotals] = defaultdict(SourceTotals)
        self._merge = Merge(
            [source.follow(self._post) for source in sources],
            [self._totals[source.name].context() for source in sources],
        )

    async def news(self) -> AsyncGenerator[Arrivals | Health, None]:
        """Merge the sources until all have ended; one failing leaves the others going."""
        if self._notes:
            yield Health(
                self._named("discovery"),
                State.ENDED,
                " ".join(self._notes),
                holds_sends=False,
                unseen=self._unseen,
            )
        for totals in self._totals.values():
            totals.begun_s = asyncio.get_running_loop().time()
        async with aclosing(self._merge.items()) as items:
            async for item in items:
                if isinstance(item, Health):
                    yield self._complete(item)
                    continue
                self._totals[item.source].new_bytes += sum(len(raw) for raw, _ in item.messages)
                for start in range(0, len(item.messages), _SLICE):
                    records = tuple(self._new(item, start))
                    if records:
                        yield Arrivals(records)
                    await asyncio.sleep(0)

    async def recording(self, since_ms: int) -> Recording:
        """Look whether sends are recorded since then."""
        if self._recording is None:
            return Recording(unknown=("Whether sends were recorded is not known here.",))
        return await self._recording(since_ms)

    async def close(self) -> None:
        """Stop every source and close every connection."""
        await self._merge.stop()
        if self._on_close is not None:
            closing, self._on_close = self._on_close, None
            await closing()

    def _new(self, batch: Batch, start: int) -> Iterator[Record]:
        """Decode a slice of a batch, and give what is new and within the bounds."""
        totals = self._totals[batch.source]
        for record in self._decoded(batch, start):
            if (
                totals.count(record)
                and self._bounds.hold(record.time_ms)
                and self._seen.add(content_key(record))
            ):
                yield record

    def _decoded(self, batch: Batch, start: int) -> Iterator[Record]:
        """Decode messages: each a record, as CloudTrail delivers it, or a wrapping of records."""
        source = self._named(batch.part or batch.source)
        for raw, delivered_ms in batch.messages[start : start + _SLICE]:
            record = decode(raw, source=source, delivered_ms=delivered_ms)
            if record.kind != "other" or record.event_id:
                yield record
                continue
            left_out: Counter[NoRecord] = Counter()
            for inner in split_records(raw, left_out):
                yield decode(inner, source=source, delivered_ms=delivered_ms)
            if left_out and self._seen.add(content_key(record)):  # pushed and polled: one message
                self._totals[batch.source].left_out += left_out

    def _complete(self, health: Health) -> Health:
        """Add what is counted, what is said beside a source that works, and the part's name."""
        totals = self._totals[health.source]
        if health.holds_sends and health.state in (State.LIVE, State.CATCHING_UP):
            sentences = (self._remarks.get(health.source, ""), health.sentence, self._remark())
            health = replace(health, sentence=" ".join(filter(None, sentences)))
        return totals.complete(replace(health, source=self._named(health.source)))

    def _post(self, health: Health) -> None:
        self._merge.post(health)

    def _named(self, source: str) -> str:
        return f"{self._part} {source}" if self._part else source

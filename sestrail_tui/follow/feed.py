"""All sources together: each record once, within the times asked for, and how each source does."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict, deque
from contextlib import aclosing
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol

from sestrail_tui.core.decoding.content_key import content_key
from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.core.parsing.split_records import split_records
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.protocol import Arrivals, Recording
from sestrail_tui.follow.read_bytes import with_read_bytes
from sestrail_tui.follow.tasks.merge import Merge

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping, Sequence

    from sestrail_tui.core.parsing.record_formats import NoRecord
    from sestrail_tui.core.record import Record
    from sestrail_tui.follow.source import Batch, Message, Source

_SLICE: Final = 250
"""Records decoded between two turns of the event loop, about 3 ms; few enough that a reader
takes each `Arrivals` in one go, so that a feed closed at any moment loses none."""
_LAGS: Final = 101
"""Latest records of which a source\'s lag is the median."""


class SeenKeys(Protocol):
    """Remembers keys."""

    def add(self, key: int) -> bool:
        """Remember ``key``; True when it was not known."""


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

    ``on_close`` closes what the sources share; ``notes`` are sentences told once, first, and
    ``unseen`` those of them about what is not read; ``remark`` gives what is to be said beside each
    source of sends that works, or nothing, and ``remarks``
    what beside one of them, by its name; ``recording`` looks whether sends were recorded since a
    moment (ms UTC), which of files nobody can tell.
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
        self._others: Counter[str] = Counter()
        self._unreadable: Counter[str] = Counter()
        self._left_out: defaultdict[str, Counter[NoRecord]] = defaultdict(Counter)
        self._lags: defaultdict[str, deque[int]] = defaultdict(lambda: deque(maxlen=_LAGS))
        self._merge = Merge([with_read_bytes(source.follow()) for source in sources])

    async def news(self) -> AsyncGenerator[Arrivals | Health, None]:
        """Merge the sources until all have ended; one failing leaves the others going."""
        if self._notes:
            yield Health(
                "discovery",
                State.ENDED,
                " ".join(self._notes),
                holds_sends=False,
                unseen=self._unseen,
            )
        async with aclosing(self._merge.items()) as items:
            async for item in items:
                if isinstance(item, Health):
                    yield self._complete(item)
                else:
                    async for arrivals in self._arrivals(item):
                        yield arrivals

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

    async def _arrivals(self, batch: Batch) -> AsyncGenerator[Arrivals, None]:
        for start in range(0, len(batch.messages), _SLICE):
            part = batch.messages[start : start + _SLICE]
            decoded = self._decoded(part, batch)
            new = tuple(record for record in decoded if self._wanted(record, batch.source))
            if new:
                yield Arrivals(new)
            await asyncio.sleep(0)

    def _decoded(self, messages: Sequence[Message], batch: Batch) -> Iterator[Record]:
        """Decode messages: each a record, as CloudTrail delivers it, or a wrapping of records."""
        source = batch.place or batch.source
        for raw, delivered_ms in messages:
            record = decode(raw, source=source, delivered_ms=delivered_ms)
            if record.kind != "other" or record.event_id:
                yield record
                continue
            left_out: Counter[NoRecord] = Counter()
            for inner in split_records(raw, left_out):
                yield decode(inner, source=source, delivered_ms=delivered_ms)
            if left_out and self._seen.add(content_key(record)):  # pushed and polled: one message
                self._left_out[batch.source] += left_out

    def _wanted(self, record: Record, source: str) -> bool:
        if record.kind == "other":
            self._others[source] += 1
            return False
        self._unreadable[source] += record.kind == "unreadable"
        if record.lag_ms is not None:
            self._lags[source].append(record.lag_ms)
        return self._bounds.hold(record.time_ms) and self._seen.add(content_key(record))

    def _complete(self, health: Health) -> Health:
        if lags := self._lags.get(health.source):
            health = replace(health, lag_ms=sorted(lags)[len(lags) // 2])
        works = health.holds_sends and health.state in (State.LIVE, State.CATCHING_UP)
        said = (self._remarks.get(health.source, ""), health.sentence, self._remark())
        if works:
            health = replace(health, sentence=" ".join(filter(None, said)))
        others = health.others + self._others[health.source]
        unreadable = health.unreadable + self._unreadable[health.source]
        counted = self._left_out[health.source].items()
        left_out = (*health.left_out, *(what.said(count) for what, count in counted))
        health = replace(health, others=others, unreadable=unreadable, left_out=left_out)
        if health.state not in (State.ENDED, State.INCOMPLETE):
            return health
        told = (health.sentence, *health.left_out, *_said(others, unreadable))
        sentence = " ".join(filter(None, told))
        state = State.INCOMPLETE if unreadable else health.state
        return replace(health, state=state, sentence=sentence)


def _said(others: int, unreadable: int) -> Iterator[str]:
    if others:
        yield (
            "1 record of another service is left out."
            if others == 1
            else f"{others:,} records of other services are left out."
        )
    if unreadable:
        yield (
            "1 line or document holds no record that can be read: it is shown as unreadable."
            if unreadable == 1
            else f"{unreadable:,} lines or documents hold no record that can be read: "
            "they are shown as unreadable."
        )

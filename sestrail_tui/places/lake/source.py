"""Following a CloudTrail Lake event data store: a trailing window, asked for in SQL.

It is read as a log group is (`LogGroupSource`), by ``eventTime`` here. Lake tells nobody when a
record became readable, so its delay is measured against the moment it was first read. Every query
is billed by the bytes it scans: hence an interval of a minute, and sweeps that are slow.
"""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sestrail_tui.core.errors import LogGroupMissing, SourceError
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.source import Batch
from sestrail_tui.follow.sweeps.delay import CEILING_MS, DelayMeter
from sestrail_tui.places.lake.query import event_time_ms
from sestrail_tui.places.log_group.source import LogGroupSource

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.follow.retry.pacing import Pacer
    from sestrail_tui.follow.retry.recovery import Renew
    from sestrail_tui.follow.source import Post
    from sestrail_tui.follow.sweeps.read_position import ReadPosition
    from sestrail_tui.places.lake.calls import LakeCalls
    from sestrail_tui.places.lake.query import LakeQueries

START_QUERY_RATE: Final = 1.5
"""Queries a second of ours; AWS allows three per account and region, and ten at a time."""
EVERY_S: Final = 60.0
NEVER: Final = (
    "Sends over SMTP; sends from before the event data store selected SES data events; what it no "
    "longer retains; what it takes in more than a day after the call."
)
SWEEPS: Final = ((1800.0, 2 * 3_600_000), (6 * 3600.0, 24 * 3_600_000))
"""Seconds between, and ms: records that Lake took in hours late."""
_ENOUGH: Final = 50
"""Delays measured before they decide; Lake's own is five minutes on average (AWS)."""
_LOOK_S: Final = 300.0
"""Seconds between two looks at the store itself, whose status no query tells."""


class LakeDelay:
    """How late records become readable, in ms, measured from ``eventTime``.

    Until enough were measured the widest window is read.
    """

    def __init__(self) -> None:
        self._meter = DelayMeter()
        self._measured = 0

    def add(self, delay_ms: int) -> None:
        """Take one record's delay."""
        self._measured += 1
        self._meter.add(delay_ms)

    @property
    def width_ms(self) -> int:
        """How far back each query reads."""
        return self._meter.width_ms if self._measured >= _ENOUGH else CEILING_MS


class LakeSource:
    """`Source` that polls one event data store with StartQuery.

    ``pacer`` is shared by all stores of a region; ``renew`` reads expired credentials again.
    """

    def __init__(
        self,
        name: str,
        queries: LakeQueries,
        calls: LakeCalls,
        *,
        place: ReadPosition,
        delay: LakeDelay,
        pacer: Pacer,
        clock: Clock,
        renew: Renew | None = None,
    ) -> None:
        self.name = name
        self._queries = queries
        self._aws = calls
        self._place = place
        self._delay = delay
        self._clock = clock
        self._reading = LogGroupSource(
            name,
            queries,
            place=place,
            meter=DelayMeter(),  # of ingestion times, which Lake does not tell
            pacer=pacer,
            clock=clock,
            renew=renew,
            overdue=queries.overdue,
            never_shows=NEVER,
        )
        self._lack = self._left_out = ""
        self._look_at_s = clock.monotonic()

    async def follow(self, post: Post, /) -> AsyncGenerator[Batch | Health, None]:
        """Yield what becomes readable and how reading goes; cancels its query where it is left."""
        began_ms = self._clock.now_ms()
        try:
            async with aclosing(
                self._reading.follow(lambda health: post(self._told(health)))
            ) as items:
                async for item in items:
                    if isinstance(item, Batch):
                        self._measure(item, began_ms)
                        yield item
                        continue
                    yield self._told(item)
                    await self._look()
        finally:
            await self._queries.cancel()

    def _measure(self, batch: Batch, began_ms: int) -> None:
        """Measure the delay of records of calls made since following began."""
        now_ms = self._clock.now_ms()
        for message in batch.messages:
            at = event_time_ms(message.raw)
            if at is not None and at >= began_ms:
                self._delay.add(max(0, now_ms - at))

    async def _look(self) -> None:
        """Look whether the store takes in sends; who may not ask goes without."""
        if not self._place.follow or self._clock.monotonic() < self._look_at_s:
            return
        self._look_at_s = self._clock.monotonic() + _LOOK_S
        try:
            told = await self._aws.details()
        except LogGroupMissing:
            return  # the next query says so itself
        except SourceError:
            return
        self._lack, self._left_out = told.lack, told.left_out

    def _told(self, health: Health) -> Health:
        queries = self._queries
        health = replace(
            health,
            calls=queries.calls,
            scanned_bytes=queries.scanned_bytes,
        )
        if health.state is State.ENDED:
            return health
        if self._lack and health.state in (State.LIVE, State.CATCHING_UP):
            return replace(health, state=State.MISSING, sentence=self._lack)
        if self._left_out and health.state in (State.LIVE, State.CATCHING_UP):
            return replace(health, sentence=f"{health.sentence} {self._left_out}".strip())
        return health

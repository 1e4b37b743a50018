"""Following a CloudTrail Lake event data store: a trailing window, asked for in SQL.

It is read as a log group is (`PollingSource`), by ``eventTime`` here. Lake tells nobody when a
record became readable, so its delay is measured against the moment it was first read. Every query
is billed by the bytes it scans: hence an interval of a minute, and sweeps that are slow.
"""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sestrail_tui.core.errors import SourceError
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.polling_source import PollingSource
from sestrail_tui.follow.source import Batch
from sestrail_tui.follow.sweeps.delay import CEILING_MS, DelayMeter

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.follow.retry.pacing import Pacer
    from sestrail_tui.follow.retry.recovery import Renew
    from sestrail_tui.follow.source import Post
    from sestrail_tui.follow.sweeps.pages import PolledEvent
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
    """`Delay` from a record's ``eventTime`` to now: Lake tells no ingestion time.

    Until enough records of calls since ``began_ms`` were measured the widest window is read.
    """

    def __init__(self, clock: Clock) -> None:
        self.began_ms = clock.now_ms()
        self._clock = clock
        self._meter = DelayMeter()
        self._measured = 0

    def measure(self, event: PolledEvent, _missing_ms: int | None) -> None:
        """Take a record that is new."""
        if event.timestamp >= self.began_ms:
            self._measured += 1
            self._meter.add(max(0, self._clock.now_ms() - event.timestamp))

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
        position: ReadPosition,
        delay: LakeDelay,
        pacer: Pacer,
        clock: Clock,
        renew: Renew | None = None,
    ) -> None:
        self.name = name
        self._queries = queries
        self._aws = calls
        self._follows = position.follow
        self._delay = delay
        self._clock = clock
        self._polling = PollingSource(
            Health(name, never_shows=NEVER),
            queries,
            position=position,
            delay=delay,
            pacer=pacer,
            clock=clock,
            renew=renew,
            overdue=queries.overdue,
        )
        self._lack = self._left_out = ""
        self._look_at_s = clock.monotonic()

    async def follow(self, post: Post, /) -> AsyncGenerator[Batch | Health, None]:
        """Yield what becomes readable and how reading goes; cancels its query where it is left."""
        self._delay.began_ms = self._clock.now_ms()
        try:
            async with aclosing(self._polling.follow(lambda h: post(self._complete(h)))) as items:
                async for item in items:
                    if isinstance(item, Batch):
                        yield item
                        continue
                    yield self._complete(item)
                    await self._look()
        finally:
            await self._queries.cancel()

    async def _look(self) -> None:
        """Look whether the store takes in sends; who may not ask goes without."""
        if not self._follows or self._clock.monotonic() < self._look_at_s:
            return
        self._look_at_s = self._clock.monotonic() + _LOOK_S
        try:
            details = await self._aws.details()
        except SourceError:
            return  # where the store is gone the next query says so itself
        self._lack, self._left_out = details.lack, details.left_out

    def _complete(self, health: Health) -> Health:
        """Add what the queries cost, and what the store itself lacks."""
        ledger = self._queries.ledger
        health = replace(health, calls=ledger.calls, scanned_bytes=ledger.scanned_bytes)
        if health.state not in (State.LIVE, State.CATCHING_UP):
            return health
        if self._lack:
            return replace(health, state=State.MISSING, sentence=self._lack)
        return replace(health, sentence=f"{health.sentence} {self._left_out}".strip())

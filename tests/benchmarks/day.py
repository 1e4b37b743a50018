"""A day of sends in no time: a log group made up as it is read, followed into feed and store.

Nothing of the simulated log group is kept, so that what grows is what follows it.
"""

from __future__ import annotations

import time
from contextlib import aclosing
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from sestrail_tui.follow.dedupe.seen_content import SeenContent
from sestrail_tui.follow.feed import MergedFeed
from sestrail_tui.follow.health import Health
from sestrail_tui.follow.polling_source import PollingSource
from sestrail_tui.follow.protocol import Arrivals
from sestrail_tui.follow.retry.pacing import Pacer, filter_log_events_rate
from sestrail_tui.follow.sweeps.delay import DelayMeter
from sestrail_tui.follow.sweeps.pages import EventPage, PolledEvent
from sestrail_tui.follow.sweeps.read_position import ReadPosition
from sestrail_tui.store.store import Store
from sestrail_tui.store.view import View
from tests.follow.fakes import T0, JumpingClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


PAGE: Final = 455
"""Records of 2.3 kB in AWS's page of 1 MB."""
_OVER_S: Final = 3600
"""What the simulation may run on for: a long reading takes minutes."""


@dataclass
class Day:
    """`ReadPage` over ``rate`` sends a second from the start on; every 50th is delivered twice."""

    clock: JumpingClock
    rate: int = 50
    latency_s: float = 0.1
    late_ms: int = 2000
    """A record is readable up to so long after its time stamp."""
    calls: int = 0

    async def __call__(self, start_ms: int, end_ms: int | None, token: str | None) -> EventPage:
        """Give a page; the token is the number to go on with."""
        self.calls += 1
        await self.clock.sleep(self.latency_s)
        now = self.clock.now_ms()
        first = max(0, -(-(start_ms - T0) * self.rate // 1000)) if token is None else int(token)
        last = (min(now, now if end_ms is None else end_ms) - T0) * self.rate // 1000
        events: list[PolledEvent] = []
        number, surely = first, now - self.late_ms
        while number <= last and len(events) < PAGE:
            end = min(last, number + PAGE - len(events) - 1) + 1
            for at in range(number, end):
                stamp = T0 + at * 1000 // self.rate
                if stamp > surely and stamp + at * 7919 % self.late_ms > now:
                    continue
                events.append(Made(str(at), stamp, stamp))
                if at % 50 == 0:
                    events.append(Made(f"{at} again", stamp, stamp))
            number = end
        return EventPage(events, str(number) if number <= last else None)


class Made(PolledEvent, frozen=True, gc=False):
    """A log event whose record is written only when it is wanted: most are read again."""

    @property
    def raw(self) -> bytes:
        """Write it."""
        return text(int(self.event_id.split()[0]), self.timestamp).encode()


def text(number: int, time_ms: int) -> str:
    """Give the record of a send; its ids and its tag are its own."""
    second = time_ms // 1000
    shared = f',"sharedEventID":"{_guid(3, number // 2)}"' if number % 20 < 2 else ""
    return (
        f'{{"eventVersion":"1.11","eventID":"{_guid(1, number)}",'
        f'"eventTime":"{_day(second // 86_400)}T{second // 3600 % 24:02}:{second // 60 % 60:02}'
        f':{second % 60:02}Z","eventSource":"ses.amazonaws.com","eventName":"SendEmail",'
        f'"awsRegion":"us-east-1","sourceIPAddress":"203.0.{number // 1000 % 256}.{number % 250}",'
        f'"userAgent":"Boto3/1.43.{number % 5} md/Botocore#1.43.{number % 5}",'
        f'"userIdentity":{{"type":"IAMUser","userName":"user-{number % 400}"}},'
        f'"requestParameters":{{"fromEmailAddress":"Sender <s{number % 90}@example.com>",'
        f'"emailTags":[{{"name":"order","value":"{number}"}}]}},'
        f'"additionalEventData":{{"sesMessageId":"0100{number:012x}"}},'
        f'"requestID":"{_guid(2, number)}","managementEvent":false,"eventCategory":"Data",'
        f'"recipientAccountId":"123456789012"{shared}}}'
    )


def _guid(kind: int, number: int) -> str:
    mixed = number * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFF  # as little alike as real ones
    return f"{number:08x}-{kind:04x}-4000-8000-{mixed:012x}"


@cache
def _day(number: int) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(number * 86_400))


@dataclass
class Following:
    """Everything that lives as long as the screen does."""

    store: Store
    view: View
    seen: SeenContent
    source: PollingSource
    position: ReadPosition
    meter: DelayMeter
    feed: MergedFeed
    log_group: Day
    clock: JumpingClock
    shown: int = 0
    last: Health | None = None
    times: bytearray = field(default_factory=bytearray)
    """How often the send of each number was shown."""

    @property
    def lost(self) -> int:
        """How many sends that the last complete reading could get were not shown."""
        sure_ms = self.position.read_to_ms - self.log_group.late_ms - T0
        return self.times.count(0, 0, sure_ms * self.log_group.rate // 1000)

    @property
    def twice(self) -> int:
        """How many sends were shown more than once."""
        return len(self.times) - self.times.count(0) - self.times.count(1)

    async def hours(self, count: float, part_s: float = 3600.0) -> AsyncIterator[int]:
        """Follow for so many hours; yield the milliseconds passed every ``part_s`` seconds."""
        until, due = T0 + int(count * 3_600_000), T0 + int(part_s * 1000)
        self.times = bytearray(int(count * 3600 + _OVER_S) * self.log_group.rate)
        async with aclosing(self.feed.news()) as news:
            async for item in news:
                if isinstance(item, Arrivals):
                    self.shown += len(item.records)
                    for record in item.records:
                        self.times[int(record.event_id[:8], 16)] += 1
                    self.view.extend(self.store.append(item.records))
                else:
                    self.last = item
                now = self.clock.now_ms()
                if now >= due:
                    due += int(part_s * 1000)
                    yield now - T0
                if now >= until:
                    break
        await self.feed.close()


def following(cap: int, rate: int = 50, every_s: float = 5.0) -> Following:
    """Follow a day's log group into a store of ``cap`` records."""
    clock = JumpingClock()
    log_group = Day(clock, rate)
    meter = DelayMeter()
    position = ReadPosition(T0, None, follow=True, every_s=every_s, width_ms=lambda: meter.width_ms)
    source = PollingSource(
        Health("CloudTrail/logs"),
        log_group,
        position=position,
        delay=meter,
        pacer=Pacer(filter_log_events_rate("us-east-1"), clock),
        clock=clock,
    )
    seen, store = SeenContent(), Store(cap)
    feed = MergedFeed([source], "CloudTrail/logs", seen)
    return Following(store, View(store), seen, source, position, meter, feed, log_group, clock)

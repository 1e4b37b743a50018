"""Live Tail end to end: aiobotocore against the embedded AWS, which fails by name.

Everything runs many times as fast as on AWS; so does the silence after which a session is dead.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.protocol import Arrivals, Feed
from sestrail_tui.local_aws.account.settings import Settings
from sestrail_tui.local_aws.server.server import LocalServer, running
from sestrail_tui.local_aws.wire.faults import Fault, Name
from sestrail_tui.places.connect import AwsConnection
from sestrail_tui.places.flag_values import FlagValues
from sestrail_tui.places.options import Options
from tests.follow.fakes import message
from tests.follow.fast_clock import FastClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

GROUP = Settings().log_group
WELL = {State.STARTING, State.CATCHING_UP, State.LIVE}
ARN = f"arn:aws:logs:us-east-1:123456789012:log-group:{GROUP}"


@dataclass
class Reader:
    """A feed being read from an embedded AWS."""

    server: LocalServer
    clock: FastClock
    shown: Counter[str] = field(default_factory=Counter)
    healths: list[Health] = field(default_factory=list)
    put: int = 0
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def deliver(self, count: int, group: str = GROUP, late_ms: int = 0) -> None:
        now = self.clock.now_ms()
        log_group = self.server.account.groups[self.server.account.settings.region, group]
        for number in range(self.put, self.put + count):
            for _ in range(1 + (number % 5 == 0)):
                log_group.put("s", now, now + late_ms * (number % 3), message(number))
        self.put += count

    def fail(self, name: Name, count: int | None = 1, seconds: float = 600) -> None:
        fault = Fault(name=name, api="StartLiveTail", count=count, seconds=seconds)
        self.server.account.faults.add(fault)

    async def read(self, feed: Feed) -> None:
        async with aclosing(feed.news()) as news:
            async for item in news:
                if isinstance(item, Arrivals):
                    self.shown.update(record.event_id for record in item.records)
                else:
                    self.healths.append(item)
                self.news.set()

    async def until(self, condition: Any) -> None:
        async with asyncio.timeout(10):
            while not condition():
                self.news.clear()
                await asyncio.wait_for(self.news.wait(), 10)

    async def all_shown(self) -> None:
        await self.until(lambda: len(self.shown) == self.put)
        assert set(self.shown.values()) == {1}

    async def session_open(self, count: int = 1) -> None:
        async with asyncio.timeout(10):
            while len(self.server.account.sessions) != count:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.01)

    @property
    def sentences(self) -> list[str]:
        return [health.sentence for health in self.healths if health.sentence]


@asynccontextmanager
async def reading(
    region: str = "us-east-1", groups: tuple[str, ...] = (), **options: Any
) -> AsyncIterator[Reader]:
    clock = FastClock(40)
    settings = Settings(region=region, quotas=False)
    async with running(settings, clock) as server:
        asked = Options(
            regions=(region,),
            flags=FlagValues(log_groups=groups, live=True),
            endpoint_url=server.endpoint,
            credentials=("a", "b"),
            history=False,
            **options,
        )
        feed = await AwsConnection(asked, clock).open()
        reader = Reader(server, clock)
        task = asyncio.create_task(reader.read(feed))
        try:
            yield reader
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await feed.close()


async def test_regions_without_live_tail_are_not_asked() -> None:
    async with reading(region="cn-north-1", groups=(GROUP,)) as reader:
        reader.deliver(30)
        await reader.all_shown()
        await reader.until(lambda: reader.sentences)
        assert "no Live Tail in cn-north-1" in reader.sentences[0]
        assert {health.state for health in reader.healths} <= WELL
        assert reader.server.account.sessions == []


@pytest.mark.slow
async def test_a_slow_reader_loses_nothing() -> None:
    """The connection stands still for longer than AWS keeps updates, and goes on."""
    async with reading() as reader:
        await reader.session_open()
        reader.fail("stall", 1, seconds=14)
        for _ in range(8):
            reader.deliver(20)
            await asyncio.sleep(0.06)
        await reader.all_shown()
        assert reader.sentences == []


async def test_named_groups_share_one_session_and_each_gets_its_own() -> None:
    async with reading(groups=(GROUP, f"{ARN}:*")) as reader:
        await reader.session_open()
        reader.deliver(10)
        await reader.all_shown()
        [session] = reader.server.account.sessions
        assert list(session.groups) == [ARN]


async def test_a_filter_is_pushed_down_to_the_session() -> None:
    from sestrail_tui.filters.syntax.parse import parse

    async with reading(filter=parse("call:SendRawEmail")) as reader:
        await reader.session_open()
        [session] = reader.server.account.sessions
        assert "SendRawEmail" in session.start["logEventFilterPattern"]


async def test_leaving_closes_the_session() -> None:
    async with reading() as reader:
        await reader.session_open()
        server = reader.server
        reader.deliver(1)
        await reader.all_shown()
        assert json.loads(message(0))["eventID"] in reader.shown
    assert server.account.sessions == []

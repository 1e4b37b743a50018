"""Ways to read a log group to its end: ``python -m tests.benchmarks.fetch_loops NAME WORK``.

Each does the same with every log event. Work ``read``: its message and its id are looked at.
Work ``record``: its message is decoded as the screen does, and kept apart by its eventID.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import msgspec

from sestrail_tui.core.clock import SystemClock
from sestrail_tui.core.decoding.decode import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from sestrail_tui.account.session.clients import Clients
    from sestrail_tui.places.log_group.calls import FilterLogEvents

GROUP: Final = "CloudTrail/logs"
REGION: Final = "us-east-1"
_KEYS: Final = ("AKIAIOSFODNN7EXAMPLE", "any")


class Told(msgspec.Struct, frozen=True):
    """What a loop found and took, from its first call on."""

    events: int
    size: int
    """Characters of all messages."""
    wall_s: float
    cpu_s: float


@dataclass
class Work:
    """What is done with each log event."""

    decoding: bool
    events: int = 0
    size: int = 0
    ids: set[str] = field(default_factory=set)
    _begun: tuple[float, float] = (0.0, 0.0)

    def begin(self) -> None:
        """Time from here on."""
        self._begun = time.perf_counter(), time.process_time()

    def take(self, event_id: str, message: str) -> None:
        """Do it."""
        if self.decoding:
            event_id = decode(message.encode(), source=GROUP).event_id
        self.ids.add(event_id)
        self.events += 1
        self.size += len(message)

    def end(self) -> Told:
        """Give what came of it."""
        wall_s, cpu_s = self._begun
        spent = time.perf_counter() - wall_s, time.process_time() - cpu_s
        assert len(self.ids) == self.events
        return Told(self.events, self.size, *spent)


async def reader() -> tuple[Clients, FilterLogEvents]:
    """Give the screen's own way to read a page, with its client made, and what is to be closed."""
    from sestrail_tui.account.discovery.log_groups import named
    from sestrail_tui.account.session.clients import Clients
    from sestrail_tui.account.session.credentials import static
    from sestrail_tui.filters.pushdown.filter_pattern import SES_PATTERN
    from sestrail_tui.places.log_group.calls import FilterLogEvents

    clients = Clients(static(*_KEYS), endpoint_url=os.environ["AWS_ENDPOINT_URL"])
    await clients.client("logs", REGION)
    (group,) = named(GROUP, (REGION,))
    return clients, FilterLogEvents(clients, group, SES_PATTERN, "123456789012", "")


async def ours(work: Work) -> Told:
    """Read by the screen's own `FilterLogEvents`, one page after the other."""
    clients, read = await reader()
    work.begin()
    token: str | None = None
    while True:
        page = await read(0, None, token)
        for event in page.events:
            work.take(event.event_id, event.message)
        token = page.next_token
        if token is None:
            break
    told = work.end()
    await clients.close()
    return told


async def feed(work: Work) -> Told:
    """Read by the source and the feed of the screen: windows, both dedupes, records made."""
    from sestrail_tui.follow.dedupe.seen_content import SeenContent
    from sestrail_tui.follow.feed import MergedFeed
    from sestrail_tui.follow.health import Health
    from sestrail_tui.follow.polling_source import PollingSource
    from sestrail_tui.follow.protocol import Arrivals
    from sestrail_tui.follow.retry.pacing import Pacer
    from sestrail_tui.follow.sweeps.delay import DelayMeter
    from sestrail_tui.follow.sweeps.read_position import ReadPosition

    clock = SystemClock()
    clients, read = await reader()
    meter, now_ms = DelayMeter(), clock.now_ms()
    source = PollingSource(
        Health(GROUP),
        read,
        position=ReadPosition(
            now_ms - 3_000_000, now_ms, follow=False, every_s=5, width_ms=lambda: meter.width_ms
        ),
        delay=meter,
        pacer=Pacer(10_000, clock),  # AWS's quota would be all that is measured
        clock=clock,
    )
    merged = MergedFeed([source], GROUP, SeenContent(), on_close=clients.close)
    work.begin()
    async for item in merged.news():
        if isinstance(item, Arrivals):
            for record in item.records:
                work.events += 1
                work.size += len(record.raw)
                work.ids.add(record.event_id)
    told = work.end()
    await merged.close()
    return told


async def aiobotocore_default(work: Work) -> Told:
    """Read by aiobotocore's own paginator, as its documentation does."""
    from aiobotocore.session import get_session

    async with get_session().create_client("logs", **_of_client()) as client:
        work.begin()
        async for page in client.get_paginator("filter_log_events").paginate(logGroupName=GROUP):
            for event in page["events"]:
                work.take(event["eventId"], event["message"])
        return work.end()


async def boto3_default(work: Work) -> Told:
    """Read by boto3's own paginator."""
    import boto3

    client = boto3.client("logs", **_of_client())
    work.begin()
    for page in client.get_paginator("filter_log_events").paginate(logGroupName=GROUP):
        for event in page["events"]:
            work.take(event["eventId"], event["message"])
    return work.end()


def _of_client() -> dict[str, Any]:
    key, secret = _KEYS
    return {
        "region_name": REGION,
        "endpoint_url": os.environ["AWS_ENDPOINT_URL"],
        "aws_access_key_id": key,
        "aws_secret_access_key": secret,
    }


LOOPS: Final[dict[str, Callable[[Work], Coroutine[None, None, Told]]]] = {
    "sestrail": ours,
    "aiobotocore": aiobotocore_default,
    "boto3": boto3_default,
    "feed": feed,
}


def main() -> None:
    """Run one loop."""
    name, work = sys.argv[1:]
    told = asyncio.run(LOOPS[name](Work(work == "record")))
    sys.stdout.buffer.write(msgspec.json.encode(told))


if __name__ == "__main__":
    main()

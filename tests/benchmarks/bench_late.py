"""Which share of the events is shown that become readable late, against how others follow.

An hour of 600 sends, in no time: ``python -m tests.benchmarks.bench_late [SEED]``. The other loops
are those of their sources, with the calls and the times of theirs.
"""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from tests.benchmarks.result import Result, line
from tests.follow.fakes import T0, FakeLogGroup, JumpingClock
from tests.places.log_group.model import (
    HOUR_MS,
    Model,
    a_source,
    delivered_late,
    deliveries,
    event_time,
    shown,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

MODELS: dict[str, Model] = {
    "stamped at delivery, readable at once": delivered_late(0, 0),
    "stamped at delivery, readable within 2 s": delivered_late(0, 2),
    "stamped at delivery, readable within 5 s": delivered_late(0, 5),
    "stamped at delivery, readable within 30 s": delivered_late(0, 30),
    "stamped with the event's time, 2 to 8 min late": event_time(120, 480),
}
_EVERY_S = 5.0


async def aws_logs_tail(group: FakeLogGroup, clock: JumpingClock, until_ms: int) -> set[str]:
    """Follow as ``aws logs tail --follow`` (v2) does: from the newest time stamp seen on."""
    seen: set[str] = set()
    newest: set[str] = set()
    start = T0
    while clock.now_ms() < until_ms:
        token: str | None = None
        stamps: dict[str, int] = {}
        while True:
            page = await group(start, None, token)
            for event in page.events:
                if event.event_id not in newest:
                    seen.add(event.event_id)
                stamps[event.event_id] = event.timestamp
            token = page.next_token
            if token is None:
                break
        if stamps:
            start = max(stamps.values())
            newest = {name for name, stamp in stamps.items() if stamp == start}
        await clock.sleep(_EVERY_S)
    return seen


async def newest_and_one(group: FakeLogGroup, clock: JumpingClock, until_ms: int) -> set[str]:
    """Follow as saw and many scripts do: from one ms after the newest time stamp seen."""
    seen: set[str] = set()
    start = T0
    while clock.now_ms() < until_ms:
        token: str | None = None
        while True:
            page = await group(start, None, token)
            seen.update(event.event_id for event in page.events)
            start_next = max([start, *(event.timestamp + 1 for event in page.events)])
            token = page.next_token
            if token is None:
                break
        start = start_next
        await clock.sleep(_EVERY_S)
    return seen


async def sestrail(group: FakeLogGroup, clock: JumpingClock, until_ms: int) -> set[str]:
    """Follow as the screen does; give the log events whose records were shown."""
    counts, _ = await shown(a_source(group, clock), clock, until_ms)
    return {event.event_id for event in group.events if _record(event.event_id) in counts}


def _record(event_id: str) -> str:
    return f"id-{event_id.partition('-')[0]}"


FOLLOWERS: dict[str, Callable[[FakeLogGroup, JumpingClock, int], Awaitable[set[str]]]] = {
    "sestrail": sestrail,
    "aws logs tail": aws_logs_tail,
    "newest + 1 ms": newest_and_one,
}


def measure(seed: int) -> Iterator[Result]:
    """Follow the same deliveries in each way; records, not copies, are counted."""
    for name, model in MODELS.items():
        events = deliveries(model, seed)
        until_ms = max(T0 + HOUR_MS, *(event.readable for event in events)) + 20 * 60_000
        every = {_record(event.event_id) for event in events}
        for follower, follow in FOLLOWERS.items():
            clock = JumpingClock(seed)
            group = FakeLogGroup(clock)
            group.deliver(events)
            found = {_record(one) for one in asyncio.run(_run(follow, group, clock, until_ms))}
            share = len(found) / len(every)
            goal = ">= 1" if follower == "sestrail" else ""
            yield Result(f"{name}: {follower}", 100 * share, "%", "", share, "of all shown", goal)


async def _run(
    follow: Callable[[FakeLogGroup, JumpingClock, int], Awaitable[set[str]]],
    group: FakeLogGroup,
    clock: JumpingClock,
    until_ms: int,
) -> set[str]:
    return await follow(group, clock, until_ms)


def main() -> None:
    """Print the results."""
    for one in measure(int(sys.argv[1]) if len(sys.argv) > 1 else 1):
        print(line(one), flush=True)


if __name__ == "__main__":
    main()

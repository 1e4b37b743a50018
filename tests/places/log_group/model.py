"""A log group in virtual time, and a source over it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from sestrail_tui.follow.dedupe.seen_content import SeenContent
from sestrail_tui.follow.feed import MergedFeed
from sestrail_tui.follow.health import Health
from sestrail_tui.follow.polling_source import PollingSource
from sestrail_tui.follow.protocol import Arrivals
from sestrail_tui.follow.retry.pacing import Pacer
from sestrail_tui.follow.sweeps.delay import DelayMeter
from sestrail_tui.follow.sweeps.read_position import ReadPosition
from tests.follow.fakes import T0, Delivered, JumpingClock, message

if TYPE_CHECKING:
    from sestrail_tui.follow.sweeps.pages import ReadPage

HOUR_MS = 3_600_000

Model = Callable[[int, random.Random], tuple[int, int, int]]
"""From an event's time to its log event's timestamp, ingestion and first readable moment."""


def delivered_late(low_s: float, high_s: float) -> Model:
    def model(at: int, chance: random.Random) -> tuple[int, int, int]:
        return at, at, at + int(1000 * chance.uniform(low_s, high_s))

    return model


def event_time(low_s: float, high_s: float) -> Model:
    def model(at: int, chance: random.Random) -> tuple[int, int, int]:
        ingested = at + int(1000 * chance.uniform(low_s, high_s))
        return at, ingested, ingested

    return model


MODELS = {
    "delivery time, at once": delivered_late(0, 0),
    "delivery time, 0-2 s later": delivered_late(0, 2),
    "delivery time, 0-5 s later": delivered_late(0, 5),
    "delivery time, 0-30 s later": delivered_late(0, 30),
    "delivery time, 0-5 min later": delivered_late(0, 300),
    "event time, 2-8 min": event_time(120, 480),
    "event time, 5 min": event_time(300, 300),
    "event time, up to 90 min": event_time(0, 5400),
}


def deliveries(model: Model, seed: int, count: int = 600) -> list[Delivered]:
    """One hour of events, every tenth delivered twice under ids of their own."""
    chance = random.Random(seed)
    events = []
    for number in range(count):
        at = T0 + int(chance.uniform(0, HOUR_MS))
        for copy in range(1 + (number % 10 == 0)):
            stamp, ingested, readable = model(at + copy * 700, chance)
            name = f"{number}-{copy}"
            events.append(Delivered(stamp, ingested, name, readable, message(number)))
    return sorted(events)


def a_source(
    group: ReadPage,
    clock: JumpingClock,
    first_ms: int = T0,
    position: ReadPosition | None = None,
    every_s: float = 5.0,
    **more: object,
) -> PollingSource:
    meter = DelayMeter()
    if position is None:
        position = ReadPosition(
            first_ms, None, follow=True, every_s=every_s, width_ms=lambda: meter.width_ms
        )
    return PollingSource(
        Health("CloudTrail/logs"),
        group,
        position=position,
        delay=meter,
        pacer=Pacer(5, clock),
        clock=clock,
        **more,  # type: ignore[arg-type]
    )


async def shown(
    source: PollingSource, clock: JumpingClock, until_ms: int
) -> tuple[Counter[str], list[Health]]:
    """Follow until the clock says so; give each record's count, and every health."""
    feed = MergedFeed([source], "CloudTrail/logs", SeenContent())
    counts: Counter[str] = Counter()
    healths: list[Health] = []
    async for item in feed.news():
        if isinstance(item, Arrivals):
            counts.update(record.event_id for record in item.records)
        else:
            healths.append(item)
        if clock.now_ms() > until_ms:
            break
    await feed.close()
    return counts, healths


def once_each(count: int) -> Counter[str]:
    return Counter({f"id-{number}": 1 for number in range(count)})

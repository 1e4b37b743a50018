"""Log groups of one quota, read as fast as may be, by an AWS that refuses calls; virtual time."""

from __future__ import annotations

import asyncio
import random
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sestrail_tui.core.errors import Throttled
from sestrail_tui.follow.health import Health
from sestrail_tui.follow.polling_source import PollingSource
from sestrail_tui.follow.retry.pacing import Pacer
from sestrail_tui.follow.sweeps.delay import DelayMeter
from sestrail_tui.follow.sweeps.pages import EventPage
from sestrail_tui.follow.sweeps.read_position import ReadPosition
from tests.follow.fakes import T0, unposted
from tests.follow.virtual_time import LoopClock, in_virtual_time

if TYPE_CHECKING:
    from collections.abc import Callable

    Refuses = Callable[[float], bool]
    """From the second of a call to whether AWS refuses it."""


def nothing(_now_s: float) -> bool:
    """Refuse nothing."""
    return False


def share(refused: float, seed: int = 7) -> Refuses:
    """Refuse calls by chance."""
    chance = random.Random(seed)
    return lambda _now_s: chance.random() < refused


def every(number: int) -> Refuses:
    """Refuse each call of that number."""
    made = [0]

    def refuses(_now_s: float) -> bool:
        made[0] += 1
        return made[0] % number == 0

    return refuses


def at_once(number: int, from_s: float) -> Refuses:
    """Refuse so many calls in a row."""
    left = [number]

    def refuses(now_s: float) -> bool:
        if now_s < from_s or not left[0]:
            return False
        left[0] -= 1
        return True

    return refuses


def between(from_s: float, to_s: float) -> Refuses:
    """Refuse every call of a time."""
    return lambda now_s: from_s <= now_s < to_s


def bucket(per_s: float, holds: float | None = None) -> Refuses:
    """Refuse what a token bucket has no token for; a refused call takes none."""
    full = max(per_s, 1.0) if holds is None else holds
    state = [full, 0.0]

    def refuses(now_s: float) -> bool:
        tokens, since_s = state
        state[:] = [min(full, tokens + (now_s - since_s) * per_s), now_s]
        if state[0] < 1.0 - 1e-9:
            return True
        state[0] -= 1.0
        return False

    return refuses


@dataclass
class Throttling:
    """`ReadPage` of log groups with no end of pages; remembers when it answered and refused."""

    refuses: Refuses
    clock: LoopClock
    latency_s: float = 0.05
    answered_s: list[float] = field(default_factory=list)
    refused_s: list[float] = field(default_factory=list)

    async def __call__(self, start_ms: int, end_ms: int | None, token: str | None) -> EventPage:
        """Answer with an empty page and the token of the next, or refuse."""
        await self.clock.sleep(self.latency_s)
        now_s = self.clock.monotonic()
        if self.refuses(now_s):
            self.refused_s.append(now_s)
            raise Throttled("Rate exceeded.")
        self.answered_s.append(now_s)
        return EventPage([], str(len(self.answered_s)))

    def answered(self, from_s: float, to_s: float) -> float:
        """Give the calls answered a second in a time."""
        return sum(from_s <= one < to_s for one in self.answered_s) / (to_s - from_s)

    def refused(self, from_s: float, to_s: float) -> float:
        """Give the calls refused a second in a time."""
        return sum(from_s <= one < to_s for one in self.refused_s) / (to_s - from_s)

    def back_at_s(self, per_s: float, from_s: float, within_s: float = 1.0) -> float:
        """Give from when on calls are answered so often again, in seconds after ``from_s``."""
        at_s = from_s
        while self.answered(at_s, at_s + within_s) < per_s:
            at_s += 0.1
        return at_s - from_s


def read(
    refuses: Refuses,
    seconds: float,
    *,
    rate: float = 12.5,
    groups: int = 1,
    latency_s: float = 0.05,
) -> Throttling:
    """Read so many log groups that share our ``rate`` of calls for so long."""

    async def follow() -> Throttling:
        clock = LoopClock()
        aws = Throttling(refuses, clock, latency_s)
        pacer = Pacer(rate, clock)
        tasks = [asyncio.ensure_future(_follow(f"group {n}", aws, pacer)) for n in range(groups)]
        await clock.sleep(seconds)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return aws

    return in_virtual_time(follow())


async def _follow(name: str, aws: Throttling, pacer: Pacer) -> None:
    meter = DelayMeter()
    position = ReadPosition(T0, None, follow=True, every_s=5.0, width_ms=lambda: meter.width_ms)
    source = PollingSource(
        Health(name), aws, position=position, delay=meter, pacer=pacer, clock=aws.clock
    )
    async with aclosing(source.follow(unposted)) as items:
        async for _ in items:
            pass

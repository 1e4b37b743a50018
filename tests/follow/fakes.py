"""A clock that jumps, and a log group in memory that behaves as badly as CloudWatch may."""

from __future__ import annotations

import asyncio
import random
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from sestrail_tui.core.errors import SourceError
from sestrail_tui.follow.sweeps.pages import EventPage, PolledEvent

if TYPE_CHECKING:
    from sestrail_tui.follow.health import Health

T0 = 1_760_000_000_000
"""When every simulation starts, ms UTC."""


def unposted(_health: Health) -> None:
    """Ignore what a source says while an item is awaited."""


class JumpingClock:
    """A clock on which sleeping takes no time; one sleeper at a time is exact."""

    def __init__(self, seed: int = 0) -> None:
        self.ms = float(T0)
        self._random = random.Random(seed)

    def now_ms(self) -> int:
        return int(self.ms)

    def monotonic(self) -> float:
        return self.ms / 1000 - 1e9

    async def sleep(self, seconds: float) -> None:
        self.ms += seconds * 1000
        await asyncio.sleep(0)

    def random(self) -> float:
        return self._random.random()


def message(number: int, **more: object) -> str:
    """Give the text of an SES send's record, the number being its ``eventID``."""
    record = {
        "eventID": f"id-{number}",
        "eventTime": "2025-10-09T08:53:20Z",
        "eventSource": "ses.amazonaws.com",
        "eventName": "SendEmail",
        "managementEvent": False,
        "eventCategory": "Data",
        **more,
    }
    return msgspec.json.encode(record).decode()


@dataclass(frozen=True, order=True)
class Delivered:
    """A log event: its timestamp, its ingestion, and when a call may first see it (ms UTC)."""

    timestamp: int
    ingested: int
    event_id: str
    readable: int
    text: str = ""


Fault = Callable[[int, str | None], SourceError | None]
"""From the time (ms UTC) and the token to what the call raises."""


@dataclass
class FakeLogGroup:
    """`ReadPage` over delivered log events; a page is a cursor in (timestamp, ingestion, id)."""

    clock: JumpingClock
    events: list[Delivered] = field(default_factory=list)
    page_size: int = 50
    latency_s: float = 0.1
    empty_pages: float = 0.0
    """The share of pages that come empty with a token."""
    fault: Fault = lambda _ms, _token: None
    calls: int = 0
    asked: list[tuple[int, int | None]] = field(default_factory=list)
    _tokens: dict[str, tuple[int, int | None, Delivered | None]] = field(default_factory=dict)
    _seed: random.Random = field(default_factory=lambda: random.Random(1))

    def deliver(self, events: Iterable[Delivered]) -> None:
        self.events = sorted([*self.events, *events])

    def forget_tokens(self) -> None:
        self._tokens.clear()

    async def __call__(self, start_ms: int, end_ms: int | None, token: str | None) -> EventPage:
        self.calls += 1
        await self.clock.sleep(self.latency_s)
        now = self.clock.now_ms()
        error = self.fault(now, token)
        if error is not None:
            raise error
        after: Delivered | None = None
        if token is not None:
            start_ms, end_ms, after = self._tokens[token]
        else:
            self.asked.append((start_ms, end_ms))
        if self._seed.random() < self.empty_pages:
            return EventPage([], self._token(start_ms, end_ms, after))
        first = bisect_right(self.events, after) if after is not None else 0
        page: list[Delivered] = []
        for event in self.events[first:]:
            if end_ms is not None and event.timestamp > end_ms:
                break
            if event.timestamp >= start_ms and event.readable <= now:
                page.append(event)
                if len(page) == self.page_size:
                    break
        more = len(page) == self.page_size
        return EventPage(
            [PolledEvent(e.event_id, e.timestamp, e.ingested, e.text) for e in page],
            self._token(start_ms, end_ms, page[-1]) if more else None,
        )

    def _token(self, start_ms: int, end_ms: int | None, after: Delivered | None) -> str:
        token = f"t{len(self._tokens)}-{self.calls}"
        self._tokens[token] = (start_ms, end_ms, after)
        return token

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from sestrail_tui.account.errors.error_codes import InvalidParameterError
from sestrail_tui.core.errors import AccessDenied, SourceError, Throttled, Unreachable
from sestrail_tui.follow.dedupe.seen_content import SeenContent
from sestrail_tui.follow.feed import MergedFeed
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.protocol import Arrivals
from sestrail_tui.follow.retry.pacing import Pacer
from sestrail_tui.places.event_history.calls import Changes, HistoryEvent
from sestrail_tui.places.event_history.source import LOOKUP_RATE, event_history_source
from tests.follow.fakes import T0, JumpingClock, message

if TYPE_CHECKING:
    from sestrail_tui.follow.polling_source import PollingSource

MINUTE_MS = 60_000


@dataclass
class FakeHistory:
    """`ReadChanges`: (event time, when it can be looked up, number); pages newest first."""

    clock: JumpingClock
    events: list[tuple[int, int, int]]
    failures: list[SourceError] = field(default_factory=list)
    calls: list[tuple[float, int, int, str | None]] = field(default_factory=list)

    async def __call__(self, start_ms: int, end_ms: int, token: str | None) -> Changes:
        self.calls.append((self.clock.monotonic(), start_ms, end_ms, token))
        await self.clock.sleep(0.05)
        if self.failures:
            raise self.failures.pop(0)
        if token is not None:
            _, start, end = token.split(":")
            assert (int(start), int(end)) == (start_ms, end_ms), "identical parameters"
        now = self.clock.now_ms()
        found = sorted(
            (e for e in self.events if start_ms <= e[0] <= end_ms and e[1] <= now), reverse=True
        )
        first = int(token.split(":")[0]) if token else 0
        page = found[first : first + 3]
        more = first + 3 < len(found)
        changes = [
            HistoryEvent(
                f"id-{n}",
                datetime.fromtimestamp(at / 1000, UTC),
                message(n, eventName="CreateConfigurationSet", managementEvent=True),
            )
            for at, _, n in page
        ]
        return Changes(changes, f"{first + 3}:{start_ms}:{end_ms}" if more else None)


def a_source(
    history: FakeHistory, *, last_ms: int | None = None, follow: bool = True
) -> PollingSource:
    return event_history_source(
        "event history",
        history,
        first_ms=T0 - 60 * MINUTE_MS,
        last_ms=last_ms,
        follow=follow,
        pacer=Pacer(LOOKUP_RATE, history.clock),
        clock=history.clock,
    )


async def shown(
    source: PollingSource, clock: JumpingClock, until_ms: int
) -> tuple[Counter[str], list[Health], set[str]]:
    feed = MergedFeed([source], "x", SeenContent())
    counts: Counter[str] = Counter()
    kinds: set[str] = set()
    healths: list[Health] = []
    async for item in feed.news():
        if isinstance(item, Arrivals):
            counts.update(record.event_id for record in item.records)
            kinds.update(record.kind for record in item.records)
        else:
            healths.append(item)
        if clock.now_ms() > until_ms:
            break
    await feed.close()
    return counts, healths, kinds


def events(count: int) -> list[tuple[int, int, int]]:
    """From an hour ago to an hour from now, each to be looked up 1 to 14 minutes later."""
    every = 120 * MINUTE_MS // count
    return [
        (at, at + (1 + n % 14) * MINUTE_MS, n)
        for n in range(count)
        for at in [T0 - 60 * MINUTE_MS + n * every]
    ]


@pytest.mark.parametrize("trouble", [False, True])
async def test_every_change_once_within_the_quota(trouble: bool) -> None:
    clock = JumpingClock()
    history = FakeHistory(clock, events(40))
    if trouble:
        history.failures = [
            AccessDenied("no"),
            Throttled("slow"),
            InvalidParameterError("token"),
            Unreachable("cut"),
        ]
    counts, healths, kinds = await shown(a_source(history), clock, T0 + 80 * MINUTE_MS)

    assert counts == Counter({f"id-{n}": 1 for n in range(40)})
    assert kinds == {"change"}
    times = [at for at, *_ in history.calls]
    assert all(later - at >= 3.9 for at, later in zip(times[3:], times[9:], strict=False))
    assert not any(health.holds_sends for health in healths)
    assert healths[-1].state is State.LIVE
    if trouble:
        assert State.REFUSED in {health.state for health in healths}


async def test_without_following_it_ends() -> None:
    clock = JumpingClock()
    history = FakeHistory(clock, events(40))
    counts, healths, _ = await shown(a_source(history, follow=False), clock, T0 + 10**9)
    readable = {f"id-{n}" for at, late, n in history.events if at <= T0 and late <= T0}
    assert set(counts) == readable
    assert healths[-1].state is State.ENDED


async def test_without_following_a_refusal_ends_it() -> None:
    clock = JumpingClock()
    history = FakeHistory(clock, [], [AccessDenied("Allow it.")])
    _, healths, _ = await shown(a_source(history, follow=False), clock, T0 + 10**9)
    assert healths[-1].state is State.REFUSED
    assert len(history.calls) == 1


async def test_until_waits_for_what_is_late_and_ends() -> None:
    clock = JumpingClock()
    history = FakeHistory(clock, events(40))
    last = T0 + 5 * MINUTE_MS
    counts, healths, _ = await shown(a_source(history, last_ms=last), clock, T0 + 10**9)
    assert set(counts) == {f"id-{n}" for at, _, n in history.events if at <= last}
    assert healths[-1].state is State.ENDED
    assert clock.now_ms() < T0 + 30 * MINUTE_MS


async def test_a_change_that_is_hours_late_is_found_by_a_sweep() -> None:
    clock = JumpingClock()
    late = [(T0 + n * MINUTE_MS, T0 + (n + 45) * MINUTE_MS, n) for n in range(0, 50, 7)]
    history = FakeHistory(clock, late)
    counts, _, _ = await shown(a_source(history), clock, T0 + 130 * MINUTE_MS)
    assert counts == Counter({f"id-{n}": 1 for n in range(0, 50, 7)})
    calls_an_hour = len(history.calls) / (130 / 60)
    assert calls_an_hour < 3600 / 30 + 10, "a sweep costs its pages, once an hour"

from __future__ import annotations

import pytest

from sestrail_tui.core.errors import (
    AccessDenied,
    CredentialsExpired,
    SourceError,
    Throttled,
    Unreachable,
)
from sestrail_tui.follow.health import Usage
from sestrail_tui.follow.retry.pacing import Backoff, Pacer, Pacers, filter_log_events_rate
from tests.follow.fakes import JumpingClock


@pytest.mark.parametrize(
    ("region", "rate"), [("us-east-1", 12.5), ("eu-central-1", 2.5), ("ap-northeast-1", 5.0)]
)
def test_half_the_quota(region: str, rate: float) -> None:
    assert filter_log_events_rate(region) == rate


async def test_calls_are_spaced_after_a_small_burst() -> None:
    clock = JumpingClock()
    pacer = Pacer(5, clock)
    start = clock.monotonic()
    for _ in range(103):
        await pacer.turn()
    assert clock.monotonic() - start == pytest.approx(20, abs=0.1)


async def test_a_quota_that_is_used_up_slows_down_all_that_share_it() -> None:
    clock = JumpingClock()
    pacer = Pacer(5, clock)
    for _ in range(8):
        pacer.throttled()
    start = clock.monotonic()
    for _ in range(4):
        await pacer.turn()
    assert clock.monotonic() - start > 4
    await clock.sleep(20)
    start = clock.monotonic()
    for _ in range(13):
        await pacer.turn()
    assert clock.monotonic() - start == pytest.approx(2, abs=0.1)


@pytest.mark.parametrize(
    ("kind", "first_s", "longest_s"),
    [(Throttled, 0.25, 5), (Unreachable, 1, 30), (SourceError, 1, 30)],
)
def test_full_jitter_under_a_cap_that_doubles(
    kind: type[SourceError], first_s: float, longest_s: float
) -> None:
    backoff = Backoff(JumpingClock())
    waits = [backoff.wait_s(kind("x")) for _ in range(200)]
    assert all(0 < wait <= min(longest_s, first_s * 2**n) for n, wait in enumerate(waits))
    assert max(waits) > 0.8 * longest_s
    assert min(waits[10:]) < 0.1 * longest_s
    backoff.succeeded()
    assert backoff.wait_s(kind("x")) <= first_s


@pytest.mark.parametrize(("kind", "about_s"), [(AccessDenied, 30), (CredentialsExpired, 15)])
def test_what_a_person_mends_is_asked_for_steadily(kind: type[SourceError], about_s: float) -> None:
    backoff = Backoff(JumpingClock())
    assert all(backoff.wait_s(kind("x")) == pytest.approx(about_s, rel=0.11) for _ in range(20))


async def test_the_share_of_a_quota_is_told_by_all_who_draw_on_it() -> None:
    clock = JumpingClock()
    pacers = Pacers(clock)
    one = pacers.of("FilterLogEvents", "111", "us-east-1", 5.0)
    assert pacers.of("FilterLogEvents", "111", "us-east-1", 5.0) is one
    assert pacers.of("FilterLogEvents", "222", "us-east-1", 5.0) is not one
    for _ in range(30):
        await one.turn()
        clock.ms += 1000
    assert one.usage == Usage(0.5, 10.0)
    clock.ms += 45_000
    assert one.usage.per_s == pytest.approx(15 / 60, abs=0.02)
    clock.ms += 60_000
    assert one.usage.per_s == 0

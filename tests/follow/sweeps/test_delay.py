from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.follow.sweeps.delay import CEILING_MS, FLOOR_MS, DelayMeter


def test_the_window_follows_what_was_measured() -> None:
    meter = DelayMeter()
    assert meter.width_ms == FLOOR_MS
    for _ in range(100):
        meter.add(200_000)
    assert meter.width_ms == 280_000
    for _ in range(1000):
        meter.add(0)
    assert meter.width_ms == FLOOR_MS, "old delays are forgotten"


def test_one_straggler_does_not_widen_it() -> None:
    meter = DelayMeter()
    for delay in [1000] * 999 + [3_600_000]:
        meter.add(delay)
    assert meter.width_ms == FLOOR_MS


@given(st.lists(st.integers(0, 10**8), max_size=50))
def test_it_stays_within_its_bounds(delays: list[int]) -> None:
    meter = DelayMeter()
    for delay in delays:
        meter.add(delay)
    assert FLOOR_MS <= meter.width_ms <= CEILING_MS

"""Rates and lags at their edges."""

from __future__ import annotations

from sestrail_tui.store.stats.rate import Lag, Lags, Rate

NOW = 1_740_650_071_000


def test_nothing_yet() -> None:
    assert Rate().per_second(NOW) == 0
    assert Rate().series(NOW, 3, 5) == [0, 0, 0]
    assert Lags().summary() is None


def test_the_series_ends_now_and_is_oldest_first() -> None:
    rate = Rate()
    rate.add([NOW, NOW + 999, NOW - 1, NOW - 4_001, NOW - 9_000])
    assert rate.series(NOW, 2, 5) == [2, 3]
    assert rate.series(NOW, 1, 1) == [2]
    assert rate.per_second(NOW, 10) == 0.5


def test_what_is_more_than_an_hour_old_is_forgotten() -> None:
    rate = Rate()
    for second in range(20_000):
        rate.add([NOW + second * 1000])
    assert len(rate._seconds) <= 7200
    assert rate.per_second(NOW + 19_999_000, 3600) == 1


def test_the_median_is_over_the_latest() -> None:
    lags = Lags()
    lags.add(range(1000))
    lags.add([7])
    assert lags.summary() == Lag(median_ms=871, newest_ms=7)

from __future__ import annotations

import pytest

from sestrail_tui.core.units import duration_text
from sestrail_tui.tui.base import formats
from tests.tui.world import NOW_MS


@pytest.mark.parametrize(
    ("ms", "text"),
    [
        (0, "0s"),
        (59_999, "59s"),
        (252_000, "4m12s"),
        (3 * 3600_000 + 5 * 60_000, "3h05m"),
        (50 * 3600_000, "2d02h"),
        (-5_000, "-5s"),
        (None, ""),
    ],
)
def test_span(ms: int | None, text: str) -> None:
    assert duration_text(ms) == text


def test_clock_time_in_each_mode() -> None:
    assert formats.clock_time(NOW_MS, "utc", NOW_MS) == "20:07:04"
    assert formats.clock_time(NOW_MS, "local", NOW_MS, "day") == "04-11 20:07:04"
    assert formats.clock_time(NOW_MS - 252_000, "relative", NOW_MS) == "4m12s ago"
    assert formats.clock_time(NOW_MS + 1_000, "relative", NOW_MS) == "in 1s"


@pytest.mark.parametrize("ms", [None, 10**18, -(10**18)])
def test_a_time_that_no_calendar_has_is_a_question_mark(ms: int | None) -> None:
    assert formats.clock_time(ms, "local", NOW_MS) == "?"


def test_times_carry_as_much_of_their_date_as_they_need() -> None:
    day = 86_400_000
    assert formats.dates_for(NOW_MS - 3600_000, NOW_MS, "local") == ""
    assert formats.dates_for(NOW_MS - day, NOW_MS, "utc") == "day"
    assert formats.dates_for(NOW_MS - 300 * day, NOW_MS, "utc") == "year"
    assert formats.dates_for(10**18, NOW_MS, "utc") == "year"
    assert formats.dates_for(NOW_MS - day, NOW_MS, "relative") == ""
    assert formats.dates_for(None, NOW_MS, "utc") == ""


@pytest.mark.parametrize(
    ("rate", "text"), [(0, ""), (3.14, "3.1/s"), (0.05, "3.0/min"), (1204.4, "1,204/s")]
)
def test_rate(rate: float, text: str) -> None:
    assert formats.rate(rate) == text


def test_sparkline_keeps_small_counts_apart_from_none() -> None:
    assert formats.sparkline([]) == ""
    assert formats.sparkline([0, 0]) == ""
    assert formats.sparkline([0, 1, 1000]) == "▁▂█"


def test_count() -> None:
    assert formats.count(98_331) == "98,331"

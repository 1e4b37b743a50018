from __future__ import annotations

import pytest

from sestrail_tui.tui.base.times import clock_time, dates_for
from tests.tui.world import NOW_MS


def test_clock_time_in_each_mode() -> None:
    assert clock_time(NOW_MS, "utc", NOW_MS) == "20:07:04"
    assert clock_time(NOW_MS, "local", NOW_MS, "day") == "04-11 20:07:04"
    assert clock_time(NOW_MS - 252_000, "relative", NOW_MS) == "4m12s ago"
    assert clock_time(NOW_MS + 1_000, "relative", NOW_MS) == "in 1s"


@pytest.mark.parametrize("ms", [None, 10**18, -(10**18)])
def test_a_time_that_no_calendar_has_is_a_question_mark(ms: int | None) -> None:
    assert clock_time(ms, "local", NOW_MS) == "?"


def test_times_carry_as_much_of_their_date_as_they_need() -> None:
    day = 86_400_000
    assert dates_for(NOW_MS - 3600_000, NOW_MS, "local") == ""
    assert dates_for(NOW_MS - day, NOW_MS, "utc") == "day"
    assert dates_for(NOW_MS - 300 * day, NOW_MS, "utc") == "year"
    assert dates_for(10**18, NOW_MS, "utc") == "year"
    assert dates_for(NOW_MS - day, NOW_MS, "relative") == ""
    assert dates_for(None, NOW_MS, "utc") == ""

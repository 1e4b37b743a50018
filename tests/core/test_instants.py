from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.core.instants import instant_ms, span_s, typed

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW_MS = int(datetime(2026, 11, 23, 12, 0, tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("30", 30),
        ("15m", 900),
        ("1h30m", 5400),
        ("2d1h20m", 177_600),
        ("1.5s", 1.5),
        ("1w", 604_800),
    ],
)
def test_spans_as_people_type_them(text: str, seconds: float) -> None:
    assert span_s(text) == seconds


@pytest.mark.parametrize("text", ["", "m", "15x", "h1", "1h-2m"])
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        span_s(text)


def test_a_span_means_that_long_ago() -> None:
    assert instant_ms("15m", NOW_MS) == NOW_MS - 900_000


def test_iso_times_keep_their_zone() -> None:
    assert instant_ms("2026-11-23T11:00:00Z", NOW_MS) == NOW_MS - 3_600_000
    assert instant_ms("2026-11-23T20:00:00+09:00", NOW_MS) == NOW_MS - 3_600_000


@given(st.integers(0, 23), st.integers(0, 59))
def test_a_time_of_day_is_the_last_one_that_was(hour: int, minute: int) -> None:
    ago = NOW_MS - instant_ms(f"{hour}:{minute:02}", NOW_MS)
    assert 0 <= ago < 86_400_000 + 3_600_000


@given(st.text(max_size=12))
def test_any_text_is_an_instant_or_a_value_error(text: str) -> None:
    try:
        assert isinstance(instant_ms(text, NOW_MS), int)
    except (ValueError, OverflowError):
        return


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/Berlin")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("berlin")
def test_a_time_without_a_zone_is_local_by_the_clocks_of_its_own_day() -> None:
    summer = instant_ms("2026-07-01T12:00", NOW_MS)
    winter = instant_ms("2026-12-01T12:00", NOW_MS)
    assert summer == instant_ms("2026-07-01T10:00Z", NOW_MS)
    assert winter == instant_ms("2026-12-01T11:00Z", NOW_MS)


@pytest.mark.usefixtures("berlin")
def test_an_hour_that_comes_twice_is_written_with_its_zone() -> None:
    once = instant_ms("2026-10-25T00:30Z", NOW_MS)
    assert typed(once) == "2026-10-25T02:30:00"
    assert typed(once + 3_600_000) == "2026-10-25T02:30:00+01:00"


@given(st.integers(0, 4_000_000_000))
def test_what_is_written_is_read_as_the_same_second(second: int) -> None:
    assert instant_ms(typed(second * 1000 + 999), NOW_MS) == second * 1000

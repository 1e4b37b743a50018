from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.cli.times import instant_ms, span_s

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

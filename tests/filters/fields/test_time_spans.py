from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.core.errors import FilterError
from sestrail_tui.core.record import Record
from sestrail_tui.filters.fields.time_spans import DAY_MS, DaySpan, TimeSpan, read_span, write_span
from sestrail_tui.filters.match import matches
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.filters.syntax.tree import to_text

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _tokyo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        yield
    time.tzset()


def ms(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("text", "first", "end"),
    [
        ("2026-11-23T20:02Z", "2026-11-23T20:02", "2026-11-23T20:03"),
        ("2026-11-23Z", "2026-11-23", "2026-11-24"),
        ("2026-11-23", "2026-11-22T15:00", "2026-11-23T15:00"),
        ("2026-11-23T20:02..20:05", "2026-11-23T11:02", "2026-11-23T11:06"),
        ("2026-11-23T20:02Z..20:05:09", "2026-11-23T20:02", "2026-11-23T20:05:10"),
        ("2026-11-23T20:02+02:00", "2026-11-23T18:02", "2026-11-23T18:03"),
        ("2026-11-22Z..2026-11-23Z", "2026-11-22", "2026-11-24"),
    ],
)
def test_both_ends_count_for_as_long_as_they_are_written(text: str, first: str, end: str) -> None:
    assert read_span(text) == TimeSpan(ms(first), ms(end))


def test_a_span_may_have_one_end_only() -> None:
    assert read_span("2026-11-23Z..") == TimeSpan(ms("2026-11-23"), None)
    assert read_span("..2026-11-23T20:05:00.5Z") == TimeSpan(None, ms("2026-11-23T20:05:00.600"))


def test_a_time_without_a_date_is_one_of_every_day() -> None:
    assert read_span("20:02..20:05") == DaySpan(72_120_000, 72_360_000, None)
    assert read_span("20:02..") == DaySpan(72_120_000, DAY_MS, None)
    assert read_span("20:02Z") == DaySpan(72_120_000, 72_180_000, UTC)
    found = parse("time:23:59..00:01")
    inside = [
        matches(found, Record(b"", time_ms=ms(f"2026-11-23T{at}")))
        for at in ("14:58", "14:59", "15:00", "15:01:59", "15:02")  # nine hours behind Tokyo
    ]
    assert inside == [False, True, True, True, False]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("time:*x", "takes no *"),
        ("time:x", "is written as in"),
        ("time:..", "neither a beginning nor an end"),
        ("time:25:00", "no such time as 25:00"),
        ("time:2026-02-30", "no such time as 2026-02-30"),
        ("time:1815-01-01", "goes from the year 1970"),
        ("time:20:02..2026-11-23", "needs a date at its beginning"),
        ("time:2026-11-23T20:05..20:02", "ends before it begins"),
        ("after:20:02", "Is time: meant?"),
    ],
)
def test_what_is_no_time_is_explained(text: str, said: str) -> None:
    with pytest.raises(FilterError, match=said.replace("*", r"\*").replace("?", r"\?")):
        parse(text)


def test_an_unknown_time_is_none() -> None:
    unknown, known = Record(b""), Record(b"", time_ms=0)
    assert [matches(parse("time:(none)"), one) for one in (unknown, known)] == [True, False]
    assert [matches(parse("time:*"), one) for one in (unknown, known)] == [False, True]
    assert not matches(parse("time:1970-01-02.."), unknown)


@given(st.integers(10**8, 10**10), st.integers(0, 10**9))
def test_a_span_is_what_its_text_says_and_its_text_stays(begins_s: int, lasts: int) -> None:
    start = datetime.fromtimestamp(begins_s, UTC)
    last = start + timedelta(seconds=lasts)
    text = f"time:{start:%Y-%m-%dT%H:%M:%S}Z..{last:%Y-%m-%dT%H:%M:%S}Z"
    node = parse(text)
    assert to_text(node) == text
    first_ms, last_ms = begins_s * 1000, (begins_s + lasts) * 1000
    asked = (first_ms - 1, first_ms, last_ms + 999, last_ms + 1000)
    kept = [matches(node, Record(b"", time_ms=at)) for at in asked]
    assert kept == [False, True, True, False]


SECONDS = st.integers(ms("1970-01-03") // 1000, ms("9999-12-29") // 1000)


@given(
    st.lists(SECONDS.map(lambda second: second * 1000), min_size=2, max_size=2, unique=True)
    | st.lists(SECONDS.map(lambda second: second * 1000 + 7), min_size=2, max_size=2, unique=True)
)
def test_a_span_that_is_written_is_read_the_same(ends: list[int]) -> None:
    first_ms, end_ms = sorted(ends)
    text = write_span(first_ms, end_ms)
    assert read_span(text) == TimeSpan(first_ms, end_ms)
    assert to_text(parse(f"time:{text}")) == f"time:{text}"


def test_a_span_is_written_in_utc() -> None:
    first, end = ms("2026-11-23T20:02"), ms("2026-11-23T20:05")
    assert write_span(first, end) == "2026-11-23T20:02:00Z..2026-11-23T20:04:59Z"
    assert write_span(first, first + 5) == "2026-11-23T20:02:00.000Z..2026-11-23T20:02:00.004Z"


@pytest.mark.parametrize("ends", [(0, 0), (5000, 4000), (2**62, 2**62 + 1000), (-(2**62), 0)])
def test_what_no_filter_can_say_is_not_written(ends: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="time:"):
        write_span(*ends)

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.tui.timeline.time_axis import axis, length, range_text, ticks
from sestrail_tui.tui.timeline.time_window import DAY, HOUR, LENGTHS, MINUTE, SECOND, TimeWindow
from tests.tui.world import NOW_MS

MOMENTS = st.integers(0, 4_000_000_000_000)
WINDOWS = st.builds(
    lambda first, length, columns, ahead: TimeWindow(0, length, columns, ahead).up_to(first),
    MOMENTS,
    st.sampled_from(LENGTHS),
    st.integers(1, 200),
    st.sampled_from((0, HOUR, -HOUR * 5, HOUR * 5 + MINUTE * 45)),
)


@given(st.tuples(MOMENTS, MOMENTS).map(sorted), st.integers(1, 200))
def test_all_is_shown_where_any_length_can(span: list[int], columns: int) -> None:
    oldest, newest = span
    found = TimeWindow.over(oldest, newest, columns)
    assert found.column(newest) == columns - 1
    assert found.column(oldest) >= 0 or found.bucket_ms == LENGTHS[-1]


@given(WINDOWS, MOMENTS)
def test_a_moment_is_brought_into_the_window(window: TimeWindow, at_ms: int) -> None:
    found = window.showing(at_ms)
    assert 0 <= found.column(at_ms) < found.columns
    assert found.start_ms(at_ms) <= at_ms < found.start_ms(at_ms) + found.bucket_ms
    assert (found.first_ms + found.ahead_ms) % found.bucket_ms == 0
    assert found.showing(at_ms) == found


@given(WINDOWS, MOMENTS, st.sampled_from((-1, 1)))
def test_zooming_leaves_the_cursor_where_it_is(window: TimeWindow, at_ms: int, steps: int) -> None:
    window = window.showing(at_ms)
    found = window.zoomed(steps, at_ms)
    assert found.column(at_ms) == window.column(at_ms)
    assert found.zoomed(-99, at_ms).bucket_ms == SECOND
    assert found.zoomed(99, at_ms).bucket_ms == 7 * DAY


@given(WINDOWS, st.integers(-3, 300))
def test_more_room_shows_more_of_the_past(window: TimeWindow, columns: int) -> None:
    found = window.resized(columns)
    assert found.end_ms == window.end_ms
    assert found.columns == max(1, columns)


@given(WINDOWS, st.sampled_from(("utc", "local", "relative")))
def test_times_stand_below_their_columns_and_apart(window: TimeWindow, mode: str) -> None:
    told = ticks(window, mode, NOW_MS)  # type: ignore[arg-type]
    line = axis(window, mode, NOW_MS)  # type: ignore[arg-type]
    assert len(line) == window.columns
    for column, label in told:
        assert line[column:].startswith(label)


def test_a_new_day_is_told_by_its_date() -> None:
    midnight = NOW_MS - NOW_MS % DAY
    labels = [label for _, label in ticks(TimeWindow(midnight - HOUR, MINUTE, 150), "utc", NOW_MS)]
    assert labels[:6] == ["23:00", "23:15", "23:30", "23:45", "04-11", "00:15"]
    days = [label for _, label in ticks(TimeWindow(midnight, DAY, 40), "utc", NOW_MS)]
    assert all(label.startswith("2026-") for label in days)


def test_lengths_and_spans_are_written_as_people_say_them() -> None:
    assert [length(one) for one in (10 * SECOND, 5 * MINUTE, 2 * HOUR, DAY, 7 * DAY)] == [
        "10 s", "5 min", "2 h", "1 day", "1 week",
    ]  # fmt: skip
    told = range_text(NOW_MS, NOW_MS + 130_000, "utc", NOW_MS)
    assert told == "2026-04-11 20:07:04 to 20:09:14 UTC, 2m10s"
    assert "2026-04-12 00:" in range_text(NOW_MS, NOW_MS + 4 * HOUR, "utc", NOW_MS)

"""Windows, pages and what can be read when."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.local_aws.logs.log_group import EventRange, LogEvent, Position, StoredLogGroup

NOW = 1_000


def window(start: int = 0, end: int = 10_000, limit: int = 10_000, head: bool = True) -> EventRange:
    return EventRange(start, end, lambda _: True, lambda _: True, head, limit)


def all_pages(group: StoredLogGroup, asked: EventRange, now: int = NOW) -> list[LogEvent]:
    found: list[LogEvent] = []
    after: Position | None = None
    while True:
        page = group.read(asked, now, after)
        found += page.events
        if page.more is None:
            return found
        after = page.more


def test_a_window_includes_both_its_ends() -> None:
    group = StoredLogGroup("g", 0)
    for time in (9, 10, 20, 21):
        group.put("s", time, time, str(time))
    assert [event.timestamp for event in all_pages(group, window(10, 20))] == [10, 20]


def test_an_event_can_be_read_from_its_ingestion_on() -> None:
    group = StoredLogGroup("g", 0)
    group.put("s", 10, 500, "late")
    assert all_pages(group, window(), now=499) == []
    assert [event.message for event in all_pages(group, window(), now=500)] == ["late"]


def test_a_page_ends_at_a_megabyte() -> None:
    group = StoredLogGroup("g", 0)
    for time in range(5):
        group.put("s", time, 0, "x" * 400_000)
    page = group.read(window(), NOW, None)
    assert len(page.events) == 2
    assert len(all_pages(group, window())) == 5


def test_an_event_above_a_megabyte_is_still_given() -> None:
    group = StoredLogGroup("g", 0)
    group.put("s", 1, 0, "x" * 2_000_000)
    assert len(all_pages(group, window())) == 1


@pytest.mark.slow
def test_a_long_search_gives_empty_pages_on_the_way() -> None:
    group = StoredLogGroup("g", 0)
    for time in range(60_000):
        group.put("s", time, 0, "")
    nothing = EventRange(0, 60_000, lambda _: False, lambda _: True)
    page = group.read(nothing, NOW, None)
    assert page.events == []
    assert page.more is not None
    assert group.read(nothing, NOW, page.more).more is None


EVENTS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=60)


@given(EVENTS, st.integers(1, 7), st.integers(0, 30), st.integers(0, 30), st.booleans())
def test_pages_together_give_each_event_of_the_window_once(
    events: list[tuple[int, int]], limit: int, start: int, end: int, head: bool
) -> None:
    group = StoredLogGroup("g", 0)
    for timestamp, ingestion in events:
        group.put("s", timestamp, ingestion, "")
    found = all_pages(group, window(start, end, limit, head))
    expected = sorted(event for event in group.events if start <= event.timestamp <= end)
    assert found == (expected if head else expected[::-1])
    assert len({event.event_id for event in found}) == len(found)

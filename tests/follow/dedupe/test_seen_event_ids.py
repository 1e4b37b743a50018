"""Log events read, against a set of Python's own; what is forgotten, and what an id costs."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sestrail_tui.follow.dedupe.seen_event_ids import SeenEventIds

SPAN_MS = 600_000
HOUR_MS = 6 * SPAN_MS

ids = st.integers(0, 40).map(str)
moments = st.integers(0, 30).map(lambda number: number * SPAN_MS // 3)


@given(st.lists(st.tuples(ids, moments), max_size=300))
def test_it_is_a_set_in_whatever_order_spans_come(added: list[tuple[str, int]]) -> None:
    known, model = SeenEventIds(), set[tuple[str, int]]()
    for name, moment in added:
        one = (name, moment // SPAN_MS)  # CloudWatch never gives an id another time stamp
        assert known.add(name, moment) == (one not in model)
        model.add(one)
    assert len(known) == len(model)
    assert known.since_ms is None


def test_an_event_without_an_id_is_always_new() -> None:
    known = SeenEventIds()
    assert known.add("", 0)
    assert known.add("", 0)


def test_what_nothing_reads_again_is_forgotten_and_nothing_else() -> None:
    known = SeenEventIds()
    for number in range(100):
        known.add(str(number), number * SPAN_MS)
    known.forget(50 * SPAN_MS + 1)
    assert known.since_ms == 50 * SPAN_MS
    assert len(known) == 50
    assert all(known.add(str(number), number * SPAN_MS) for number in range(50))
    assert not any(known.add(str(number), number * SPAN_MS) for number in range(50, 100))


@given(st.integers(1, 50), st.lists(st.tuples(st.integers(0, 10**6), moments), max_size=300))
@example(1, [(0, 0), (0, SPAN_MS), (1, 0), (1, SPAN_MS)])
def test_too_many_go_by_spans_and_all_since_then_are_known(
    most: int, added: list[tuple[int, int]]
) -> None:
    known = SeenEventIds(most)
    for name, moment in added:
        begins = moment // SPAN_MS not in known._spans
        known.add(str(name), moment)
        assert not begins or len(known) <= most + 1 or len(known._spans) <= 2
    for name, moment in added:
        if known.since_ms is None or moment >= known.since_ms:
            assert not known.add(str(name), moment)


@pytest.mark.slow
def test_an_id_costs_four_bytes_once_its_span_is_over() -> None:
    tracemalloc.start()
    try:
        known = SeenEventIds()
        before, _ = tracemalloc.get_traced_memory()
        for number in range(180_000):
            known.add(f"{number:056}", number * HOUR_MS // 90_000)
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert not any(known.add(f"{number:056}", number * HOUR_MS // 90_000) for number in range(999))
    assert (after - before) / 180_000 < 8, "three of twelve spans are whole"

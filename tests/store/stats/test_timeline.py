from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sestrail_tui.core.record import Record
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.store.columns import columns, dictionary
from sestrail_tui.store.columns.blocks import Blocks
from sestrail_tui.store.stats import timeline
from sestrail_tui.store.stats.timeline import Timeline, TimeRange
from sestrail_tui.store.store import Store
from sestrail_tui.store.view import View
from tests.examples import examples

if TYPE_CHECKING:
    import pytest


def send(time_ms: int | None, config_set: str = "a", **more: Any) -> Record:
    return Record(raw=b"{}", kind="send", time_ms=time_ms, config_set=config_set, **more)


def over(records: list[Record], text: str = "", cap: int = 1_000_000) -> View:
    store = Store(cap)
    store.append(records)
    return View(store, parse(text))


def timeline_of(view: View, column: str, most: int) -> Timeline:
    return Timeline(view.store.columns, view.rows(), column, most)


def counted(told: Timeline, first_ms: int, bucket_ms: int, buckets: int) -> list[list[int]]:
    for _ in told.values_in_steps():
        pass
    found: list[list[int]] = []
    for counts in told.counts(first_ms, bucket_ms, buckets):
        found = counts.tolist()
    return found


def test_each_bucket_is_told_apart_by_the_most_frequent_values() -> None:
    sends = [send(10, "b"), send(11, "b"), send(19, ""), send(20, "c"), send(29, "b"), send(35)]
    told = timeline_of(over(sends), "config_set", 1)
    assert counted(told, 10, 10, 2) == [[2, 1], [1, 1]]
    assert (told.values, told.numbers, told.others) == (("b",), (3,), 3)
    assert told.span == TimeRange(10, 35)


def test_a_value_with_several_codes_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionary, "_LOOKED_UP", 8)
    names = [f"set-{number}" for number in range(50)]
    view = over([])
    for at, name in enumerate([*names, *names, "set-7"]):
        view.extend(view.store.append([send(at, name)]))
    told = timeline_of(view, "config_set", 1)
    assert counted(told, 0, 50, 3) == [[1, 1, 1], [49, 49, 0]]
    assert (told.values, told.numbers, told.others) == (("set-7",), (3,), 49)


def test_one_value_more_is_named_rather_than_called_others() -> None:
    told = timeline_of(over([send(1, "b"), send(2, "b"), send(3, "a")]), "config_set", 1)
    assert counted(told, 0, 10, 1) == [[2], [1], [0]]
    assert (told.values, told.others) == (("b", "a"), 0)


def test_only_what_is_shown_is_counted() -> None:
    told = timeline_of(over([send(1, "b"), send(2, "a")], "config:b"), "config_set", 6)
    assert counted(told, 0, 10, 1) == [[1], [0]]


def test_a_send_without_a_time_is_told_of_but_not_drawn() -> None:
    told = timeline_of(over([send(None), send(5)]), "config_set", 6)
    assert counted(told, 0, 10, 1) == [[1], [0]]
    assert told.timeless == 1
    none = timeline_of(over([send(None)]), "config_set", 6)
    counted(none, 0, 10, 1)
    assert none.span is None


def test_what_is_let_go_meanwhile_is_left_out() -> None:
    view = over([send(at) for at in range(128)], cap=128)
    told = timeline_of(view, "config_set", 6)
    view.extend(view.store.append([send(at, "new") for at in range(64)]))
    assert counted(told, 0, 1000, 1) == [[64], [0]]
    assert told.values == ("a",)


def test_no_record_is_read_and_no_step_is_longer_than_a_segment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (columns, timeline):
        monkeypatch.setattr(module, "SEGMENT_ROWS", 100)
    view = over([send(at, str(at % 9)) for at in range(950)])

    def read(*_: Any) -> None:
        raise AssertionError("A record was read.")

    monkeypatch.setattr(Blocks, "raw", read)
    monkeypatch.setattr(Blocks, "read", read)
    told = timeline_of(view, "config_set", 6)
    assert sum(1 for _ in told.values_in_steps()) == 10
    assert sum(1 for _ in told.counts(0, 10, 100)) == 10


@settings(max_examples=examples(50))
@given(
    sends=st.lists(
        st.tuples(
            st.none() | st.integers(-(2**62), 2**62) | st.integers(0, 100), st.sampled_from("abcd")
        ),
        max_size=40,
    ),
    first_ms=st.integers(-50, 50),
    bucket_ms=st.integers(1, 30),
    buckets=st.integers(1, 9),
    most=st.integers(1, 3),
)
def test_it_counts_as_one_would_by_hand(
    sends: list[tuple[int | None, str]], first_ms: int, bucket_ms: int, buckets: int, most: int
) -> None:
    told = timeline_of(over([send(*one) for one in sends]), "config_set", most)
    found = counted(told, first_ms, bucket_ms, buckets)
    wanted = Counter(
        (told.values.index(value) if value in told.values else len(told.values), bucket)
        for at_ms, value in sends
        if at_ms is not None and 0 <= (bucket := (at_ms - first_ms) // bucket_ms) < buckets
    )
    assert {
        (line, bucket): number
        for line, numbers in enumerate(found)
        for bucket, number in enumerate(numbers)
        if number
    } == dict(wanted)
    assert len(told.values) + told.others == len({value for _, value in sends})

"""Laws of folding: of the copies of one call that match, one is shown, and none is lost."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.filters.match import matches
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.store.store import Store
from sestrail_tui.store.view import View
from tests.examples import examples

if TYPE_CHECKING:
    from sestrail_tui.core.record import Record

FILTERS = (
    "",
    "account:2",
    "-account:1",
    "account:1 | account:3",
    "needle",
    "account:2 needle",
)


def record(number: int, shared: int, account: int, time_s: int) -> Record:
    """Return a send's record; ``shared`` 0 is recorded in one account alone."""
    told = {
        "eventSource": "ses.amazonaws.com",
        "eventName": "SendEmail",
        "eventTime": f"2026-04-11T20:{time_s // 60 % 60:02}:{time_s % 60:02}Z",
        "eventID": f"{number:08x}-80c2-4dad-913a-cb3a4d5ef73a",
        "recipientAccountId": str(account),
        "note": "needle" if number % 3 == 0 else "hay",
    }
    if shared:
        told["sharedEventID"] = f"shared-{shared}"
    return decode(json.dumps(told).encode(), source="a", delivered_ms=None)


def check_laws(store: Store, view: View) -> None:
    """Hold what is shown against what is held, once all records have been read."""
    while not view.scan.step(1):
        pass
    view.settle()
    matching: dict[str, set[int]] = defaultdict(set)
    for row in range(store.first_row, view.end_row):
        held = store.record(row)
        if matches(view.node, held):
            matching[held.shared_id or str(row)].add(row)
    shown = view.rows().tolist()
    calls = [store.record(row).shared_id or str(row) for row in shown]
    assert len(set(calls)) == len(calls), "one row a call"
    assert set(calls) == set(matching), "each call of which a copy matches, and no other"
    assert all(row in matching[call] for row, call in zip(shown, calls, strict=True))
    for row, call in zip(shown, calls, strict=True):
        assert set(view.matching_copies(row)) == matching[call], "every copy can be reached"
    keys = [store.order_ms(row) if view.order == "time" else row for row in shown]
    assert keys == sorted(keys)
    assert view.focus is None or view.index_of(view.focus) is not None


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("append"), st.integers(1, 70)),
        st.tuples(st.just("filter"), st.sampled_from(FILTERS)),
        st.tuples(st.just("order"), st.sampled_from(["time", "arrival"])),
        st.tuples(st.just("hold"), st.booleans()),
        st.tuples(st.just("focus"), st.integers(0, 200)),
    ),
    max_size=12,
)


@settings(max_examples=examples(60))
@given(STEPS, st.integers(0, 10**6), st.sampled_from([64, 128, 1000]), st.integers(1, 60))
def test_one_row_a_call_whatever_happens(
    steps: list[tuple[str, object]], seed: int, cap: int, calls: int
) -> None:
    chance = random.Random(seed)
    store = Store(cap)
    view = View(store)
    number = 0
    for what, how in steps:
        if what == "append":
            assert isinstance(how, int)
            made = [
                record(
                    number + at,
                    chance.randrange(calls) if chance.random() < 0.6 else 0,
                    chance.randrange(1, 4),
                    chance.randrange(600),
                )
                for at in range(how)
            ]
            number += how
            view.extend(store.append(made))
        elif what == "filter":
            view.set_filter(parse(str(how)))
        elif what == "order":
            view.set_order("time" if how == "time" else "arrival")
        elif what == "hold":
            view.held = bool(how)
        elif len(view):
            assert isinstance(how, int)
            view.focus = view.row(how % len(view))
        check_laws(store, view)


def three() -> tuple[Store, View]:
    """One call in three accounts between two calls in one."""
    store = Store()
    view = View(store)
    shared = [record(number, 7, number, number) for number in (1, 2, 3)]
    made = [record(8, 0, 1, 0), *shared, record(9, 0, 1, 9)]
    view.extend(store.append(made))
    return store, view


def test_copies_are_one_row_and_each_is_held_as_delivered() -> None:
    store, view = three()
    assert view.rows().tolist() == [0, 1, 4]
    assert store.copies.of(2) == (1, 2, 3)
    assert store.copies.of(0) == (0,)
    assert store.copies.duplicates == 2
    assert len({store.raw(row) for row in store.copies.of(1)}) == 3


def test_a_filter_shows_the_copy_that_matches_and_the_focus_follows_the_call() -> None:
    _, view = three()
    view.focus = 1
    view.set_filter(parse("account:3"))
    assert view.rows().tolist() == [3]
    assert view.focus == 3
    view.set_filter(parse(""))
    assert view.focus == 1
    assert view.shown_copy_of(3) == 1


def test_a_copy_that_comes_later_adds_no_row() -> None:
    store, view = three()
    change = view.extend(store.append([record(10, 7, 4, 1)]))
    assert (change.added, len(view)) == (0, 3)
    assert store.copies.of(1) == (1, 2, 3, 5)


def test_facets_count_calls_not_copies() -> None:
    _, view = three()
    assert view.facets(["account"]) == [[("1", 3)]]


def test_when_the_row_shown_is_let_go_a_copy_takes_its_place() -> None:
    store = Store(128)
    view = View(store)
    first = [record(number, 1 if number == 63 else 0, 1, 0) for number in range(64)]
    view.extend(store.append(first))
    view.extend(store.append([record(64, 1, 2, 0)]))
    assert 64 not in view.rows().tolist()
    view.extend(store.append([record(number, 0, 1, 1) for number in range(65, 130)]))
    assert store.first_row == 64
    assert 64 in view.rows().tolist()

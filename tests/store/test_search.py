"""Going to the next and the previous match, against looking at every row in turn."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.filters.match import matches
from sestrail_tui.filters.parse import parse
from sestrail_tui.store.search import Search
from sestrail_tui.store.store import Store
from sestrail_tui.store.view import View
from tests.store.samples import records

SENDS = records(300)


def built() -> View:
    store = Store()
    view = View(store)
    view.extend(store.append(SENDS))
    return view


VIEW = built()


@given(
    text=st.sampled_from(["config:config-3", "app-7", '"mfaauthenticated"', "nowhere", "error:*"]),
    index=st.integers(0, 299),
    backwards=st.booleans(),
    budget=st.sampled_from([0.0, 1.0]),
)
def test_it_finds_the_next_row_all_round(
    text: str, index: int, backwards: bool, budget: float
) -> None:
    node = parse(text)
    rows = VIEW.rows().tolist()
    if backwards:
        rows, index_there = rows[::-1], len(rows) - 1 - index
    else:
        index_there = index
    turn = [*rows[index_there + 1 :], *rows[: index_there + 1]]
    expected = next((row for row in turn if matches(node, SENDS[row])), None)

    search = Search(VIEW, node, index, backwards=backwards)
    while not search.step(budget):
        assert search.found is None
    assert search.found == expected
    assert search.step(budget)


def test_an_empty_view_has_no_match() -> None:
    search = Search(View(Store()), parse("x"), -1)
    assert search.step(1)
    assert search.found is None

"""Pieces of a range are always the whole of it."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.places.insights.pieces import QueryRange

IDS = st.uuids().map(str) | st.sampled_from(["", "a", "ab", "ABCDEF01", "id-1", "aa-bb"])


def holds(piece: QueryRange, second: int, event_id: str) -> bool:
    if not piece.first_s <= second <= piece.last_s:
        return False
    message = f'{{"eventID":"{event_id}"}}'
    for part in filter(None, piece.condition.split(" and ")):
        regex = part.partition("/")[2].removesuffix("/")
        if (re.search(regex, message) is None) != (" not like " in part):
            return False
    return True


@given(st.integers(0, 90), st.lists(st.integers(0, 9), max_size=40), IDS, st.integers(0, 90))
def test_halves_of_halves_hold_every_record_once(
    last: int, choices: list[int], event_id: str, second: int
) -> None:
    whole = QueryRange(0, last)
    pieces = [whole]
    for choice in choices:
        piece = pieces.pop(choice % len(pieces))
        pieces += piece.halves() or (piece,)
    assert sum(holds(one, second, event_id) for one in pieces) == (second <= last)


@given(
    st.integers(0, 10_000),
    st.none() | st.integers(0, 10_000),
    st.integers(1, 1000),
    st.floats(0, 1e9),
    st.integers(0, 10_000),
)
def test_the_rest_is_all_from_the_last_second_on(
    last: int, reached: int | None, rows: int, left: float, second: int
) -> None:
    pieces = QueryRange(0, last).rest(reached, rows, left)
    assert len(pieces) <= 64
    was_cut = reached is not None and 0 < reached <= last
    wanted = second <= last and (not was_cut or second >= (reached or 0))
    if last > 0:
        assert sum(one.first_s <= second <= one.last_s for one in pieces) == wanted


def test_what_cannot_be_cut() -> None:
    assert QueryRange(5, 5, "abc", others=True).halves() == ()
    assert QueryRange(5, 5, "0123456", "7").halves() == ()

"""Codes, how many rows hold each, and what becomes of values that no row holds any more."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from unittest.mock import patch

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.store.columns import dictionary as module
from sestrail_tui.store.columns.dictionary import Dictionary
from sestrail_tui.store.scan.predicate_cache import PredicateCache

if TYPE_CHECKING:
    import pytest


def codes(*numbers: int) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    return np.array(numbers, np.uint8)


def test_a_value_gets_the_next_code_and_keeps_it() -> None:
    values = Dictionary()
    assert [values[value] for value in ("a", "b", "a", "")] == [0, 1, 0, 2]
    assert values.values_by_code == ["a", "b", ""]


def test_counts_follow_the_rows() -> None:
    values = Dictionary()
    values.count(codes(*(values[value] for value in ("a", "b", "a"))))
    values.uncount(codes(0))
    assert dict(values.counted()) == {"a": 1, "b": 1}
    values.uncount(codes(1))
    assert dict(values.counted()) == {"a": 1}


def test_more_values_than_room_for_counts() -> None:
    values = Dictionary()
    for number in range(200):
        values.count(codes(values[str(number)]))
    assert dict(values.counted()) == {str(number): 1 for number in range(200)}


def test_codes_of_dead_values_are_used_again() -> None:
    values = Dictionary()
    told = PredicateCache(values, lambda value: str(value).startswith("n"))
    for value in ("a", "b", "n1"):
        values.count(codes(values[value]))
    told.refresh()
    values.uncount(codes(0, 1))
    assert "a" not in values
    told.refresh()
    reused = values["n2"]
    values.count(codes(reused))
    told.refresh()
    assert reused < 2
    assert told.over(codes(reused, 2)).tolist() == [True, True]
    assert dict(values.counted()) == {"n1": 1, "n2": 1}


def test_a_column_of_its_own_value_for_each_row_holds_as_many_as_there_are_rows() -> None:
    values = Dictionary()
    rows = [values[f"v{number}"] for number in range(100)]
    values.count(codes(*rows))
    for number in range(100, 20_000):
        values.uncount(codes(rows.pop(0)))
        rows.append(values[f"v{number}"])
        values.count(codes(rows[-1]))
    assert len(values) == len(values.values_by_code) == 100
    assert len(values._reused) <= module._LISTED


def test_answers_that_stayed_behind_ask_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LISTED", 4)
    values = Dictionary()
    old = [values[f"old{number}"] for number in range(20)]
    values.count(codes(*old))
    told = PredicateCache(values, lambda value: str(value).startswith("new1"))
    assert told.never
    values.uncount(codes(*old))
    new = {f"new{number}": values[f"new{number}"] for number in range(20)}
    values.count(codes(*new.values()))
    assert values.reused_since(0) is None
    told.refresh()
    told_of = dict(zip(new, told.over(codes(*new.values())).tolist(), strict=True))
    assert told_of == {name: name.startswith("new1") for name in new}


def test_each_value_is_asked_about_once() -> None:
    asked: list[str] = []
    values = Dictionary()

    def test(value: str) -> bool:
        asked.append(value)
        return value != "b"

    told = PredicateCache(values, test)
    for value in ("a", "b", "a", "c"):
        values.count(codes(values[value]))
        told.refresh()
    assert asked == ["a", "b", "c"]
    assert told.over(codes(0, 1, 2, 0)).tolist() == [True, False, True, True]


def test_a_code_beyond_the_type_of_a_column_is_not_in_it() -> None:
    values = Dictionary()
    told = PredicateCache(values, lambda value: value == "299")
    for number in range(300):
        values.count(np.array([values[str(number)]], np.uint16))
    told.refresh()
    assert told.over(codes(0, 43)).tolist() == [False, False]


def test_values_of_one_row_each_are_not_looked_up_for_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_LOOKED_UP", 100)
    values = Dictionary()
    for number in range(5000):
        row = [values[f"v{number}"], values["often"]]
        values.count(np.array(row, np.uint16))
        assert len(values) <= 101
    assert values.several
    assert len(values.values_by_code) == 5001
    assert dict(values.counted())["often"] == 5000


@given(st.lists(st.integers(0, 400) | st.integers(0, 5), max_size=400), st.integers(1, 60))
def test_rows_keep_their_values_whatever_is_looked_up(numbers: list[int], held: int) -> None:
    with patch.object(module, "_LOOKED_UP", 8):
        values = Dictionary()
    rows: list[tuple[str, int]] = []
    for number in numbers:
        value = str(number)
        rows.append((value, values[value]))
        values.count(np.array([rows[-1][1]], np.uint16))
        if len(rows) > held:
            values.uncount(np.array([rows.pop(0)[1]], np.uint16))
        assert all(values.values_by_code[code] == value for value, code in rows)
    found = Counter[str]()
    for counted, times in values.counted():
        found[str(counted)] += times
    assert found == Counter(value for value, _ in rows)
    assert values.several or len(set(rows)) == len(found)

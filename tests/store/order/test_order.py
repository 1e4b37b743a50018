"""Sorted rows against a sorted list."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.store.order import order as order_module
from sestrail_tui.store.order.order import Order

batches = st.lists(st.lists(st.integers(0, 5), max_size=20), max_size=8)


@given(batches, st.randoms(use_true_random=False))
def test_merging_keeps_the_order(batches: list[list[int]], chance: object) -> None:
    order = Order()
    model: list[tuple[int, int]] = []
    for keys in batches:
        rows = list(range(len(model), len(model) + len(keys)))
        before = list(model)
        start = order.merge(np.array(keys, np.int64), np.array(rows, np.int64))
        model = sorted([*model, *zip(keys, rows, strict=True)])
        assert list(zip(order.keys.tolist(), order.rows.tolist(), strict=True)) == model
        assert model[:start] == before[:start]
        assert all(order.position(*pair) == index for index, pair in enumerate(model))


@given(st.lists(st.tuples(st.integers(0, 4), st.booleans()), min_size=1, max_size=60))
def test_rows_may_come_in_any_order_of_batches(told: list[tuple[int, bool]]) -> None:
    order = Order()
    for late in (False, True):
        rows = [row for row, (_, is_late) in enumerate(told) if is_late is late]
        keys = [told[row][0] for row in rows]
        order.merge(np.array(keys, np.int64), np.array(rows, np.int64))
    expected = sorted((key, row) for row, (key, _) in enumerate(told))
    assert list(zip(order.keys.tolist(), order.rows.tolist(), strict=True)) == expected


@given(st.lists(st.integers(0, 3) | st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=60))
def test_many_are_sorted_as_few_are(keys: list[int]) -> None:
    order = Order()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(order_module, "_MANY", 1)
        order.merge(np.array(keys, np.int64), np.arange(len(keys)))
    expected = sorted((key, row) for row, key in enumerate(keys))
    assert list(zip(order.keys.tolist(), order.rows.tolist(), strict=True)) == expected


@given(
    st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=1, max_size=60),
    st.integers(0, 60),
    st.integers(1, 9),
)
def test_rows_are_picked_a_chunk_at_a_time(
    told: list[tuple[int, bool]], first: int, stretch: int
) -> None:
    order = Order()
    first = min(first, len(told) - 1)
    order.merge(np.array([key for key, _ in told], np.int64), np.arange(len(told)))
    order.drop(first, 9)
    wanted = np.array([is_wanted for _, is_wanted in told[first:]])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(order_module, "_CHUNK", stretch)
        picked = order.picked(wanted, first, int(wanted.sum()))
    kept = [(key, row) for row, (key, is_wanted) in enumerate(told) if is_wanted and row >= first]
    assert list(zip(picked.keys.tolist(), picked.rows.tolist(), strict=True)) == sorted(kept)
    assert list(zip(order.copy().rows.tolist(), order.copy().keys.tolist(), strict=True)) == list(
        zip(order.rows.tolist(), order.keys.tolist(), strict=True)
    )


@given(st.lists(st.integers(0, 9), min_size=1, max_size=80), st.integers(0, 80))
def test_dropping_looks_only_as_far_as_told(keys: list[int], first: int) -> None:
    rows = np.arange(len(keys))
    order = Order()
    order.merge(np.array(keys, np.int64), rows)
    through = max(keys[:first], default=-1)
    assert order.drop(first, through) == min(first, len(keys))
    expected = sorted((key, row) for row, key in enumerate(keys) if row >= first)
    assert list(zip(order.keys.tolist(), order.rows.tolist(), strict=True)) == expected


def test_room_at_the_front_is_used_again() -> None:
    order = Order()
    for first in range(0, 50_000, 100):
        rows = np.arange(first, first + 100)
        order.merge(rows, rows)
        order.drop(first - 1000, first - 1001)
    assert order.rows.tolist() == list(range(48_900, 50_000))
    assert len(order._rows) < 5_000

"""Sorted rows against a sorted list."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.store.order import Order

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

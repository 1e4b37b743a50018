"""Putting the rows that a filter found in order, by the cheaper of two ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import numpy as np

from sestrail_tui.store.order.order import Order, Rows

if TYPE_CHECKING:
    from sestrail_tui.store.scan.predicate_cache import Mask
    from sestrail_tui.store.store import Store

By: TypeAlias = Literal["time", "arrival"]
"""What rows are ordered by: event time, or the order in which they came."""

_FEW: Final = 10
"""Less than one row in so many is sorted on its own; more are taken from the store's timeline."""
_SPARSE: Final = 32
"""Less than one row in so many is sorted to be told from its double; more are marked."""


def sort_keys(store: Store, by: By, rows: Rows) -> Rows:
    """Give the keys by which ascending ``rows`` are ordered."""
    return rows if by == "arrival" else store.columns.order_ms(rows)


def arranged(store: Store, by: By, rows: Rows) -> Order:
    """Put ascending ``rows`` in order."""
    timeline = store.timeline
    if by == "arrival" or len(rows) * _FEW < len(timeline):
        order = Order()
        order.merge(sort_keys(store, by, rows), rows)
        return order
    if len(rows) == len(timeline):
        return timeline.copy()
    return timeline.picked(_marked(store, rows), store.first_row, len(rows))


def ascending(store: Store, rows: Rows) -> Rows:
    """Give rows that are in any order, some perhaps twice, ascending and once each."""
    rows = rows[rows >= store.first_row]
    if len(rows) * _SPARSE < len(store):
        return np.unique(rows)
    return np.flatnonzero(_marked(store, rows)) + store.first_row


def _marked(store: Store, rows: Rows) -> Mask:
    marks = np.zeros(len(store), np.bool_)
    marks[rows - store.first_row] = True
    return marks

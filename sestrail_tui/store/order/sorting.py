"""Putting the rows that a filter found in order, by the cheaper of two ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import numpy as np

from sestrail_tui.store.order.order import Order

if TYPE_CHECKING:
    from sestrail_tui.store.columns.columns import Columns
    from sestrail_tui.store.columns.rows import Mask, Rows

By: TypeAlias = Literal["time", "arrival"]
"""What rows are ordered by: event time, or the order in which they came."""

_FEW: Final = 10
"""Less than one row in so many is sorted on its own; more are taken from the timeline."""
_SPARSE: Final = 32
"""Less than one row in so many is sorted to drop duplicates; more are marked."""


def sort_keys(columns: Columns, by: By, rows: Rows) -> Rows:
    """Return the keys by which ascending ``rows`` are ordered."""
    return rows if by == "arrival" else columns.order_ms(rows)


def sorted_rows(columns: Columns, timeline: Order, by: By, rows: Rows) -> Order:
    """Return ascending ``rows`` in order; ``timeline`` has all rows by time."""
    if by == "arrival" or len(rows) * _FEW < len(timeline):
        order = Order()
        order.merge(sort_keys(columns, by, rows), rows)
        return order
    if len(rows) == len(timeline):
        return timeline.copy()
    return timeline.picked(_marked(columns, rows), columns.first_row, len(rows))


def ascending(columns: Columns, rows: Rows) -> Rows:
    """Return rows that are in any order, some perhaps twice, ascending and once each."""
    rows = rows[rows >= columns.first_row]
    if len(rows) * _SPARSE < len(columns):
        return np.unique(rows)
    return np.flatnonzero(_marked(columns, rows)) + columns.first_row


def _marked(columns: Columns, rows: Rows) -> Mask:
    marks = np.zeros(len(columns), np.bool_)
    marks[rows - columns.first_row] = True
    return marks

"""The rows that match a filter, in order, with a focus that follows the record.

A view knows the rows below its `end_row`; `extend` takes in what came since. While it is held
(the screen is paused) it takes in nothing and forgets only what the store let go.

Everything here is for the thread that appends to the store; only ``scan.step`` may run elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import numpy as np

from sestrail_tui.filters.match import compile_node
from sestrail_tui.filters.tree import All, Node
from sestrail_tui.store.look import Looked, look
from sestrail_tui.store.narrowing import narrows
from sestrail_tui.store.order import Order, Rows
from sestrail_tui.store.raw_scan import RawScan
from sestrail_tui.store.scan import Scan

if TYPE_CHECKING:
    from sestrail_tui.store.answers import Mask
    from sestrail_tui.store.dictionary import Value
    from sestrail_tui.store.store import Change, Store

By: TypeAlias = Literal["time", "arrival"]

_FEW: Final = 32
"""Less than one row in so many is sorted on its own; more are taken from the store's timeline."""


@dataclass(frozen=True, slots=True)
class ViewChange:
    """What changed in a view; indexes below ``start`` show what they showed."""

    start: int
    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class _Anchor:
    row: int
    order_ms: int


class View:
    """The rows of ``store`` that match ``node``, by event time or by arrival."""

    read_at_once_s: float = 0.003
    """How long a call here reads records itself before it leaves the rest to ``scan.step``."""

    def __init__(self, store: Store, node: Node | None = None, order: By = "time") -> None:
        self.store = store
        self.node: Node = All()
        """The filter; `set_filter` changes it."""
        self.order: By = order
        """How rows are ordered; `set_order` changes it."""
        self.held = False
        """While set, `extend` takes in nothing new."""
        self.end_row = store.end_row
        """Rows from here on have not been looked at."""
        self.scan: RawScan
        """The rows that only their records can tell; drive its `step`, then call `settle`."""
        self._order = Order()
        self._anchor: _Anchor | None = None
        self._show(All() if node is None else node, None)

    def __len__(self) -> int:
        return len(self._order)

    @property
    def waiting(self) -> int:
        """How many records the store holds that the view has not looked at."""
        return self.store.end_row - max(self.end_row, self.store.first_row)

    def rows(self) -> Rows:
        """Give the rows in order: a window, good until the view changes."""
        return self._order.rows

    def row(self, index: int) -> int:
        """Give the row at an index; raises `IndexError` outside the view."""
        return int(self._order.rows[index])

    def index_of(self, row: int) -> int | None:
        """Give where a row is shown, ``None`` if it is not."""
        if not self.store.first_row <= row < self.end_row:
            return None
        index = self._order.position(self._key(row), row)
        return index if index < len(self) and self.row(index) == row else None

    def nearest(self, row: int) -> int:
        """Give the index of ``row``, else of the next one shown, else of the last; 0 if empty."""
        if row < self.store.first_row:
            return 0
        return self._nearest(self._key(row), row)

    @property
    def focus(self) -> int | None:
        """The row in focus; when it goes, the next one shown takes its place, else the last.

        ``None`` if there is no focus, or nothing shown; the place is kept until something is.
        """
        return self._anchor.row if self._anchor is not None and len(self) else None

    @focus.setter
    def focus(self, row: int | None) -> None:
        self._anchor = None if row is None else _Anchor(row, self.store.order_ms(row))
        self._keep_focus()

    def facet(self, column: str) -> list[tuple[Value, int]]:
        """Count the values of a coded column over the rows shown, most frequent first."""
        everything = len(self) == len(self.store)
        return self.store.counts(column, None if everything else self._order.rows)

    def set_filter(self, node: Node) -> ViewChange:
        """Show what matches ``node`` as far as the columns tell; `scan` then finds the rest.

        A filter that narrows the one before looks only at rows that this one may show.
        """
        before = len(self)
        candidates = None
        if self.node != All() and narrows(node, self.node):
            rows = (self.scan.open_rows, self.scan.found(), self._order.rows)
            candidates = self._ascending(np.concatenate(rows))
        self.scan.cancel()
        self._show(node, candidates)
        return ViewChange(0, len(self), before)

    def set_order(self, order: By) -> ViewChange:
        """Order the rows another way; the focus stays on its record."""
        self.order = order
        self._order = self._ordered(self._ascending(self._order.rows))
        return ViewChange(0, len(self), len(self))

    def extend(self, change: Change) -> ViewChange:
        """Take in what the store appended, and forget what it let go; looks at nothing else.

        Every change has to be given once; several may be joined by `Change.then`.
        """
        removed = 0
        if change.let_go:
            through = change.let_go_ms if self.order == "time" else self.store.first_row - 1
            removed = self._order.drop(self.store.first_row, through)
        start, before = (0 if removed else len(self)), len(self)
        if not self.held and self.waiting:
            first = max(self.end_row, self.store.first_row)
            self.end_row = self.store.end_row
            looked = look(self._scan, self.store.columns.slices(first, self.end_row))
            start = min(start, self._merge(looked.sure), self._read(looked))
        self._keep_focus()
        return ViewChange(start, len(self) - before, removed)

    def settle(self) -> ViewChange:
        """Show the rows that `scan` found since the last call."""
        before = len(self)
        start = self._merge(self.scan.found())
        self._keep_focus()
        return ViewChange(start, len(self) - before, 0)

    def _show(self, node: Node, candidates: Rows | None) -> None:
        columns, first = self.store.columns, self.store.first_row
        self.node = node
        self._scan = Scan(node, columns)
        self.scan = RawScan(self.store, compile_node(node), self._scan.needles)
        looked = look(
            self._scan,
            columns.slices(first, self.end_row)
            if candidates is None
            else columns.groups(candidates[np.searchsorted(candidates, first) :]),
        )
        looked = self._with_focus(looked)
        self._order = self._ordered(looked.sure)
        self._read(looked)
        self._keep_focus()

    def _with_focus(self, looked: Looked) -> Looked:
        """Read the record in focus first, so that it stays in focus if it matches."""
        row = self._anchor.row if self._anchor is not None else -1
        at = int(np.searchsorted(looked.open, row))
        if at == len(looked.open) or looked.open[at] != row:
            return looked
        sure = looked.sure
        if self.scan.matches(row):
            sure = np.insert(sure, np.searchsorted(sure, row), row)
        return Looked(sure, np.delete(looked.open, at), np.delete(looked.plain, at))

    def _read(self, looked: Looked) -> int:
        """Read the open rows for a moment and show those found; give the lowest index changed."""
        if not len(looked.open):
            return len(self)
        self.scan.add(looked.open, looked.plain)
        self.scan.step(self.read_at_once_s)
        return self._merge(self.scan.found())

    def _merge(self, rows: Rows) -> int:
        rows = rows[np.searchsorted(rows, self.store.first_row) :]
        return self._order.merge(self._keys(rows), rows)

    def _keys(self, rows: Rows) -> Rows:
        return rows if self.order == "arrival" else self.store.columns.order_ms(rows)

    def _key(self, row: int) -> int:
        return row if self.order == "arrival" else self.store.order_ms(row)

    def _ordered(self, rows: Rows) -> Order:
        """Put ascending rows in order."""
        timeline = self.store.timeline
        few = len(rows) * _FEW < len(timeline)
        if few or self.order == "arrival":
            order = Order()
            order.merge(self._keys(rows), rows)
            return order
        if len(rows) == len(timeline):
            return timeline.picked(None)
        return timeline.picked(self._marked(rows)[timeline.rows - self.store.first_row])

    def _marked(self, rows: Rows) -> Mask:
        marks = np.zeros(len(self.store), np.bool_)
        marks[rows - self.store.first_row] = True
        return marks

    def _ascending(self, rows: Rows) -> Rows:
        """Give rows, in any order and perhaps repeated, ascending and once each."""
        if len(rows) * _FEW < len(self.store):
            return np.unique(rows)
        rows = rows[rows >= self.store.first_row]
        return np.flatnonzero(self._marked(rows)) + self.store.first_row

    def _nearest(self, key: int, row: int) -> int:
        return max(0, min(self._order.position(key, row), len(self) - 1))

    def _keep_focus(self) -> None:
        if self._anchor is None or not len(self):
            return
        row, order_ms = self._anchor.row, self._anchor.order_ms
        row = self.row(self._nearest(row if self.order == "arrival" else order_ms, row))
        if row != self._anchor.row:
            self._anchor = _Anchor(row, self.store.order_ms(row))

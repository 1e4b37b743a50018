"""The rows that match a filter, in order, with a focus that follows the record.

A view knows the rows below its `end_row`; `extend` takes in what came since. While it is held
(the screen is paused) it takes in nothing and only forgets what the store evicted. Between an
append and the next call that changes the view, it may still name rows that the store evicted.

Everything here is for the thread that appends to the store; only ``scan.step`` may run elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sestrail_tui.filters.match import compile_node
from sestrail_tui.filters.narrowing import narrows
from sestrail_tui.filters.syntax.tree import All, Node, Text
from sestrail_tui.store.columns.rows import NO_ROWS, Rows
from sestrail_tui.store.order.order import Order
from sestrail_tui.store.order.sorting import By, ascending, sort_keys, sorted_rows
from sestrail_tui.store.scan.evaluate import Evaluated, evaluate
from sestrail_tui.store.scan.raw_scan import RawScan
from sestrail_tui.store.scan.scan import Scan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sestrail_tui.store.columns.dictionary import Value
    from sestrail_tui.store.store import Store, StoreChange


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
        # What came up to here may be taken in: while held, more arrives than is looked at.
        self._arrived_end = store.end_row
        self._first_row = store.first_row
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
        """Return the rows in order: a window, good until the view changes."""
        return self._order.rows

    def row(self, index: int) -> int:
        """Return the row at an index; raises `IndexError` outside the view."""
        return int(self._order.rows[index])

    def index_of(self, row: int) -> int | None:
        """Return where a row is shown, ``None`` if it is not."""
        if not self.store.first_row <= row < self.end_row:
            return None
        index = self._order.position(self._key(row), row)
        return index if index < len(self) and self.row(index) == row else None

    def nearest(self, row: int) -> int:
        """Return the index of ``row``, else of the next one shown, else of the last; 0 if empty."""
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

    def shown_copy_of(self, row: int) -> int | None:
        """Return the row shown for a row's call: itself, a copy of it, or ``None``."""
        copies = self.store.copies.of(row)
        return next((copy for copy in copies if self.index_of(copy) is not None), None)

    def matching_copies(self, row: int) -> tuple[int, ...]:
        """Return the rows that a shown row stands for: all copies of its call that match."""
        copies = self.store.copies.of(row)
        return tuple(copy for copy in copies if copy == row or self._may_show(copy))

    def facets(self, columns: Iterable[str]) -> list[list[tuple[Value, int]]]:
        """Count the values of coded columns over the rows shown, most frequent first."""
        store = self.store
        whole = self.node == All() and self.end_row == store.end_row and not store.copies.any
        groups = None if whole else store.groups(self._order.rows)
        return [store.counts(column, groups) for column in columns]

    def set_filter(self, node: Node) -> ViewChange:
        """Show what matches ``node`` as far as the columns tell; `scan` then finds the rest.

        A filter that narrows the one before looks only at rows that this one may show.
        """
        before = len(self)
        self._forget()
        candidates = None
        if self.node != All() and narrows(node, self.node):
            copies = self.store.copies.rows()
            rows = (self.scan.open_rows, self.scan.found(), self._order.rows, copies)
            candidates = ascending(self.store.columns, np.concatenate(rows))
            candidates = candidates[: np.searchsorted(candidates, self.end_row)]
        self.scan.cancel()
        self._show(node, candidates)
        return ViewChange(0, len(self), before)

    def set_order(self, order: By) -> ViewChange:
        """Order the rows another way; the focus stays on its record."""
        before = len(self)
        self._forget()
        self.order = order
        self._sort(ascending(self.store.columns, self._order.rows))
        self._keep_focus()
        return ViewChange(0, len(self), before)

    def extend(self, change: StoreChange) -> ViewChange:
        """Take in the rows of ``change``, and of those before it; looks at no others."""
        removed = self._forget()
        start, before = (0 if removed else len(self)), len(self)
        self._arrived_end = max(self._arrived_end, change.end)
        if not self.held and self._arrived_end > self.end_row:
            first, self.end_row = max(self.end_row, self._first_row), self._arrived_end
            evaluated = evaluate(self._scan, self.store.columns.slices(first, self.end_row))
            start = min(start, self._merge(evaluated.sure), self._read(evaluated))
        self._keep_focus()
        return ViewChange(start, len(self) - before, removed)

    def settle(self) -> ViewChange:
        """Show the rows that `scan` found since the last call."""
        removed = self._forget()
        before = len(self)
        start = self._merge(self.scan.found())
        self._keep_focus()
        return ViewChange(0 if removed else start, len(self) - before, removed)

    def _forget(self) -> int:
        """Drop the rows that the store evicted; return how many."""
        if self._first_row == self.store.first_row:
            return 0
        self._first_row = self.store.first_row
        through = self.store.evicted_ms if self.order == "time" else self._first_row - 1
        copies, gone = self.store.copies, NO_ROWS
        if copies.any:
            gone = self._order.rows[self._order.rows < self._first_row]
        dropped = self._order.drop(self._first_row, through)
        if len(gone):
            self._merge(copies.uncovered(gone, self._may_show))
        return dropped

    def _may_show(self, row: int) -> bool:
        return row < self.end_row and self.scan.matches(row)

    def _show(self, node: Node, candidates: Rows | None) -> None:
        columns, first = self.store.columns, self.store.first_row
        self.node = node
        self._scan = Scan(node, columns)
        decides = isinstance(node, Text) and node.pattern.value is not None
        substrings = self._scan.substrings
        self.scan = RawScan(
            self.store.blocks, self.store.decoded, compile_node(node), substrings, decides=decides
        )
        evaluated = evaluate(
            self._scan,
            columns.slices(first, self.end_row)
            if candidates is None
            else columns.groups(candidates[np.searchsorted(candidates, first) :]),
        )
        evaluated = self._with_focus(evaluated)
        self._sort(self.store.copies.folded(evaluated.sure))
        self._read(evaluated)
        self._keep_focus()

    def _sort(self, rows: Rows) -> None:
        """Show ascending ``rows``, in order."""
        self._order = sorted_rows(self.store.columns, self.store.timeline, self.order, rows)

    def _with_focus(self, evaluated: Evaluated) -> Evaluated:
        """Read the record in focus first, so that it stays in focus if it matches."""
        row = self._anchor.row if self._anchor is not None else -1
        at = int(np.searchsorted(evaluated.open, row))
        if at == len(evaluated.open) or evaluated.open[at] != row:
            return evaluated
        sure = evaluated.sure
        if self.scan.matches(row):
            sure = np.insert(sure, np.searchsorted(sure, row), row)
        return Evaluated(sure, np.delete(evaluated.open, at), np.delete(evaluated.plain, at))

    def _read(self, evaluated: Evaluated) -> int:
        """Read the open rows for a moment and show those found; return the lowest index changed."""
        if not len(evaluated.open):
            return len(self)
        self.scan.add(evaluated.open, evaluated.plain)
        self.scan.step(self.read_at_once_s)
        return self._merge(self.scan.found())

    def _merge(self, rows: Rows) -> int:
        if not len(rows):
            return len(self)
        if rows[0] < self.store.first_row:
            rows = rows[np.searchsorted(rows, self.store.first_row) :]
        if self.store.copies.any:
            rows = self.store.copies.new(rows, lambda row: self.index_of(row) is not None)
        return self._order.merge(sort_keys(self.store.columns, self.order, rows), rows)

    def _key(self, row: int) -> int:
        return row if self.order == "arrival" else self.store.order_ms(row)

    def _nearest(self, key: int, row: int) -> int:
        return max(0, min(self._order.position(key, row), len(self) - 1))

    def _keep_focus(self) -> None:
        if self._anchor is None or not len(self):
            return
        row, order_ms = self._anchor.row, self._anchor.order_ms
        if self.store.copies.any and (shown := self.shown_copy_of(row)) is not None:
            row, order_ms = shown, self.store.order_ms(shown)
        row = self.row(self._nearest(row if self.order == "arrival" else order_ms, row))
        if row != self._anchor.row and row >= self.store.first_row:
            self._anchor = _Anchor(row, self.store.order_ms(row))

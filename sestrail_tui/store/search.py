"""The next or the previous row of a view that matches another filter, found in slices."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import numpy as np

from sestrail_tui.filters.match import compile_node
from sestrail_tui.store.look import look
from sestrail_tui.store.raw_scan import RawScan
from sestrail_tui.store.scan import Scan

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.filters.tree import Node
    from sestrail_tui.store.order import Rows
    from sestrail_tui.store.view import View

_CHUNK: Final = 4096


class Search:
    """Looks through the rows that ``view`` shows now, from the one after ``index`` on, all round.

    Backwards it goes to the rows before. The row at ``index`` comes last. For the thread that owns
    the view.
    """

    def __init__(self, view: View, node: Node, index: int, *, backwards: bool = False) -> None:
        self.found: int | None = None
        """The row found; ``None`` while the search goes on, or if there is none."""
        self._store = view.store
        self._scan = Scan(node, view.store.columns)
        self._test = compile_node(node)
        self._reading: RawScan | None = None
        rows = view.rows()
        if backwards:
            rows, index = rows[::-1], len(rows) - 1 - index
        self._left = np.concatenate([rows[index + 1 :], rows[: index + 1]])
        self._chunk: Rows = self._left[:0]
        self._sure: Rows = self._chunk

    def step(self, budget_s: float, now: Callable[[], float] = time.perf_counter) -> bool:
        """Go on for about ``budget_s`` seconds; say whether the search has ended."""
        until = now() + budget_s
        while len(self._left) or self._reading is not None:
            reading = self._reading or self._next_chunk()
            if not reading.step(until - now(), now):
                self._reading = reading
                return False
            self._reading = None
            hits = np.isin(self._chunk, np.concatenate([self._sure, reading.found()]))
            if hits.any():
                self.found = int(self._chunk[np.argmax(hits)])
                self._left = self._left[:0]
            elif now() >= until:
                break
        return not len(self._left)

    def _next_chunk(self) -> RawScan:
        """Look at the next rows; give the reading of those that may come before the first hit."""
        chunk, self._left = self._left[:_CHUNK], self._left[_CHUNK:]
        self._chunk = chunk = chunk[chunk >= self._store.first_row]
        looked = look(self._scan, self._store.columns.groups(np.sort(chunk)))
        self._sure = looked.sure
        hits = np.isin(chunk, looked.sure)
        before = chunk[: int(np.argmax(hits))] if hits.any() else chunk
        wanted = np.isin(looked.open, before)
        reading = RawScan(self._store, self._test, self._scan.needles)
        reading.add(looked.open[wanted], looked.plain[wanted])
        return reading

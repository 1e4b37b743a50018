"""What is on the list: the store and a view of it, with the filter, the pause, marks and a search.

It knows nothing of Textual, so that each rule of the screen can be tested without one. It imports
the store when it is made, for that takes longer than a first frame may.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final, Literal

from sestrail_tui.filters.syntax.tree import All, Node, every_one, to_text
from sestrail_tui.tui.table.columns import OPTIONAL
from sestrail_tui.tui.table.marks import Lines, Mark, rows_before
from sestrail_tui.tui.table.widths import Widest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.core.record import Record
    from sestrail_tui.filters.columns import Column
    from sestrail_tui.store.store import Store, StoreChange
    from sestrail_tui.store.view import View

Order = Literal["time", "arrival"]
WhyEmpty = Literal["nothing", "settling", "paused", "searching", "hidden"]
"""Why no row is shown. nothing: no record has come. settling: the first ones are yet to be looked
at. paused: all that came waits. searching: the records' texts are still being searched. hidden: the
filter leaves out all that was looked at."""
DEFAULT_CAP: Final = 1_000_000
"""Records held; beyond it the oldest arrivals are dropped, and the screen says so."""


class Listing:
    """Rows in the order and through the filter of the moment."""

    def __init__(self, cap: int = DEFAULT_CAP) -> None:
        # numpy comes with the store: about 70 ms that the first frame must not wait for.
        from sestrail_tui.store.store import Store, StoreChange
        from sestrail_tui.store.view import View

        self.store: Store = Store(cap)
        self.view: View = View(self.store)
        self.widest = Widest(self.store)
        self.marks: list[Mark] = []
        self._new_view = View
        self._resumed = StoreChange(0, 0, 0, 0)
        self._changes: deque[StoreChange] = deque()
        self._held = 0
        self._search: Node | None = None
        self._matches: View | None = None

    # records come in

    def append(self, records: Sequence[Record]) -> None:
        """Hold more records; the views take them in with the next `catch_up`."""
        self._changes.append(self.store.append(records))

    def catch_up(self) -> int | None:
        """Show what came; give the first new row of the store, ``None`` while at rest or paused.

        While paused the views stand still, and only forget what the store evicted.
        """
        first = self.view.end_row
        for change in self._changes:
            for view in self._views():
                view.extend(change)
        self._changes.clear()
        self._held = self._in_store
        return first if self.view.end_row > first else None

    @property
    def paused(self) -> bool:
        """Whether the views stand still while records come in."""
        return self.view.held

    def pause(self, paused: bool) -> None:
        """Let the views stand still, or show all that came meanwhile."""
        for view in self._views():
            view.held = paused
        if not paused:
            for view in self._views():
                view.extend(self._resumed)
            self._held = self._in_store

    @property
    def waiting(self) -> int:
        """How many records came that the view has not taken in."""
        return self.view.waiting

    def _views(self) -> tuple[View, ...]:
        return (self.view,) if self._matches is None else (self.view, self._matches)

    # what is shown

    @property
    def node(self) -> Node:
        """The filter in force."""
        return self.view.node

    @property
    def filter_text(self) -> str:
        """The filter in force, as text."""
        return to_text(self.view.node)

    def apply(self, node: Node) -> None:
        """Filter by ``node``; a search goes on within it."""
        self.view.set_filter(node)
        if self._search is not None:
            self.search(self._search)

    def count(self, node: Node) -> int:
        """Count the records held that ``node`` alone would show, as far as columns tell."""
        return len(self._new_view(self.store, node))

    def turn_order(self) -> Order:
        """Change between event time and arrival."""
        order: Order = "arrival" if self.view.order == "time" else "time"
        for view in self._views():
            view.set_order(order)
        return order

    @property
    def scanned(self) -> float:
        """The share, 0 to 1, of the records' texts that has been searched; mostly 1 at once."""
        return min(view.scan.progress if not view.scan.done else 1.0 for view in self._views())

    def scan(self, budget_s: float) -> None:
        """Search on in the records' texts; may run in a thread while records come in."""
        for view in self._views():
            if not view.scan.done:
                view.scan.step(budget_s)

    def settle(self) -> None:
        """Show what `scan` found."""
        for view in self._views():
            view.settle()

    def index_near(self, row: int) -> int:
        """Return the index of a row of the store, or of the shown one nearest to it."""
        return self.view.nearest(row)

    @property
    def oldest_ms(self) -> int | None:
        """The earliest time of any record held (ms UTC)."""
        keys = self.store.timeline.keys
        first = int(keys.searchsorted(0))
        return int(keys[first]) if first < len(keys) else None

    def several(self) -> tuple[Column, ...]:
        """Return the columns that are worth their room only when their values differ."""

        def values(column: Column) -> int:
            return sum(bool(value) for value, _ in self.store.counts(column.attribute))

        return tuple(column for column in OPTIONAL if values(column) > 1)

    @property
    def looked_at(self) -> int:
        """How many of the records held the view has taken in, shown or not."""
        return len(self.store) - self.waiting

    @property
    def why_empty(self) -> WhyEmpty:
        """Why there is no row, where there is none: the filter only where it was asked."""
        if not self.looked_at or self.node == All():
            return "nothing" if not len(self.store) else "paused" if self.paused else "settling"
        return "searching" if self.scanned < 1 else "hidden"

    def why_hidden(self, row: int) -> str:
        """Say why a row of the store that is held is not shown."""
        if row >= self.view.end_row:
            return "it came while the list was paused, space shows it"
        if self.scanned < 1:
            return "the records' texts are still being searched"
        return "the filter hides it, esc clears that"

    @property
    def held(self) -> int:
        """How many records are held, one call counted once, in however many accounts it is.

        What came since the last `catch_up` does not count yet: no row could say so. While paused
        it does, and is said to wait.
        """
        return self._in_store if self.paused else min(self._held, self._in_store)

    @property
    def _in_store(self) -> int:
        return len(self.store) - self.store.copies.duplicates

    @property
    def links(self) -> int:
        """A number that is another one whenever copies or corrections came."""
        return self.store.copies.found + self.store.corrections.found

    def noun(self, *, holds_sends: bool = True) -> str:
        """Say what the rows are: ``sends``, ``changes``, or ``records`` where they are mixed."""
        kinds = {str(kind) for kind, _ in self.store.counts("kind")}
        if kinds == {"change"} or (not kinds and not holds_sends):
            noun = "change"
        else:
            noun = "send" if kinds <= {"send"} else "record"
        return noun if self.held == 1 else f"{noun}s"

    @property
    def holds_send(self) -> bool:
        """Whether any record held is of sends."""
        return any(kind in ("send", "aggregate") for kind, _ in self.store.counts("kind"))

    # marks

    def mark(self, label: str, now_ms: int) -> Mark:
        """Draw a line at this moment."""
        mark = Mark(label, now_ms, self.store.end_row)
        self.marks.append(mark)
        self.marks.sort(key=lambda mark: mark.time_ms)
        return mark

    def lines(self) -> Lines:
        """Return the rows with the marks between them, in the order of the moment."""
        return Lines(len(self.view), self.marks, [self._before(mark) for mark in self.marks])

    def _before(self, mark: Mark) -> int:
        view, store = self.view, self.store
        if view.order == "arrival":
            return rows_before(len(view), lambda index: view.row(index) < mark.row)
        return rows_before(len(view), lambda index: store.order_ms(view.row(index)) <= mark.time_ms)

    # search

    @property
    def searching(self) -> bool:
        """Whether there is a search to go through."""
        return self._matches is not None

    def search(self, node: Node | None) -> int:
        """Look for rows that match, hiding none; give how many there are."""
        self._search = node
        self._matches = None
        if node is None:
            return 0
        self._matches = self._new_view(self.store, every_one([self.node, node]), self.view.order)
        self._matches.held = self.view.held
        return len(self._matches)

    def is_match(self, row: int) -> bool:
        """Tell whether the search found this row of the store."""
        return self._matches is not None and self._matches.shown_copy_of(row) is not None

    def match_from(self, row: int | None, step: int) -> tuple[int, int, int] | None:
        """Go from a row to the next match (``step`` 1) or the previous one (-1), round the end.

        Gives the match's row, its number from 1 on, and how many there are.
        """
        found = self._matches
        if found is None or not len(found):
            return None
        index = 0 if step > 0 else -1
        if row is not None:
            near = found.nearest(row)
            ahead = self.index_near(found.row(near)) - self.index_near(row)
            index = near + step if ahead == 0 or (ahead > 0) != (step > 0) else near
        for left in reversed(range(len(found))):
            index %= len(found)
            shown = self.view.shown_copy_of(found.row(index))
            if shown is not None and (shown != row or not left):
                return shown, index + 1, len(found)
            index += step  # not shown as it came while paused, or a copy of where one is
        return None

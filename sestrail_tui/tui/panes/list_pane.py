"""A list of items: a cursor that stays with its item, ticks, and a search as one types.

Textual's `OptionList`, `DataTable` and `Tree` lay out each item that they are given: 100,000 take
three to seven seconds, and more than one when they are narrowed. Here only what is seen is drawn.
"""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic

from textual.message import Message
from textual.reactive import reactive

from sestrail_tui.tui.base.cells import fit
from sestrail_tui.tui.panes.fuzzy import FuzzySearch
from sestrail_tui.tui.panes.list_rows import ListCounts, ListRows, RowState, T
from sestrail_tui.tui.panes.looks import CURSOR_CSS, GROUNDED
from sestrail_tui.tui.panes.pane import Pane
from sestrail_tui.tui.panes.styled_text import StyledText

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from textual import events


class ListPane(Pane, Generic[T]):
    """Shows items as ``rows`` draws them; the cursor is on one of them.

    Where it cannot have the focus, since one types beside it, the cursor is shown all the same.
    """

    DEFAULT_CSS = f"ListPane.-unfocusable > .pane--cursor {{ {CURSOR_CSS} }}"

    @dataclass(eq=False)
    class Clicked(Message):
        """The item under the cursor was clicked, for the ``times``-th time in a row."""

        times: int

    chosen: reactive[Hashable] = reactive(None, repaint=False)
    """The key of the item under the cursor, or of the last one that was there.

    Watchers run within the key's own call."""
    ticked: reactive[frozenset[Hashable]] = reactive(frozenset(), repaint=False)
    """The keys of the items that are ticked."""

    def __init__(
        self,
        rows: ListRows[T],
        items: Sequence[T] = (),
        *,
        chosen: Hashable = None,
        ticked: Iterable[Hashable] = (),
        focusable: bool = True,
        id: str | None = None,  # noqa: A002  Textual's name
    ) -> None:
        super().__init__(id=id, classes=None if focusable else "-unfocusable")
        self.can_focus = focusable
        self.rows = rows
        self.has_titles = rows.has_titles
        self.set_reactive(ListPane.chosen, chosen)
        self.set_reactive(ListPane.ticked, frozenset(ticked))
        self._items: Sequence[T] = ()
        self._search = FuzzySearch(0, str)
        self.show(items)

    # Items ---------------------------------------------------------------------------------------

    def show(self, items: Sequence[T]) -> None:
        """Show items in place of those before; the cursor stays with its item, and in sight."""
        before, rows_before = self.cursor or 0, self.row_count()
        in_sight = self.top <= before < self.top + self.inner_height
        self._items = items
        self._search = FuzzySearch(len(items), self._search_text)
        self.cursor = self._index_of(self.chosen, near=before)
        self._note_chosen()
        self.scroll_rows_to(self.top)
        if in_sight and self.cursor != before:
            self._reveal_cursor()
        self.refresh(layout=self.row_count() != rows_before)

    @property
    def item(self) -> T | None:
        """The item under the cursor."""
        return None if self.cursor is None else self._at(self.cursor)

    @property
    def shown(self) -> list[T]:
        """The items that match what was typed, the best first."""
        return [self._items[number] for number in self._search.found]

    def _at(self, index: int) -> T:
        return self._items[self._search.found[index]]

    def _is_heading(self, index: int) -> bool:
        return isinstance(self._at(index), self.rows.headings)

    def _search_text(self, number: int) -> str:
        return self.rows.search_text(self._items[number])

    def _index_of(self, key: Hashable, near: int) -> int | None:
        """Return the row of the item with a key; else the nearest one that may be chosen."""
        if key is not None:
            for index in itertools.chain((near,), range(len(self._items))):
                if index < len(self._items) and self.rows.key(self._items[index]) == key:
                    return index
        return self._nearest(near, 1)

    def _nearest(self, index: int, step: int) -> int | None:
        """Return the row at ``index`` or the next one in a direction that is no heading."""
        last = len(self._search.found) - 1
        index = max(0, min(index, last))
        for way in (step, -step):
            at = index
            while 0 <= at <= last:
                if not self._is_heading(at):
                    return at
                at += way
        return None

    # Search and ticks ----------------------------------------------------------------------------

    async def narrow(self, query: str) -> None:
        """Show what matches a text, best first; others get their turn while it searches."""
        for _ in self._search.narrow(query):
            await asyncio.sleep(0)
        self.top, self.cursor = 0, self._nearest(0, 1)
        self._note_chosen()
        self.refresh()

    def tick(self) -> None:
        """Tick the item under the cursor, or remove its tick."""
        if self.item is not None:
            self.ticked ^= {self.rows.key(self.item)}
            self.refresh()

    def tick_all(self) -> None:
        """Tick all that is shown; where all is ticked, remove the ticks."""
        shown = frozenset(map(self.rows.key, self.shown))
        self.ticked = self.ticked - shown if shown <= self.ticked else self.ticked | shown
        self.refresh()

    # The cursor ----------------------------------------------------------------------------------

    def go(self, rows: int) -> None:
        """Move the cursor over what can be chosen."""
        if self.cursor is not None:
            self.choose(self.cursor + rows, 1 if rows > 0 else -1)

    def choose(self, index: int, step: int = 1) -> None:
        """Put the cursor on a row; from a heading it goes on in the direction of ``step``."""
        self.cursor = self._nearest(index, step)
        self._reveal_cursor()
        self._note_chosen()
        self.refresh()

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._reveal_cursor()

    def _reveal_cursor(self) -> None:
        """Scroll as little as shows the cursor, and the headings above it."""
        if self.cursor is None or not self.size:
            return
        above = self.cursor
        while above and self._is_heading(above - 1):
            above -= 1
        self.reveal(above)
        self.reveal(self.cursor)

    def _note_chosen(self) -> None:
        if self.item is not None:  # else it is kept, for when there are items again
            self.chosen = self.rows.key(self.item)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on what was clicked, and say so."""
        index = self.row_at(event.x, event.y)
        if index is None or index >= len(self._search.found):
            return
        if not self._is_heading(index):
            self.choose(index)
            self.post_message(self.Clicked(event.chain))

    # What the pane asks --------------------------------------------------------------------------

    def row_count(self) -> int:
        """Return how many items are shown, or that there is a line in their place."""
        return len(self._search.found) or bool(self.rows.empty and not self._items)

    def get_content_height(self, *_: object) -> int:
        """Return the lines that all rows take, borders and titles included."""
        return self.row_count() + self.first_line + 1

    def titles(self) -> Sequence[StyledText]:
        """Return the titles of the columns."""
        return self.rows.titles(self.inner_width)

    def head(self) -> Sequence[StyledText]:
        """Return what stands on the top border."""
        title = self.rows.head(self._at(self.top) if self._search.found else None)
        pieces = [StyledText(fit(title, self.head_width).rstrip(), "title")]
        if self.rows.title_note:
            pieces.append(StyledText(f"  {self.rows.title_note}", "dim"))
        return pieces

    def note(self) -> str:
        """Return what stands on the bottom border."""
        shown, total = len(self._search.found), len(self._items)
        return self.rows.note(ListCounts(shown, total, len(self.ticked)))

    def row(self, index: int) -> Sequence[StyledText]:
        """Return one item's row; at the cursor in the colours that are made for it."""
        if not self._search.found:
            return (StyledText(self.rows.empty, "dim"),)
        item = self._at(index)
        ticked = self.rows.key(item) in self.ticked
        pieces = self.rows.row(item, RowState(self.inner_width, ticked, self._search.query))
        if index != self.cursor:
            return pieces
        if self.has_focus or not self.can_focus:
            return [piece if piece.tone in GROUNDED else StyledText(piece.text) for piece in pieces]
        return [StyledText(pieces[0].text, "accent"), *pieces[1:]]

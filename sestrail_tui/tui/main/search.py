"""Search: through the rows, or in the record that is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sestrail_tui.core.errors import FilterError
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.filters.syntax.tree import All
from sestrail_tui.tui.base.numbers import count_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.tui.base.view import ScreenView
    from sestrail_tui.tui.table.controller import RowFigures, RowsController
    from sestrail_tui.tui.table.listing import Listing
    from sestrail_tui.tui.table.state import ScreenState


class SearchTable(Protocol):
    """The table, as far as `SearchController` needs it."""

    @property
    def focused_row(self) -> int | None:
        """The row of the store under the cursor."""

    def focus_row(self, row: int) -> bool:
        """Put the cursor on a row of the store."""

    def restyle(self) -> None:
        """Draw everything anew."""


class SearchPane(Protocol):
    """The detail pane, as far as `SearchController` needs it."""

    def search(self, text: str) -> None:
        """Mark a text, and scroll to it."""

    def next_match(self, step: int = 1) -> None:
        """Go to another place where the text stands."""


class SearchFocus(Protocol):
    """The focus, as far as `SearchController` needs it."""

    @property
    def reads_detail(self) -> bool:
        """Whether the detail pane has the focus."""


class SearchController:
    """Goes from match to match and hides nothing."""

    def __init__(
        self,
        view: ScreenView,
        state: ScreenState,
        table: SearchTable,
        *,
        pane: SearchPane,
        focus: SearchFocus,
        read: Callable[[], None],
        rows: RowsController,
        figures: RowFigures,
    ) -> None:
        """``read`` goes to the record that is shown."""
        self._view = view
        self._state = state
        self._table = table
        self._pane = pane
        self._focus = focus
        self._read = read
        self._rows = rows
        self._figures = figures

    def ask(self) -> None:
        """Ask what to search: in the detail its text, elsewhere the rows."""
        if self._focus.reads_detail:
            self._view.ask("find", "find in this record")
        else:
            self._view.ask("search", "search", hint="a filter; n and N go through")

    def find(self, text: str) -> None:
        """Search the record that is read."""
        self._pane.search(text)
        self._read()

    def search(self, text: str) -> None:
        """Search the rows, and go to the first match."""
        if (listing := self._state.listing) is None:
            return
        try:
            node = parse(text)
        except FilterError as error:
            self._view.ask("search", "search", text)
            self._view.notify(error.message, severity="warning", markup=False)
            return
        listing.search(None if node == All() else node)
        self._show()
        self._rows.scan()
        if listing.searching:
            self.go_to_match(1)

    def end(self) -> bool:
        """End the search; return whether there was one."""
        listing = self._state.listing
        if listing is None or not listing.searching:
            return False
        listing.search(None)
        self._show()
        return True

    def _show(self) -> None:
        self._state.match_note = ""
        self._table.restyle()
        self._figures.show_counts()

    def go_to_match(self, step: int) -> None:
        """Go to the next match (1) or the previous one (-1)."""
        listing = self._state.listing
        if self._focus.reads_detail:
            self._pane.next_match(step)
        elif listing is not None:
            found = listing.match_from(self._table.focused_row, step)
            if found is None:
                self._view.notify(_no_match(listing))
                return
            row, number, total = found
            self._table.focus_row(row)
            self._state.match_note = f"match {count_text(number)} of {count_text(total)}"
            self._figures.show_counts()


def _no_match(listing: Listing) -> str:
    if not listing.searching:
        return "ctrl+f searches."
    if listing.scanned < 1:
        return f"No match so far: {listing.scanned:.0%} of the records' texts are searched."
    waits = f" in what is shown; {count_text(listing.waiting)} wait" * bool(listing.waiting)
    return f"No match{waits}; ctrl+f searches."

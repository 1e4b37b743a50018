"""The rows: shown anew when they change, their texts searched, ordered, marked and followed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, Protocol

from sestrail_tui.tui.base.times import TIME_MODES, dates_for
from sestrail_tui.tui.table.row_text import Times

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.filters.columns import Column
    from sestrail_tui.tui.base.view import ScreenView
    from sestrail_tui.tui.table.listing import Listing
    from sestrail_tui.tui.table.state import ScreenState

_SCAN_S: Final = 0.05
"""How long records' texts are searched between two repaints, in seconds."""


class RowTable(Protocol):
    """The table, as far as controllers need it."""

    @property
    def focused_row(self) -> int | None:
        """The row of the store under the cursor."""

    def settle(self) -> None:
        """Take in that the listing changed."""

    def restyle(self) -> None:
        """Draw everything anew."""

    def tint(self, first: int) -> None:
        """Tint the rows from ``first`` on for a moment."""

    def fit(self, times: Times, several: tuple[Column, ...], widest: dict[str, int]) -> None:
        """Give the columns the room that they need."""

    def call_after_refresh(self, callback: Callable[[], None]) -> object:
        """Call once what is asked for now was painted."""


class RowFigures(Protocol):
    """What is said of the rows around the table, as far as controllers need it."""

    def show_counts(self) -> None:
        """Write how many rows there are."""

    def show_facets(self) -> None:
        """Count the facets."""

    def rows_came(self, first: int) -> None:
        """Note that the facets do not count the rows from ``first`` on yet."""

    def recount(self) -> None:
        """Write how many rows there are after some came."""

    def tick(self) -> None:
        """Show what changes with the time."""


class RowsController:
    """Keeps the table in step with the listing."""

    def __init__(
        self,
        view: ScreenView,
        state: ScreenState,
        table: RowTable,
        figures: RowFigures,
        show_detail: Callable[[], None],
    ) -> None:
        """``show_detail`` shows the record under the cursor anew."""
        self._view = view
        self._state = state
        self._table = table
        self._figures = figures
        self._show_detail = show_detail
        self._scanning = False

    def show(self) -> None:
        """Show the rows anew, after their filter, order or pause changed: the rows at once."""
        if self._state.listing is not None:
            self._table.settle()
            self._figures.show_counts()
            # Through the table, which asks for its own repaint before that: the rows come first.
            self._table.call_after_refresh(self._figures.show_facets)
            self.scan()

    def show_arrivals(self, first: int, *, are_new: bool) -> None:
        """Show the rows of the store from ``first`` on, tinted where they ``are_new``."""
        self.fit_columns()
        if are_new:
            self._table.tint(first)
        self._table.settle()
        self._figures.rows_came(first)
        self.scan()

    def show_links(self) -> None:
        """Show that rows painted before have copies or corrections now."""
        self._table.restyle()
        self._show_detail()

    def fit_columns(self) -> None:
        """Give room to dates, regions, accounts and sources as soon as they differ."""
        if (listing := self._state.listing) is not None:
            mode = self._state.time_mode
            dates = dates_for(listing.oldest_ms, self._state.clock.now_ms(), mode)
            self._table.fit(Times(mode, dates), listing.several(), listing.widest.measure())

    def scan(self) -> None:
        """Search the records' texts, where the columns cannot tell what matches."""
        listing = self._state.listing
        if not self._scanning and listing is not None and listing.scanned < 1:
            self._scanning = True
            self._view.run_worker(self._scan(listing), group="scan")

    async def _scan(self, listing: Listing) -> None:
        try:
            while listing.scanned < 1:
                await asyncio.to_thread(listing.scan, _SCAN_S)
                listing.settle()
                self._table.settle()
                self._figures.show_counts()
        finally:
            self._scanning = False
        self._figures.show_facets()

    # keys

    def ask_mark(self) -> None:
        """Ask for a mark's name."""
        self._view.ask("mark", "mark", hint="a name, or just enter")

    def mark(self, label: str) -> None:
        """Draw a line across the list at this moment."""
        if (listing := self._state.listing) is not None:
            listing.mark(label.strip(), self._state.clock.now_ms())
            self._table.settle()

    def turn_order(self) -> None:
        """Order by event time or by arrival."""
        if self._state.listing is not None:
            self._state.listing.turn_order()
            self.show()

    def turn_time_mode(self) -> None:
        """Write times another way."""
        following = TIME_MODES.index(self._state.time_mode) + 1
        mode = TIME_MODES[following % len(TIME_MODES)]
        self._state.time_mode = mode
        self.fit_columns()
        self._figures.tick()
        self._show_detail()

"""The record that is read: the one under the cursor, a copy of it, or one that was dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sestrail_tui.tui.table import related

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sestrail_tui.core.details.section import Section
    from sestrail_tui.core.record import Record
    from sestrail_tui.tui.base.times import TimeMode
    from sestrail_tui.tui.base.view import ScreenView
    from sestrail_tui.tui.table.state import ScreenState


class DetailCursor(Protocol):
    """The table, as far as `DetailController` needs it."""

    @property
    def focused_row(self) -> int | None:
        """The row of the store under the cursor."""

    def hold(self) -> None:
        """Stay at that row from now on."""

    def focus_row(self, row: int) -> bool:
        """Put the cursor on a row of the store."""


class RecordPane(Protocol):
    """The detail pane, as far as `DetailController` needs it."""

    @property
    def record(self) -> Record | None:
        """The record shown."""

    def show(
        self, record: Record | None, time_mode: TimeMode, more: Sequence[Section] = ()
    ) -> None:
        """Show a record, or that there is none."""


class DetailFocus(Protocol):
    """The focus, as far as `DetailController` needs it."""

    @property
    def reads_detail(self) -> bool:
        """Whether the detail pane has the focus."""

    @property
    def shows_detail(self) -> bool:
        """Whether the detail pane is on screen."""

    def to_detail(self) -> None:
        """Open the detail pane, and go there."""


class DetailController:
    """Chooses which record the detail pane shows, and which one a key acts on."""

    def __init__(
        self,
        view: ScreenView,
        state: ScreenState,
        table: DetailCursor,
        pane: RecordPane,
        *,
        focus: DetailFocus,
        alerts_of: Callable[[int], tuple[Section, ...]],
    ) -> None:
        """``alerts_of`` gives what alerts say of a row."""
        self._view = view
        self._state = state
        self._table = table
        self._pane = pane
        self._focus = focus
        self._alerts_of = alerts_of
        self._copy_row: int | None = None
        """The copy that is shown in place of the row under the cursor."""
        self._shown_row: int | None = None

    def show(self) -> None:
        """Show the record under the cursor, where the detail is open; within the key's call.

        One that is read and was dropped meanwhile stays until the detail is left.
        """
        row, listing = self._table.focused_row, self._state.listing
        if self._reads_dropped_record:
            return
        if listing is None or row is None:
            self._shown_row = None
            self._pane.show(None, self._state.time_mode)
        elif self._focus.shows_detail:
            store, shown = listing.store, self._row_read_at(row)
            self._shown_row = shown
            more = (*self._alerts_of(shown), *related.sections(store, shown))
            self._pane.show(store.record(shown), self._state.time_mode, more)

    @property
    def _reads_dropped_record(self) -> bool:
        listing, row = self._state.listing, self._shown_row
        if not self._focus.reads_detail or listing is None or row is None:
            return False
        return row < listing.store.first_row

    def _row_read_at(self, row: int) -> int:
        """Return the row whose record is read: ``row`` itself, or the copy that was chosen."""
        listing = self._state.listing
        if listing is None or self._copy_row not in listing.store.copies.of(row):
            self._copy_row = None
        return row if self._copy_row is None else self._copy_row

    def hold_row(self) -> int | None:
        """Return the row that a key acts on; the list stays at it, whatever comes."""
        self._table.hold()
        return self._table.focused_row

    def held_record(self, verb: str) -> Record | None:
        """Return the record that a key acts on, within the key's own call; say if there is none.

        What the key does takes longer, and newer records come meanwhile.
        """
        row = self.hold_row()
        if self._reads_dropped_record:
            return self._pane.record
        if self._state.listing is None or row is None:
            self._view.notify(f"There is no record to {verb}.")
            return None
        return self._state.listing.store.record(self._row_read_at(row))

    def read(self) -> None:
        """Show the record below the table, or over it, and go there."""
        self.hold_row()
        self._focus.to_detail()
        self.show()

    # keys

    def open(self) -> None:
        """Read the record under the cursor."""
        if self.hold_row() is not None:
            self.read()

    def next_copy(self) -> None:
        """Read the call's record as the next account has it."""
        row = self.hold_row()
        if self._state.listing is None or row is None:
            return
        copies = self._state.listing.store.copies.of(row)
        if len(copies) < 2:
            self._view.notify("This call is held from one account only.")
            return
        index = copies.index(self._row_read_at(row))
        self._copy_row = copies[(index + 1) % len(copies)]
        self.read()

    def go_to_correction(self) -> None:
        """Go from a correction to what it corrects, or back."""
        row, listing = self.hold_row(), self._state.listing
        if listing is None or row is None:
            return
        store = listing.store
        other = related.other_end(store, row)
        shown = None if other is None else listing.view.shown_copy_of(other)
        if shown is not None:
            self._table.focus_row(shown)
        elif other is not None:
            self._view.notify(f"The other record is not shown: {listing.why_hidden(other)}.")
        elif store.corrections.is_correction(row):
            self._view.notify("The record it corrects is not held here.")
        else:
            self._view.notify("Nothing corrects this record, and it corrects none.")

"""The filter: typed, built by keys, picked from lists, and undone."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, Protocol

from sestrail_tui.core.safe_text import safe
from sestrail_tui.filters.fields.registry import FIELDS
from sestrail_tui.filters.syntax.edit import picked, with_values
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.filters.syntax.tree import to_text
from sestrail_tui.tui.base.messages import FilterKept
from sestrail_tui.tui.base.view import ScreenView
from sestrail_tui.tui.filtering import refine
from sestrail_tui.tui.filtering.filter_steps import FilterSteps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.filters.columns import Column
    from sestrail_tui.filters.syntax.tree import Node
    from sestrail_tui.tui.base.messages import FilterEdited, FilterLeft
    from sestrail_tui.tui.filtering.facets import FacetChosen
    from sestrail_tui.tui.table.controller import RowsController
    from sestrail_tui.tui.table.listing import Listing
    from sestrail_tui.tui.table.state import ScreenState

_NOTE_S: Final = 8.0
"""How long it is said what was done to what was typed."""


class FilterTable(Protocol):
    """The table, as far as `FilterController` needs it."""

    @property
    def focused_row(self) -> int | None:
        """The row of the store under the cursor."""

    @property
    def cursor_column(self) -> Column | None:
        """The column under the cursor."""

    def hold(self) -> None:
        """Stay at that row from now on."""


class FilterView(ScreenView, Protocol):
    """What `FilterController` asks of the screen."""

    def show_filter(self, text: str) -> None:
        """Write the filter that holds now, and remember it as if it had been typed."""


class FilterFocus(Protocol):
    """The focus, as far as `FilterController` needs it."""

    @property
    def is_typing(self) -> bool:
        """Whether a line is being typed, which keys of the screen must leave alone."""

    def to_rows(self) -> None:
        """Go back to the table."""


class FilterController:
    """Decides which filter is in force; ``first`` is the one to begin with."""

    def __init__(
        self,
        view: FilterView,
        state: ScreenState,
        table: FilterTable,
        rows: RowsController,
        *,
        focus: FilterFocus,
        first: Node,
    ) -> None:
        self.first = first
        self._view = view
        self._state = state
        self._table = table
        self._rows = rows
        self._focus = focus
        self._steps = FilterSteps(first)

    # what is in force

    def apply(self, node: Node) -> None:
        """Filter by ``node`` from now on: on the filter line, remembered, to be undone."""
        if self._state.listing is not None:
            self._steps.take(node)
            self._filter_by(node)

    def _filter_by(self, node: Node) -> None:
        if (listing := self._state.listing) is not None:
            listing.apply(node)
            self._view.show_filter(to_text(node))
            self._rows.show()

    def _apply_typed(self, listing: Listing, text: str) -> None:
        listing.apply(parse(text))
        self._rows.show()

    async def take_typed(self, typed: FilterEdited | FilterKept) -> None:
        """Filter by what is being typed, or was confirmed."""
        if self._state.listing is not None:
            self._apply_typed(self._state.listing, typed.text)
            # The completions that close ask for a layout: the rows are to come with that frame.
            await asyncio.sleep(0)
        if isinstance(typed, FilterKept):
            self._steps.take(parse(typed.text))
            self._focus.to_rows()
            if typed.note:
                self._view.notify(safe(typed.note), timeout=_NOTE_S, markup=False)

    def leave(self, left: FilterLeft) -> None:
        """Go back to the filter from before the typing."""
        listing = self._state.listing
        if listing is not None and listing.filter_text != left.text:
            self._apply_typed(listing, left.text)
        self._focus.to_rows()

    def choose_facet(self, chosen: FacetChosen) -> None:
        """Filter by a value of a facet, or exclude it."""
        if (listing := self._state.listing) is not None:
            exclude = chosen.exclude
            node = refine.choose(listing.node, chosen.field, chosen.value, leave_out=exclude)
            self.apply(node)

    # keys

    def undo(self) -> None:
        """Go back to the filter before this one."""
        if not self._focus.is_typing:
            self._step_to(self._steps.undo(), "There is no earlier filter.")

    def redo(self) -> None:
        """Go forth to the filter that was undone."""
        if not self._focus.is_typing:
            self._step_to(self._steps.redo(), "No change of the filter was undone.")

    def _step_to(self, node: Node | None, refusal: str) -> None:
        if node is None:
            self._view.notify(refusal)
        else:
            self._filter_by(node)

    def toggle_errors(self) -> None:
        """Show refused sends only, or all."""
        if self._state.listing is not None:
            self.apply(refine.errors_only(self._state.listing.node))

    def pick(self, field: str) -> None:
        """Pick values of a field from a list."""
        if (listing := self._state.listing) is None:
            return
        if values := refine.choices(listing, field):
            self._view.run_worker(self._pick(listing, field, values))
        else:
            self._view.notify("Nothing to pick from yet: no record has come.")

    async def _pick(self, listing: Listing, field: str, values: Sequence[tuple[str, int]]) -> None:
        from sestrail_tui.tui.filtering.picker import Picker

        title = FIELDS[field].plural
        chosen = await self._view.dialog(Picker(title, values, picked(listing.node, field)))
        if chosen is not None:
            self.apply(with_values(listing.node, field, chosen))

    def toggle_own(self, field: str) -> None:
        """Filter by what the row under the cursor has, or no longer."""
        self._table.hold()
        row, listing = self._table.focused_row, self._state.listing
        if listing is not None and row is not None:
            self.apply(refine.own(listing, row, field))

    def exclude(self) -> None:
        """Exclude the value under the cursor."""
        self._table.hold()
        row, column = self._table.focused_row, self._table.cursor_column
        listing = self._state.listing
        if listing is None or row is None or column is None:
            return
        node = refine.without(listing, row, column)
        if node is None:
            sentence = f"{column.title} has no value to exclude: go to another column with ← →"
            self._view.notify(sentence)
        else:
            self.apply(node)

    # what the filter line asks

    def count(self, node: Node) -> int:
        """Count the records that match."""
        return 1 if self._state.listing is None else self._state.listing.count(node)

    def values(self, field: str) -> Sequence[tuple[str, int]]:
        """Return the values of a field that are held, for completion."""
        return () if self._state.listing is None else refine.seen(self._state.listing, field)

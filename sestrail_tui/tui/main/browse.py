"""The screen with the keys that change which rows are shown, and which of them one is at."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from textual import on, work

from sestrail_tui.core.errors import FilterError
from sestrail_tui.core.safe_text import safe
from sestrail_tui.filters.fields.registry import FIELDS
from sestrail_tui.filters.syntax.edit import picked, with_values
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.filters.syntax.tree import All, Node, to_text
from sestrail_tui.tui.base import messages
from sestrail_tui.tui.base.numbers import count_text
from sestrail_tui.tui.base.times import TIME_MODES
from sestrail_tui.tui.filtering import refine
from sestrail_tui.tui.filtering.facets import FacetChosen
from sestrail_tui.tui.main.live import LiveScreen
from sestrail_tui.tui.table import related

if TYPE_CHECKING:
    from sestrail_tui.tui.table.listing import Listing

_NOTE_S: Final = 8.0
"""How long it is said what was done to what was typed."""


class BrowseScreen(LiveScreen):
    """`LiveScreen` with filter, following, marks and search; each action is a line or two."""

    # filter

    def action_filter(self) -> None:
        """Edit the filter."""
        self.line.edit()

    def action_clear(self) -> None:
        """Go back one step: to the table, out of the detail, out of the search, to no filter."""
        if self.focused is not self.table and self.has_class("-detail"):
            self.close_detail()
        elif self.focused is not self.table and self.table.is_on_screen:
            self.table.focus()
        elif self.listing is not None and self.listing.searching:
            self.listing.search(None)
            self.match_note = ""
            self.table.restyle()
            self.show_counts()
        else:
            self.clear_filter()

    def clear_filter(self) -> None:
        """Show every record."""
        if self.listing is not None and self.listing.node != All():
            self.apply(All())
            self.notify("The filter is cleared; u brings it back.")

    def action_undo(self) -> None:
        """Go back to the filter before this one."""
        if not self.is_typing:
            self._step(self.steps.undo(), "There is no earlier filter.")

    def action_redo(self) -> None:
        """Go forth to the filter that was undone."""
        if not self.is_typing:
            self._step(self.steps.redo(), "No change of the filter was undone.")

    def _step(self, node: Node | None, lack: str) -> None:
        if node is None:
            self.notify(lack)
        else:
            self._filter_by(node)

    def action_errors(self) -> None:
        """Show refused sends only, or all."""
        if self.listing is not None:
            self.apply(refine.errors_only(self.listing.node))

    @work
    async def action_pick(self, field: str) -> None:
        """Pick values of a field from a list."""
        if (listing := self.listing) is None:
            return
        title = FIELDS[field].plural
        values = refine.choices(listing, field)
        if not values:
            self.notify("Nothing to pick from yet: no record has come.")
            return
        from sestrail_tui.tui.filtering.picker import Picker

        wanted = await self.app.push_screen_wait(Picker(title, values, picked(listing.node, field)))
        if wanted is not None:
            self.apply(with_values(listing.node, field, wanted))

    def action_own(self, field: str) -> None:
        """Filter by what the row under the cursor has."""
        if self.listing is not None and (row := self.hold_row()) is not None:
            self.apply(refine.own(self.listing, row, field))

    def action_next_copy(self) -> None:
        """Read the call's record as the next account has it."""
        row = self.hold_row()
        if self.listing is None or row is None:
            return
        copies = self.listing.store.copies.of(row)
        if len(copies) < 2:
            self.notify("This call is held from one account only.")
            return
        here = copies.index(self.read_row(row))
        self.copy_row = copies[(here + 1) % len(copies)]
        self.open_detail()

    def action_correction(self) -> None:
        """Go from a correction to what it corrects, or back."""
        row = self.hold_row()
        if self.listing is None or row is None:
            return
        store = self.listing.store
        other = related.other_end(store, row)
        shown = None if other is None else self.listing.view.shown_copy_of(other)
        if shown is not None:
            self.table.focus_row(shown)
        elif other is not None:
            self.notify(f"The other record is not shown: {self.listing.why_hidden(other)}.")
        elif store.corrections.is_correction(row):
            self.notify("The record it corrects is not held here.")
        else:
            self.notify("Nothing corrects this record, and it corrects none.")

    def action_exclude(self) -> None:
        """Exclude the value under the cursor."""
        row, column = self.hold_row(), self.table.here
        if self.listing is None or row is None or column is None:
            return
        node = refine.without(self.listing, row, column)
        if node is None:
            self.notify(f"{column.title} has no value to exclude: go to another column with ← →")
        else:
            self.apply(node)

    def apply(self, node: Node) -> None:
        """Filter by ``node`` from now on: said on the filter line, remembered, to be undone."""
        if self.listing is not None:
            self.steps.take(node)
            self._filter_by(node)

    def _filter_by(self, node: Node) -> None:
        if self.listing is not None:
            self.listing.apply(node)
            self.line.applied(to_text(node))
            self.show_all()

    @on(messages.FilterEdited)
    @on(messages.FilterKept)
    async def _filter_typed(self, news: messages.FilterEdited | messages.FilterKept) -> None:
        if self.listing is not None:
            self.listing.apply(parse(news.text))
            self.show_all()
            # The completions that close ask for a layout: the rows are to come with that frame.
            await asyncio.sleep(0)
        if isinstance(news, messages.FilterKept):
            self.steps.take(parse(news.text))
            self.to_rows()
            if news.note:
                self.notify(safe(news.note), timeout=_NOTE_S, markup=False)

    @on(messages.FilterLeft)
    def _filter_left(self, news: messages.FilterLeft) -> None:
        if self.listing is not None and self.listing.filter_text != news.text:
            self.listing.apply(parse(news.text))
            self.show_all()
        self.to_rows()

    @on(FacetChosen)
    def _facet_chosen(self, news: FacetChosen) -> None:
        if self.listing is not None:
            node = self.listing.node
            self.apply(refine.choose(node, news.field, news.value, leave_out=news.exclude))

    # follow

    def action_pause(self) -> None:
        """Let the list stand still, or go on."""
        if self.listing is not None:
            self.listing.pause(not self.listing.paused)
            self.show_all()
            self.show_hints()

    def action_follow(self) -> None:
        """Follow the newest; what is read in the detail is left for that."""
        if self.focused is self.detail:
            self.close_detail()
        self.table.action_follow()

    def action_mark(self) -> None:
        """Ask for a mark's name."""
        self.prompt.ask("mark", "mark", hint="a name, or just enter")

    def action_order(self) -> None:
        """Order by event time or by arrival."""
        if self.listing is not None:
            self.listing.turn_order()
            self.show_all()

    def action_time_mode(self) -> None:
        """Write times another way."""
        modes = TIME_MODES
        self.time_mode = modes[(modes.index(self.time_mode) + 1) % len(modes)]
        self.fit_columns()
        self.tick()
        self.show_detail()

    # search

    def action_search(self) -> None:
        """Ask what to search: in the detail its text, elsewhere the rows."""
        if self.focused is self.detail:
            self.prompt.ask("find", "find in this record")
        else:
            self.prompt.ask("search", "search", hint="a filter; n and N go through")

    def action_next_match(self, step: int) -> None:
        """Go to another match."""
        if self.focused is self.detail:
            self.detail.next_match(step)
        elif self.listing is not None:
            found = self.listing.match_from(self.table.focused_row, step)
            if found is None:
                self.notify(self._no_match(self.listing))
                return
            row, number, total = found
            self.table.focus_row(row)
            self.match_note = f"match {count_text(number)} of {count_text(total)}"
            self.show_counts()

    @staticmethod
    def _no_match(listing: Listing) -> str:
        if not listing.searching:
            return "ctrl+f searches."
        if listing.scanned < 1:
            return f"No match so far: {listing.scanned:.0%} of the records' texts are searched."
        waits = f" in what is shown; {count_text(listing.waiting)} wait" * bool(listing.waiting)
        return f"No match{waits}; ctrl+f searches."

    @on(messages.Answered)
    def _answered(self, news: messages.Answered) -> None:
        self.to_rows()
        if (listing := self.listing) is None:
            return
        match news.ask:
            case "mark":
                listing.mark(news.text.strip(), self.clock.now_ms())
                self.table.settle()
            case "search":
                self._search(news.text)
            case "find":
                self.detail.search(news.text)
                self.detail.focus()

    @on(messages.AskLeft)
    def _ask_left(self) -> None:
        self.to_rows()

    def _search(self, text: str) -> None:
        if self.listing is None:
            return
        try:
            node = parse(text)
        except FilterError as error:
            self.prompt.ask("search", "search", text)
            self.notify(error.message, severity="warning", markup=False)
            return
        self.listing.search(None if node == All() else node)
        self.match_note = ""
        self.table.restyle()
        self.show_counts()
        self.scan()
        if self.listing.searching:
            self.action_next_match(1)

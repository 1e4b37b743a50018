"""The parts of the screen, one below the other, and what each of them is given to show."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import work
from textual.containers import Container, Horizontal
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from sestrail_tui.filters.syntax.hints import hint
from sestrail_tui.tui.alerts.alarms import Alarms
from sestrail_tui.tui.base.key_line import KeyLine
from sestrail_tui.tui.base.prompt_line import PromptLine
from sestrail_tui.tui.base.textual_internals import write_terminal
from sestrail_tui.tui.base.throttle import Throttle
from sestrail_tui.tui.base.times import TimeMode, dates_for
from sestrail_tui.tui.detail.pane import DetailPane
from sestrail_tui.tui.feed.first_screen import FirstScreen
from sestrail_tui.tui.feed.header import HeaderLine
from sestrail_tui.tui.feed.status import FeedStatus, counts
from sestrail_tui.tui.filtering import refine
from sestrail_tui.tui.filtering.facets import FacetColumn
from sestrail_tui.tui.filtering.filter_line import FilterLine
from sestrail_tui.tui.filtering.proposal import propose
from sestrail_tui.tui.table import related
from sestrail_tui.tui.table.row_text import Times
from sestrail_tui.tui.table.send_table import SendTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.app import ComposeResult

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.filters.syntax.tree import Node
    from sestrail_tui.tui.filtering.filter_history import FilterHistory
    from sestrail_tui.tui.filtering.proposal import Proposal
    from sestrail_tui.tui.preferences.preferences import Preferences
    from sestrail_tui.tui.table.listing import Listing


class PartsScreen(Screen[None]):
    """Header, filter, table (or first screen), facets and detail, footer."""

    AUTO_FOCUS = ""
    CSS_PATH = "../sestrail.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012  Textual's type
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]  # noqa: RUF012  Textual's type

    # Textual's own paints the whole screen when the focus moves; what looks different with the
    # focus paints itself.
    focused: Reactive[Widget | None] = Reactive[Widget | None](None, repaint=False)

    def __init__(
        self, clock: Clock, history: FilterHistory, status: FeedStatus, habits: Preferences
    ) -> None:
        super().__init__()
        self.clock = clock
        self.history = history
        self.status = status
        self.habits = habits
        """What the settings and the last session say."""
        self.listing: Listing | None = None
        """What is listed; ``None`` until the store has been imported."""
        self.time_mode: TimeMode = habits.time
        self.copy_row: int | None = None
        """The copy that the detail shows in place of the row under the cursor."""
        self.match_note = ""
        """Which match of a search the cursor is on."""
        self.compare_note = ""
        """That a record is marked for comparing."""
        self.header = HeaderLine()
        self.line = FilterLine(history, self._seen, self._matching)
        self.proposal: Proposal | None = None
        """The filter that may have been meant, where the one in force shows nothing."""
        self._proposed_for: object = None
        self._detail_row: int | None = None
        """The row whose record the detail shows."""
        self.prompt = PromptLine()
        self.first = FirstScreen()
        self.alarms = Alarms(habits.alerts)
        self.was_caught_up = False
        """Whether all that was there at first has been read."""
        self.table = SendTable(clock, self.alarms, habits.columns)
        self.facets = FacetColumn(habits.facets)
        self.detail = DetailPane()
        self.key_line = KeyLine()
        self.facets_stale = False
        """Rows changed since the facets were counted."""
        self.counts_stale = False
        """Rows came since they were counted on screen."""
        self._header_pace = Throttle(clock)
        self._counts_pace = Throttle(clock)

    def compose(self) -> ComposeResult:
        """Lay the parts one below the other."""
        yield self.header
        yield from self.banner()
        yield self.line
        yield self.prompt
        with Container(id="upper"):
            yield self.first
            yield self.table
        with Horizontal(id="lower"):
            yield self.facets
            yield self.detail
        yield self.key_line

    def banner(self) -> Iterable[Widget]:
        """Give what stands below the header."""
        return ()

    def on_mount(self) -> None:
        """Begin with nothing to show, and keep the clock's part up to date."""
        self.add_class("-empty", "-nothing")
        self.watch(self.table, "focused_row", self.show_detail, init=False)
        self.watch(self.table, "following", self.show_counts, init=False)
        self.set_interval(1.0, self._second)
        self.tick()

    def write_terminal(self, sequence: str) -> None:
        """Write a sequence to the terminal, past the screen."""
        write_terminal(self.app, sequence)

    @property
    def roomy(self) -> bool:
        """Whether facets and detail have their place below the table."""
        return self.has_class("-wide") and self.has_class("-tall")

    # where one is

    def hold_row(self) -> int | None:
        """Give the row that a key acts on; the list stays at it, whatever comes."""
        self.table.hold()
        return self.table.focused_row

    @property
    def is_typing(self) -> bool:
        """Whether a line is being typed, which keys of the screen must leave alone."""
        return isinstance(self.focused, Input)

    def open_detail(self) -> None:
        """Show the record below the table, or over it, and go there."""
        self.hold_row()
        self.add_class("-detail")
        self.show_detail()
        self.detail.focus()

    def close_detail(self) -> None:
        """Give the room back to the table, where it is needed."""
        self.remove_class("-detail")
        self.table.focus()

    def to_rows(self) -> None:
        """Go back to the table; where it has no row, to nothing: the keys work all the same."""
        if self.has_class("-empty"):
            self.set_focus(None)
        else:
            self.table.focus()

    # what the parts show

    def refill(self) -> None:
        """Fill the parts that came into view."""
        self.show_detail()
        self.show_facets()

    def show_detail(self) -> None:
        """Show the record under the cursor, where the detail is open; within the key's call.

        One that is read and was let go meanwhile stays until the detail is left.
        """
        row = self.table.focused_row
        if self.reads_what_was_let_go:
            return
        if self.listing is None or row is None:
            self._detail_row = None
            self.detail.show(None, self.time_mode)
        elif self.roomy or self.has_class("-detail"):
            store, shown = self.listing.store, self.read_row(row)
            self._detail_row = shown
            told = (*self.alarms.sections(shown), *related.sections(store, shown))
            self.detail.show(store.record(shown), self.time_mode, told)

    @property
    def reads_what_was_let_go(self) -> bool:
        """Whether the detail is read, and its record is no longer held."""
        listing, row = self.listing, self._detail_row
        if self.focused is not self.detail or listing is None or row is None:
            return False
        return row < listing.store.first_row

    def read_row(self, row: int) -> int:
        """Give the row whose record is read at ``row``: itself, or the copy that was asked for."""
        listing = self.listing
        if listing is None or self.copy_row not in listing.store.copies.of(row):
            self.copy_row = None
        return row if self.copy_row is None else self.copy_row

    def show_facets(self) -> None:
        """Count the facets where they are on screen."""
        if self.listing is not None and self.roomy:
            self.facets_stale = False
            self.facets.show(refine.facets(self.listing), refine.chosen(self.listing.node))

    def show_counts(self) -> None:
        """Say how many rows there are; without any, say why."""
        listing = self.listing
        held = 0 if listing is None else listing.held
        shown = 0 if listing is None else len(listing.view)
        self.counts_stale = False
        self.set_class(held == 0, "-nothing")
        if self.has_class("-empty") != (shown == 0):
            self.set_class(shown == 0, "-empty")
            if self.focused in (None, self.table):
                self.call_after_refresh(self.to_rows)
        if listing is not None:
            note = " · ".join(filter(None, (self.compare_note, self.match_note)))
            self.line.set_counts(counts(listing, self.status, note, following=self.table.following))
        if shown == 0:
            self.show_first()
        else:
            self._proposed_for = self.proposal = None

    def show_first(self) -> None:
        """Say why there is no row, and what filter would show some."""
        now = self.clock.now_ms()
        facts = self.status.first(self.listing, self.time_mode, now)
        if facts.phase == "hidden" and self.listing is not None and not facts.said:
            key = (self.listing.node, facts.held)
            if key != self._proposed_for:
                self._proposed_for, self.proposal = key, None
                self._propose(self.listing)
        else:
            self._proposed_for = self.proposal = None
        if (found := self.proposal) is not None:
            typing = self.line.input.has_focus
            take = found.text if typing else f"tab takes {found.text}"
            facts = replace(facts, proposal=f"{found.sentence} {take}")
        elif facts.phase == "hidden":
            facts = replace(facts, proposal=hint(self.line.input.value))
        self.first.facts = facts

    @work(exclusive=True, group="propose")
    async def _propose(self, listing: Listing) -> None:
        node = listing.node
        found = await propose(node, listing.count)
        if found is not None and listing.node == node and self.has_class("-empty"):
            self.proposal = found
            self.show_first()

    # what moves by itself

    @property
    def reading(self) -> bool:
        """Whether the list stands still, by a pause or because one is not at its newest row.

        Then nothing moves that need not: the state is told at once, figures at a calm pace, and
        facets when one goes there.
        """
        if self.listing is None or self.has_class("-empty"):
            return False
        return self.listing.paused or not self.table.following

    def recount(self) -> None:
        """Say how many rows there are after some came: at a calm pace while one reads."""
        listing = self.listing
        empty = listing is None or not len(listing.view)
        if not self.reading or empty:
            self.show_counts()
        elif self._counts_pace.due:
            self._counts_pace.painted()
            self.show_counts()
        else:
            self.counts_stale = True

    def _second(self) -> None:
        self.tick()
        if self.counts_stale:
            self.recount()
        if self.facets_stale and (not self.reading or self.facets.list.has_focus):
            self.show_facets()

    def tick(self) -> None:
        """Show what changes with the time."""
        now = self.clock.now_ms()
        facts, before = self.status.header(self.listing, self.time_mode, now), self.header.facts
        if self.reading and not self._header_pace.due:
            health = replace(facts.health, read_through_ms=before.health.read_through_ms)
            facts = replace(
                facts,
                health=health,
                lag_ms=before.lag_ms,
                rate=before.rate,
                buckets=before.buckets,
            )
        elif facts != before:
            self._header_pace.painted()
        self.header.facts = facts
        if self.has_class("-empty"):
            self.show_first()
        elif self.time_mode == "relative":
            self.table.restyle()

    def fit_columns(self) -> None:
        """Give room to dates, regions, accounts and sources as soon as they differ."""
        if (listing := self.listing) is not None:
            now, mode = self.clock.now_ms(), self.time_mode
            dates = dates_for(listing.oldest_ms, now, mode)
            self.table.fit(Times(mode, dates), listing.several(), listing.widest.measure())

    def show_hints(self) -> None:
        """Write the keys of the part that has the focus; the screen with the keys knows them."""

    def _matching(self, node: Node) -> int:
        return 1 if self.listing is None else self.listing.count(node)

    def _seen(self, field: str) -> Sequence[tuple[str, int]]:
        return () if self.listing is None else refine.seen(self.listing, field)

"""What is said of the rows around the table: state, counts, facets, and why there is no row."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from sestrail_tui.filters.syntax.hints import hint
from sestrail_tui.tui.base.throttle import Throttle
from sestrail_tui.tui.feed.status import counts
from sestrail_tui.tui.filtering import refine

if TYPE_CHECKING:
    from sestrail_tui.tui.feed.first_screen import FirstScreen
    from sestrail_tui.tui.feed.header import HeaderLine
    from sestrail_tui.tui.feed.status import FeedStatus
    from sestrail_tui.tui.filtering.facets import FacetColumn
    from sestrail_tui.tui.filtering.filter_line import FilterLine
    from sestrail_tui.tui.filtering.proposal import ProposalController
    from sestrail_tui.tui.main.role import Role
    from sestrail_tui.tui.table.send_table import SendTable
    from sestrail_tui.tui.table.state import ScreenState


class FiguresView(Protocol):
    """The parts of the screen that `Figures` writes to."""

    header: HeaderLine
    line: FilterLine
    first: FirstScreen
    table: SendTable
    facets: FacetColumn


class FiguresFocus(Protocol):
    """Which parts are on screen, as far as `Figures` needs it."""

    @property
    def is_roomy(self) -> bool:
        """Whether the facets have their place below the table."""

    @property
    def has_no_rows(self) -> bool:
        """Whether the first screen stands in the place of the table."""

    def show_emptiness(self, *, shown: int, held: int) -> None:
        """Put the first screen in the place of a table without rows, and back."""


class Figures:
    """Writes them at once, or at a calm pace while somebody reads."""

    def __init__(
        self,
        view: FiguresView,
        state: ScreenState,
        status: FeedStatus,
        role: Role,
        *,
        proposals: ProposalController,
        focus: FiguresFocus,
    ) -> None:
        self.facets_stale = False
        """Rows changed since the facets were counted."""
        self.counts_stale = False
        """Rows came since they were counted on screen."""
        self._view = view
        self._state = state
        self._status = status
        self._role = role
        self._proposals = proposals
        self._focus = focus
        self._header_pace = Throttle(state.clock)
        self._counts_pace = Throttle(state.clock)

    @property
    def is_reading(self) -> bool:
        """Whether the list stands still, by a pause or because the newest row is not followed.

        Then nothing moves that need not: the state is told at once, figures at a calm pace, and
        facets when one goes there.
        """
        if self._state.listing is None or self._focus.has_no_rows:
            return False
        return self._state.listing.paused or not self._view.table.following

    def show_facets(self) -> None:
        """Count the facets where they are on screen."""
        if (listing := self._state.listing) is not None and self._focus.is_roomy:
            self.facets_stale = False
            self._view.facets.show(refine.facets(listing), refine.chosen(listing.node))

    def rows_came(self, first: int) -> None:
        """Note that there are rows that the facets do not count; the first ones are counted."""
        if first == 0:
            self.show_facets()
        self.facets_stale = True

    def show_counts(self) -> None:
        """Write how many rows there are; without any, why."""
        listing = self._state.listing
        held = 0 if listing is None else listing.held
        shown = 0 if listing is None else len(listing.view)
        self.counts_stale = False
        self._focus.show_emptiness(shown=shown, held=held)
        if listing is not None:
            notes = (self._state.compare_note, self._state.match_note)
            note = " · ".join(filter(None, notes))
            following = self._view.table.following
            self._view.line.set_counts(counts(listing, self._status, note, following=following))
        if shown == 0:
            self.show_first()
        else:
            self._proposals.drop()
        self._show_banner()

    def show_first(self) -> None:
        """Say why there is no row, and what filter would show some."""
        listing = self._state.listing
        now_ms = self._state.clock.now_ms()
        facts = self._status.first(listing, self._state.time_mode, now_ms)
        is_hidden = facts.phase == "hidden"
        if is_hidden and not facts.instead:
            self._proposals.look()
        else:
            self._proposals.drop()
        if (found := self._proposals.proposal) is not None:
            typing = self._view.line.input.has_focus
            take = found.text if typing else f"tab takes {found.text}"
            facts = replace(facts, proposal=f"{found.sentence} {take}")
        elif is_hidden:
            facts = replace(facts, proposal=hint(self._view.line.input.value))
        self._view.first.facts = facts

    def recount(self) -> None:
        """Write how many rows there are after some came: at a calm pace while one reads."""
        listing = self._state.listing
        has_no_rows = listing is None or not len(listing.view)
        if not self.is_reading or has_no_rows:
            self.show_counts()
        elif self._counts_pace.due:
            self._counts_pace.painted()
            self.show_counts()
        else:
            self.counts_stale = True

    def second(self) -> None:
        """Bring up to date what changes with the time, and what was put off."""
        self.tick()
        if self.counts_stale:
            self.recount()
        if self.facets_stale and (not self.is_reading or self._view.facets.list.has_focus):
            self.show_facets()

    def tick(self) -> None:
        """Show what changes with the time."""
        state, header = self._state, self._view.header
        now_ms = state.clock.now_ms()
        facts, before = self._status.header(state.listing, state.time_mode, now_ms), header.facts
        if self.is_reading and not self._header_pace.due:
            through_ms = before.health.read_through_ms
            facts = replace(
                facts,
                health=replace(facts.health, read_through_ms=through_ms),
                lag_ms=before.lag_ms,
                rate=before.rate,
                buckets=before.buckets,
            )
        elif facts != before:
            self._header_pace.painted()
        header.facts = facts
        if self._focus.has_no_rows:
            self.show_first()
        elif state.time_mode == "relative":
            self._view.table.restyle()
        self._show_banner()

    def _show_banner(self) -> None:
        state = self._state
        self._role.show(state.listing, state.time_mode, state.clock.now_ms())

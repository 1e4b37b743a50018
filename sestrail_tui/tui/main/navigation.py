"""The keys that go from pane to pane, and back: out of the detail, the search, the filter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sestrail_tui.tui.base.view import ScreenView

if TYPE_CHECKING:
    from sestrail_tui.tui.detail.controller import DetailController
    from sestrail_tui.tui.filtering.controller import FilterController
    from sestrail_tui.tui.filtering.proposal import ProposalController
    from sestrail_tui.tui.main.focus import PaneFocus
    from sestrail_tui.tui.main.role import Role
    from sestrail_tui.tui.main.search import SearchController
    from sestrail_tui.tui.table.send_table import SendTable
    from sestrail_tui.tui.table.state import ScreenState


class NavigationView(ScreenView, Protocol):
    """What `Navigation` asks of the screen."""

    def dismiss(self, result: None = None) -> object:
        """Go back to the screen below."""


class Navigation:
    """Goes from pane to pane, and back step by step."""

    def __init__(
        self,
        view: NavigationView,
        state: ScreenState,
        role: Role,
        table: SendTable,
        *,
        focus: PaneFocus,
        reader: DetailController,
        filters: FilterController,
        proposals: ProposalController,
        search: SearchController,
    ) -> None:
        self._view = view
        self._state = state
        self._role = role
        self._table = table
        self._focus = focus
        self._reader = reader
        self._filters = filters
        self._proposals = proposals
        self._search = search

    def next_pane(self, step: int) -> None:
        """Go round the panes; where no row is shown, take the filter that is proposed instead."""
        proposal = self._proposals.proposal
        if proposal is not None and self._focus.reads_rows:
            self._filters.apply(proposal.node)
            return
        pane = self._focus.next_pane(step)
        if pane is self._focus.detail:
            self._reader.read()
        else:
            self._focus.close_detail()
            pane.focus()

    def step_back(self) -> None:
        """Go back one step: to the table, out of the detail, out of the search, to no filter."""
        if not self._focus.leave_pane() and not self._search.end():
            self._clear_filter()

    def _clear_filter(self) -> None:
        listing, first = self._state.listing, self._role.filter
        if listing is not None and listing.node != first:
            self._filters.apply(first)
            if self._role.cleared_note:
                self._view.notify(self._role.cleared_note)
        elif self._role.is_above:
            self._view.dismiss(None)

    def follow(self) -> None:
        """Follow the newest; what is read in the detail is left for that."""
        if self._focus.reads_detail:
            self._focus.close_detail()
        self._table.action_follow()

"""The screens that are opened over the rows: sources, timeline, doctor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from sestrail_tui.filters.syntax.edit import with_values
from sestrail_tui.follow.protocol import Examinable
from sestrail_tui.tui.base.view import ScreenView

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.screen import Screen

    from sestrail_tui.filters.syntax.tree import Node
    from sestrail_tui.follow.protocol import Connection
    from sestrail_tui.tui.feed.status import FeedStatus
    from sestrail_tui.tui.table.state import ScreenState


class PanelsView(ScreenView, Protocol):
    """What `PanelsController` asks of the screen."""

    def show_screen(self, screen: Screen[Any]) -> None:
        """Show a screen above this one, and go on."""

    def log_in_again(self) -> None:
        """Log in to AWS again."""


class PanelsController:
    """Opens them, and does what was chosen there."""

    def __init__(
        self,
        view: PanelsView,
        state: ScreenState,
        status: FeedStatus,
        connection: Connection,
        *,
        apply: Callable[[Node], None],
        copy: Callable[[str, str], Awaitable[None]],
    ) -> None:
        """``apply`` filters by a node from now on, ``copy`` copies a text."""
        self._view = view
        self._state = state
        self._status = status
        self._connection = connection
        self._apply = apply
        self._copy = copy

    def show_sources(self) -> None:
        """Show every source; from there to its records, or to a login."""
        self._view.run_worker(self._show_sources(), group="sources")

    async def _show_sources(self) -> None:
        from sestrail_tui.tui.panels.sources import SourcesScreen

        screen = SourcesScreen(self._status, self._state.clock, self._state.time_mode)
        match await self._view.dialog(screen):
            case "login", _:
                self._view.log_in_again()
            case "filter", name:
                self._filter_by_source(name)

    def _filter_by_source(self, name: str) -> None:
        if (listing := self._state.listing) is None:
            return
        if any(source == name for source, _ in listing.store.counts("source")):
            self._apply(with_values(listing.node, "source", (name,)))
        elif (health := self._status.healths.get(name)) and health.in_parts:
            self._view.notify("Each of its records names its own file: filter by source:NAME.")
        else:
            self._view.notify("No record of this source is held.")

    def show_timeline(self) -> None:
        """Show the sends over time; from there to those of a time range."""
        if self._state.listing is not None:
            self._view.run_worker(self._show_timeline(), group="timeline")

    async def _show_timeline(self) -> None:
        # numpy, which the first frame must not wait for.
        from sestrail_tui.tui.timeline.screen import TimelineScreen

        listing, apply = self._state.listing, self._apply
        if listing is not None:
            screen = TimelineScreen(listing, apply, self._state.clock, self._state.time_mode)
            if (node := await self._view.dialog(screen)) is not None:
                apply(node)

    def show_doctor(self) -> None:
        """Show what is set up and what is missing."""
        from sestrail_tui.tui.panels.doctor import DoctorScreen

        if isinstance(self._connection, Examinable):
            self._view.show_screen(DoctorScreen(self._connection, self._copy))
        else:
            self._view.notify("There is no account behind this: nothing can be examined.")

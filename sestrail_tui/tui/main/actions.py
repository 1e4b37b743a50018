"""What each key of the main screen does: one row for each of `KEYS`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sestrail_tui.tui.detail.controller import DetailController
    from sestrail_tui.tui.detail.record_controller import RecordController
    from sestrail_tui.tui.feed.controller import FeedController
    from sestrail_tui.tui.filtering.controller import FilterController
    from sestrail_tui.tui.filtering.filter_line import FilterLine
    from sestrail_tui.tui.filtering.saved_controller import SavedFilterController
    from sestrail_tui.tui.history.controller import HistoryController
    from sestrail_tui.tui.main.navigation import Navigation
    from sestrail_tui.tui.main.panels_controller import PanelsController
    from sestrail_tui.tui.main.search import SearchController
    from sestrail_tui.tui.table.controller import RowsController


class HasControllers(Protocol):
    """The main screen, as far as its keys need it."""

    line: FilterLine
    feed: FeedController
    filters: FilterController
    saved: SavedFilterController
    rows: RowsController
    search: SearchController
    reader: DetailController
    records: RecordController
    history: HistoryController
    panels: PanelsController
    navigation: Navigation

    def log_in_again(self) -> None:
        """Log in to AWS again."""

    def show_help(self) -> None:
        """Show all keys."""

    def show_palette(self) -> None:
        """Search the commands."""

    def quit(self) -> None:
        """Leave."""


ACTIONS: Final[Mapping[str, Callable[[HasControllers], object]]] = {
    "filter": lambda screen: screen.line.edit(),
    "config": lambda screen: screen.filters.pick("config"),
    "principal": lambda screen: screen.filters.pick("principal"),
    "config.own": lambda screen: screen.filters.toggle_own("config"),
    "principal.own": lambda screen: screen.filters.toggle_own("principal"),
    "exclude": lambda screen: screen.filters.exclude(),
    "errors": lambda screen: screen.filters.toggle_errors(),
    "clear": lambda screen: screen.navigation.step_back(),
    "undo": lambda screen: screen.filters.undo(),
    "redo": lambda screen: screen.filters.redo(),
    "filters": lambda screen: screen.saved.list(),
    "search": lambda screen: screen.search.ask(),
    "search.next": lambda screen: screen.search.go_to_match(1),
    "search.previous": lambda screen: screen.search.go_to_match(-1),
    "pause": lambda screen: screen.feed.turn_pause(),
    "follow": lambda screen: screen.navigation.follow(),
    "mark": lambda screen: screen.rows.ask_mark(),
    "order": lambda screen: screen.rows.turn_order(),
    "time": lambda screen: screen.rows.turn_time_mode(),
    "timeline": lambda screen: screen.panels.show_timeline(),
    "copy": lambda screen: screen.records.copy(),
    "copy.as": lambda screen: screen.records.copy_as(),
    "copy.shown": lambda screen: screen.records.copy_shown(),
    "compare": lambda screen: screen.records.compare(),
    "write": lambda screen: screen.records.ask_path(),
    "detail": lambda screen: screen.reader.open(),
    "account.next": lambda screen: screen.reader.next_copy(),
    "correction": lambda screen: screen.reader.go_to_correction(),
    "next.pane": lambda screen: screen.navigation.next_pane(1),
    "previous.pane": lambda screen: screen.navigation.next_pane(-1),
    "history": lambda screen: screen.history.start(),
    "sources": lambda screen: screen.panels.show_sources(),
    "doctor": lambda screen: screen.panels.show_doctor(),
    "login": lambda screen: screen.log_in_again(),
    "help": lambda screen: screen.show_help(),
    "palette": lambda screen: screen.show_palette(),
    "quit": lambda screen: screen.quit(),
}
"""The controller that a key calls, by the key's id."""

"""The sources panel: every source with its state, and all that is known of the one at hand."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar, Literal, Protocol

from textual.binding import Binding, BindingType

from sestrail_tui.tui.panels import source_text
from sestrail_tui.tui.panes.list_detail import ListDetailScreen
from sestrail_tui.tui.panes.list_pane import ListPane
from sestrail_tui.tui.panes.list_rows import ListRows, RowState
from sestrail_tui.tui.panes.overview_page import overview_page
from sestrail_tui.tui.panes.page_pane import PagePane

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.follow.health import Health
    from sestrail_tui.tui.base.times import TimeMode
    from sestrail_tui.tui.panes.styled_text import StyledText

SourceAction = tuple[Literal["filter", "login"], str]
"""What to do after the panel, and the source it is about."""


class HasHealths(Protocol):
    """Knows how each source is doing, by its name."""

    @property
    def healths(self) -> Mapping[str, Health]:
        """The health of each source."""


class SourceRows(ListRows["Health"]):
    """One line a source, under titles."""

    title = "Sources"
    has_titles = True
    empty = "Nothing is being read yet."

    def __init__(self, time_mode: TimeMode, now_ms: Callable[[], int]) -> None:
        self._time_mode = time_mode
        self._now_ms = now_ms

    def key(self, item: Health) -> str:
        """Return the source's name."""
        return item.source

    def titles(self, width: int) -> Sequence[StyledText]:
        """Return the titles of the columns."""
        return source_text.titles(width)

    def row(self, item: Health, state: RowState) -> Sequence[StyledText]:
        """Return one source."""
        return source_text.line(item, self._time_mode, self._now_ms(), state.width)


class SourcesScreen(ListDetailScreen["Health", SourceAction | None]):
    """Shows the sources until ``S`` or ``esc``, kept up to date."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("S", "close", "Close", show=False),
        Binding("enter", "filter", "Show only its records", show=False),
        Binding("L", "login", "Log in again", show=False),
    ]

    def __init__(self, status: HasHealths, clock: Clock, time_mode: TimeMode) -> None:
        super().__init__(ListPane(SourceRows(time_mode, clock.now_ms)), PagePane())
        self._status = status
        self._clock = clock
        self._time_mode = time_mode

    def on_mount(self) -> None:
        """Show how things are, and again each second."""
        super().on_mount()
        self.keys.hints = (
            ("↑ ↓", "choose", ""),
            ("enter", "only its records", "screen.filter"),
            ("tab", "scroll below", "screen.other_pane"),
            ("L", "log in again", "screen.login"),
            ("esc", "back", "screen.close"),
        )
        self.set_interval(1.0, self.tick)
        self.tick()

    def tick(self) -> None:
        """Take in how the sources are doing now."""
        self.list.show(sorted(self._status.healths.values(), key=attrgetter("source")))
        self.show_detail()

    def show_detail(self) -> None:
        """Show all that is known of the source under the cursor."""
        health = self.list.item
        if health is None:
            self.detail.show("No source", None)
        else:
            now_ms = self._clock.now_ms()
            sections = source_text.sections(health, self._time_mode, now_ms)
            self.detail.show(health.source, overview_page(sections))

    def action_filter(self) -> None:
        """Go back, to the records of the source under the cursor."""
        if (health := self.list.item) is not None:
            self.dismiss(("filter", health.source))

    def action_login(self) -> None:
        """Go back, and log in."""
        health = self.list.item
        self.dismiss(("login", "" if health is None else health.source))

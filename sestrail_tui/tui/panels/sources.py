"""The sources panel: every source with its state, and all that is known of the one at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.screen import ModalScreen

from sestrail_tui.tui.base.overview_page import overview_page
from sestrail_tui.tui.base.pane import Pane, StyledText
from sestrail_tui.tui.keys.key_line import KeyLine
from sestrail_tui.tui.panels import source_text as source_facts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.follow.health import Health
    from sestrail_tui.tui.base.formats import TimeMode
    from sestrail_tui.tui.base.page import Page
    from sestrail_tui.tui.feed.status import FeedStatus

Wanted = tuple[Literal["filter", "login"], str]
"""What to do after the panel, and the source it is about."""


class SourceList(Pane):
    """One line a source; the first visible line has the titles. The cursor is on a source."""

    chosen: reactive[str] = reactive("", repaint=False)
    """The name of the source under the cursor: it stays when others come and go."""

    def __init__(self, time_mode: TimeMode) -> None:
        super().__init__(id="source-list")
        self._time_mode = time_mode
        self._healths: list[Health] = []
        self._now_ms = 0

    def show(self, healths: Sequence[Health], now_ms: int) -> None:
        """Take in how the sources are doing."""
        self._healths, self._now_ms = list(healths), now_ms
        names = [health.source for health in self._healths]
        if self.chosen not in names:
            self.chosen = names[0] if names else ""
        self.cursor = names.index(self.chosen) + 1 if names else None
        self.refresh()

    @property
    def health(self) -> Health | None:
        """The source under the cursor."""
        found = (health for health in self._healths if health.source == self.chosen)
        return next(found, None)

    def go(self, rows: int) -> None:
        """Move the cursor."""
        if self._healths and self.cursor is not None:
            self.choose(self.cursor - 1 + rows)

    def choose(self, index: int) -> None:
        """Put the cursor on a source, or the one nearest to it."""
        index = max(0, min(index, len(self._healths) - 1))
        self.cursor = index + 1
        self.reveal(index if index < self.top else self.cursor)
        self.chosen = self._healths[index].source
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Choose with the mouse."""
        index = self.top + event.y - 2
        if 0 <= index < len(self._healths):
            self.choose(index)

    def head(self) -> Sequence[StyledText]:
        """Give the title."""
        return (StyledText("Sources", "title"),)

    def row_count(self) -> int:
        """Give the sources, and the line of titles."""
        return len(self._healths) + 1

    def row(self, index: int) -> Sequence[StyledText]:
        """Give the titles on the first visible line, on the others one source."""
        width = self.inner_width
        health = self._healths[max(0, index - 1)] if self._healths else None
        if health is None:
            return (StyledText("Nothing is being read yet.", "dim"),)
        found = source_facts.cells(health, self._time_mode, self._now_ms, width)
        pieces = source_facts.line(found, width, titles=index == self.top)
        on_cursor = index == self.cursor and self.has_focus
        return [StyledText(text, "plain" if on_cursor else tone) for text, tone in pieces]


class SourceDetail(Pane):
    """Everything that is known of one source."""

    def __init__(self, time_mode: TimeMode) -> None:
        super().__init__(id="source-detail")
        self._time_mode = time_mode
        self._health: Health | None = None
        self._page: Page | None = None

    def show(self, health: Health | None, now_ms: int) -> None:
        """Show a source; the same one stays where it was scrolled to."""
        if health is None or self._health is None or health.source != self._health.source:
            self.top = 0
        self._health = health
        told = [] if health is None else source_facts.sections(health, self._time_mode, now_ms)
        self._page = overview_page(told)
        self._wrap()

    def on_resize(self) -> None:
        """Wrap to the new width."""
        self._wrap()

    def _wrap(self) -> None:
        if self._page is not None:
            self._page.wrap(self.inner_width)
            self.scroll_rows_to(self.top)
        self.refresh()

    def head(self) -> Sequence[StyledText]:
        """Give the source's name."""
        return (StyledText(source_facts.safe_name(self._health), "title"),)

    def row_count(self) -> int:
        """Give the rows at this width."""
        return 0 if self._page is None else self._page.row_count

    def row(self, index: int) -> Sequence[StyledText]:
        """Give one row."""
        return () if self._page is None else self._page.row(index)


class SourcesScreen(ModalScreen[Wanted | None]):
    """Shows the sources until ``S`` or ``esc``, kept up to date."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("S,escape,q", "close", "Close", show=False),
        Binding("enter", "filter", "Show only its records", show=False),
        Binding("L", "login", "Log in again", show=False),
        Binding("tab,shift+tab", "other_pane", "The other pane", show=False),
    ]
    DEFAULT_CSS = """
    SourcesScreen {
        background: $background;
        SourceList { height: auto; max-height: 40%; }
        SourceDetail { height: 1fr; }
    }
    """

    def __init__(self, status: FeedStatus, clock: Clock, time_mode: TimeMode) -> None:
        super().__init__()
        self._status = status
        self._clock = clock
        self._list = SourceList(time_mode)
        self._detail = SourceDetail(time_mode)
        self._keys = KeyLine()

    def compose(self) -> ComposeResult:
        """Put the list above what is known of one."""
        yield self._list
        yield self._detail
        yield self._keys

    def on_mount(self) -> None:
        """Show how things are, and again each second."""
        self._keys.hints = (
            ("↑ ↓", "choose", ""),
            ("enter", "only its records", "screen.filter"),
            ("tab", "scroll below", "screen.other_pane"),
            ("L", "log in again", "screen.login"),
            ("esc", "back", "screen.close"),
        )
        self.watch(self._list, "chosen", self._show_chosen, init=False)
        self._list.focus()
        self.set_interval(1.0, self.tick)
        self.tick()

    def tick(self) -> None:
        """Take in how the sources are doing now."""
        healths = sorted(self._status.healths.values(), key=lambda health: health.source)
        self._list.show(healths, self._clock.now_ms())
        self._list.styles.height = len(healths) + 3
        self._show_chosen()

    def _show_chosen(self) -> None:
        self._detail.show(self._list.health, self._clock.now_ms())

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)

    def action_filter(self) -> None:
        """Go back, to the records of the source under the cursor."""
        if self._list.chosen:
            self.dismiss(("filter", self._list.chosen))

    def action_login(self) -> None:
        """Go back, and log in."""
        self.dismiss(("login", self._list.chosen))

    def action_other_pane(self) -> None:
        """Move between the list and what is below."""
        (self._detail if self._list.has_focus else self._list).focus()

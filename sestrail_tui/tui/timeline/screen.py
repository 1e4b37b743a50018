"""The timeline: the shown sends over time, live, and the way to those of a range of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from sestrail_tui.filters.fields.time_spans import write_span
from sestrail_tui.filters.syntax.edit import picked, with_values
from sestrail_tui.filters.syntax.tree import Node
from sestrail_tui.tui.base.key_line import KeyLine
from sestrail_tui.tui.base.numbers import count_text
from sestrail_tui.tui.timeline import time_axis
from sestrail_tui.tui.timeline.chart import ColumnPointed, TimeChart, Zoomed
from sestrail_tui.tui.timeline.controller import TimelineController
from sestrail_tui.tui.timeline.legend import TimeLegend

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.tui.base.key_line import Hint
    from sestrail_tui.tui.base.times import TimeMode
    from sestrail_tui.tui.table.listing import Listing


class TimelineScreen(ModalScreen[Node | None]):
    """A chart above its legend, live; gives the filter to go on with, ``None`` to leave it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Drop the selection, then close", show=False),
        Binding("T,q", "close", "Close", show=False),
        Binding("enter", "choose", "Show only these sends", show=False),
        Binding("plus,equals_sign,up", "zoom(-1)", "Look closer", show=False),
        Binding("minus,down", "zoom(1)", "Look from farther away", show=False),
        Binding("0", "whole", "All of it", show=False),
        Binding("space", "mark", "Begin a selection here", show=False),
        Binding("b", "next_stack", "Tell apart by something else", show=False),
        Binding("a", "all_times", "Ask for no time any more", show=False),
    ]

    DEFAULT_CSS = "TimelineScreen { background: $background; }"

    def __init__(
        self,
        listing: Listing,
        apply: Callable[[Node], None],
        clock: Clock,
        time_mode: TimeMode,
    ) -> None:
        super().__init__()
        self._listing = listing
        self._apply = apply
        self._clock = clock
        self._time_mode = time_mode
        self.counted = TimelineController(self, listing, time_mode)
        self.chart = TimeChart(time_mode)
        self._legend = TimeLegend()
        self._key_line = KeyLine()

    def compose(self) -> ComposeResult:
        """Put the chart above its legend."""
        yield self.chart
        yield self._legend
        yield self._key_line

    def on_mount(self) -> None:
        """Look for what came each second."""
        self.chart.focus()
        self._show_hints()
        self.set_interval(1.0, self.counted.refresh)
        self.call_after_refresh(self.counted.recount)

    def on_resize(self) -> None:
        """Count for the columns that there are now."""
        self.call_after_refresh(self.counted.recount)

    @property
    def columns(self) -> int:
        """How many columns there is room for."""
        return self.chart.columns

    def draw(self) -> None:
        """Draw what was counted, or why there is nothing."""
        self.chart.show(self.counted.data, self.counted.reason, self._clock.now_ms())
        self.point()

    def point(self) -> None:
        """Show where one is, and the numbers of that place."""
        data, cursor = self.counted.data, self.counted.cursor
        if data is None or cursor is None:
            self._legend.clear()
        else:
            window = data.window
            first_ms, end_ms = cursor.selected
            is_span = cursor.anchor is not None
            span = range(window.column(first_ms), window.column(end_ms - 1) + 1)
            self.chart.point(window.column(cursor.at_ms), span if is_span else range(0))
            numbers = data.within(first_ms, end_ms)
            now = self._clock.now_ms()
            time_range = time_axis.range_text(first_ms, end_ms, self._time_mode, now)
            outside = first_ms < window.first_ms or end_ms > window.end_ms
            number = f"{'at least ' if outside else ''}{count_text(sum(numbers))}"
            title = f"{time_range}: {number} of {count_text(data.total)}"
            self._legend.show(data, numbers, title, "selected" if is_span else "here")
        self._show_hints()

    def _show_hints(self) -> None:
        """Write the keys."""
        is_span = self.counted.cursor is not None and self.counted.cursor.anchor is not None
        hints: list[Hint] = [
            ("← →", "move", ""),
            ("shift+← →", "select", ""),
            ("+ -", "zoom", ""),
            ("b", f"by {self.counted.next_stack.title}", "screen.next_stack"),
            ("space", "mark", "screen.mark"),
            ("0", "whole", "screen.whole"),
            ("home end", "oldest, newest", ""),
            ("enter", "filter", "screen.choose"),
            ("esc", "unselect" if is_span else "back", "screen.back"),
        ]
        if picked(self._listing.node, "time"):
            hints.insert(0, ("a", "all times", "screen.all_times"))
        self._key_line.hints = tuple(hints)

    # the keys

    def action_move(self, columns: int) -> None:
        """Move the cursor."""
        if self.counted.cursor is not None:
            self.counted.move(self.counted.cursor.moved(columns))

    def action_page(self, halves: int) -> None:
        """Move by half of what is shown."""
        self.action_move(halves * max(1, self.chart.columns // 2))

    def action_extend(self, columns: int) -> None:
        """Move the cursor, and select what it passes."""
        if self.counted.cursor is not None:
            self.counted.move(self.counted.cursor.extended(columns))

    def action_oldest(self) -> None:
        """Go to the oldest send."""
        if self.counted.cursor is not None:
            self.counted.move(self.counted.cursor.gone(self.counted.cursor.span.oldest_ms))

    def action_newest(self) -> None:
        """Go to the newest send, and stay there."""
        if self.counted.cursor is not None:
            self.counted.move(self.counted.cursor.gone(self.counted.cursor.span.newest_ms))

    def action_mark(self) -> None:
        """Begin a selection at the cursor, or drop the one there is."""
        if self.counted.cursor is not None:
            self.counted.move(self.counted.cursor.marked())

    @on(ColumnPointed)
    def _pointed(self, news: ColumnPointed) -> None:
        self.counted.point_at(news.column, dragged=news.dragged)

    def action_zoom(self, steps: int) -> None:
        """Let a column stand for less time, or for more."""
        if self.counted.cursor is not None:
            self.counted.move(self.counted.cursor.zoomed(steps))

    @on(Zoomed)
    def _wheel(self, news: Zoomed) -> None:
        self.action_zoom(news.steps)

    def action_whole(self) -> None:
        """Show all of it."""
        self.counted.show_all()

    def action_next_stack(self) -> None:
        """Tell the sends apart by the next field."""
        self.counted.turn_stack()

    # the filter, and back

    def action_all_times(self) -> None:
        """Take out of the filter what it asks of the time."""
        self._apply(with_values(self._listing.node, "time", ()))
        self.action_whole()

    def action_choose(self) -> None:
        """Go back, to the sends of the selection or of the cursor's column."""
        if self.counted.cursor is None or self.counted.data is None:
            return
        try:
            text = write_span(*self.counted.cursor.selected)
        except ValueError as error:
            self.notify(f"No filter can say this: {error}", severity="warning")
        else:
            self.dismiss(with_values(self._listing.node, "time", (text,)))

    def action_back(self) -> None:
        """Drop the selection; without one, go back."""
        if self.counted.cursor is not None and self.counted.cursor.anchor is not None:
            self.counted.move(self.counted.cursor.unselected())
        else:
            self.dismiss(None)

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)

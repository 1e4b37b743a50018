"""The timeline: the shown sends over time, live, and the way to those of a stretch of it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from sestrail_tui.filters.edit import picked, with_values
from sestrail_tui.filters.moments import write_span
from sestrail_tui.filters.tree import Node
from sestrail_tui.store.timeline import Span, Timeline
from sestrail_tui.tui import formats, time_axis
from sestrail_tui.tui.picture import LETTERS, STACKS, Picture, lines
from sestrail_tui.tui.time_window import Window
from sestrail_tui.tui.widgets.key_line import Hint, KeyLine
from sestrail_tui.tui.widgets.time_chart import ColumnPointed, TimeChart
from sestrail_tui.tui.widgets.time_legend import TimeLegend

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from sestrail_tui.clock import Clock
    from sestrail_tui.tui.formats import TimeMode
    from sestrail_tui.tui.listing import Listing


class TimelineScreen(ModalScreen[Node | None]):
    """Shows what ``listing`` shows; gives the filter to go on with, ``None`` to leave it."""

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
        self._stack = 0
        self._window: Window | None = None
        """What is to be shown; ``None``: all of it."""
        self._span: Span | None = None
        self._at_ms = 0
        self._following = True
        """Whether the cursor stays at the newest send."""
        self._anchor: tuple[int, int] | None = None
        """The column at which a selection began (from, up to; ms UTC)."""
        self._marking = False
        """Whether moving on selects without shift."""
        self._picture: Picture | None = None
        self._seen: tuple[object, ...] = ()
        self._stale = self._counting = False
        self._chart = TimeChart(time_mode)
        self._legend = TimeLegend()
        self._keys = KeyLine()

    def compose(self) -> ComposeResult:
        """Put the chart above its legend."""
        yield self._chart
        yield self._legend
        yield self._keys

    def on_mount(self) -> None:
        """Look for what came each second."""
        self._chart.focus()
        self._show_hints()
        self.set_interval(1.0, self.tick)
        self.call_after_refresh(self.recount)

    def on_resize(self) -> None:
        """Count for the columns that there are now."""
        self.call_after_refresh(self.recount)

    def tick(self) -> None:
        """Count again where something came or went."""
        view = self._listing.view
        seen = (view.end_row, len(view), view.node, view.store.first_row)
        if seen != self._seen:
            self._seen = seen
            self.recount()
        elif self._time_mode == "relative":
            self._show()

    # counting

    def recount(self) -> None:
        """Count; what is asked for meanwhile is counted afterwards."""
        self._stale = True
        if not self._counting:
            self._counting = True
            self._count()

    @work(group="count")
    async def _count(self) -> None:
        try:
            while self._stale:
                self._stale = False
                await self._count_once()
        finally:
            self._counting = False

    async def _count_once(self) -> None:
        stack = STACKS[self._stack]
        timeline = Timeline(self._listing.view, stack.column, len(LETTERS) - 1)
        total = len(self._listing.view)
        for _ in timeline.values_in_steps():
            await asyncio.sleep(0)
        self._span = timeline.span
        if timeline.span is None:
            self._picture = None
            self._show()
            return
        self._window = window = self._aimed(timeline.span)
        counts = None
        for counts in timeline.counts(window.first_ms, window.bucket_ms, window.columns):
            await asyncio.sleep(0)
        told = lines(stack, timeline.values, timeline.numbers, timeline.others, total)
        if counts is not None:
            counts = counts[: len(told)]
            self._picture = Picture(stack, window, told, counts, total, timeline.timeless)
        self._show()

    def _aimed(self, span: Span) -> Window:
        """Give the window to count in; the first one shows all, and the cursor at the newest."""
        columns = self._chart.columns
        if self._following:
            self._at_ms = span.newest_ms
        if self._window is None:
            ahead = time_axis.ahead_ms(span.newest_ms, self._time_mode)
            return Window.over(span.oldest_ms, span.newest_ms, columns, ahead)
        window = self._window.resized(columns)
        return window.up_to(self._at_ms) if self._following else window.showing(self._at_ms)

    # showing

    def _show(self) -> None:
        self._chart.show(self._picture, self._why(), self._clock.now_ms())
        self._point()

    def _why(self) -> str:
        """Say why there is nothing to draw."""
        if not len(self._listing.store):
            return "No send has come yet: they are drawn here as they come."
        if not len(self._listing.view):
            return "The filter shows no send: esc goes back to it, a asks for all times."
        return "No send shown says when it was made."

    def _point(self) -> None:
        if self._picture is None:
            self._legend.clear()
        else:
            window = self._picture.window
            first_ms, end_ms = self._selected(window)
            span = range(window.column(first_ms), window.column(end_ms - 1) + 1)
            cursor = window.column(self._at_ms)
            self._chart.point(cursor, span if self._anchor is not None else range(0))
            here = self._picture.within(first_ms, end_ms)
            now = self._clock.now_ms()
            stretch = time_axis.stretch(first_ms, end_ms, self._time_mode, now)
            outside = first_ms < window.first_ms or end_ms > window.end_ms
            number = f"{'at least ' if outside else ''}{formats.count(sum(here))}"
            title = f"{stretch}: {number} of {formats.count(self._picture.total)}"
            chosen = "here" if self._anchor is None else "selected"
            self._legend.show(self._picture, here, title, chosen)
        self._show_hints()

    def _show_hints(self) -> None:
        by = STACKS[(self._stack + 1) % len(STACKS)].title
        hints: list[Hint] = [
            ("← →", "move", ""),
            ("shift+← →", "select", ""),
            ("+ -", "zoom", ""),
            ("b", f"by {by}", "screen.next_stack"),
            ("space", "mark", "screen.mark"),
            ("0", "whole", "screen.whole"),
            ("enter", "show only these", "screen.choose"),
            ("esc", "back" if self._anchor is None else "unselect", "screen.back"),
        ]
        if picked(self._listing.node, "time"):
            hints.insert(0, ("a", "all times", "screen.all_times"))
        self._keys.hints = tuple(hints)

    def _bucket(self, window: Window) -> tuple[int, int]:
        first_ms = window.start_ms(self._at_ms)
        return first_ms, first_ms + window.bucket_ms

    def _selected(self, window: Window) -> tuple[int, int]:
        """Give the span that enter is about (ms UTC): the selection, else the cursor's column."""
        first_ms, end_ms = self._bucket(window)
        if self._anchor is None:
            return first_ms, end_ms
        return min(first_ms, self._anchor[0]), max(end_ms, self._anchor[1])

    # the keys

    def _go(self, at_ms: int) -> None:
        """Put the cursor at a moment between the oldest and the newest send."""
        if self._window is None or self._span is None:
            return
        oldest, newest = self._span.oldest_ms, self._span.newest_ms
        self._at_ms = max(oldest, min(at_ms, newest))
        self._following = self._window.start_ms(self._at_ms) == self._window.start_ms(newest)
        moved = self._window.showing(self._at_ms)
        if moved != self._window:
            self._window = moved
            self.recount()
        else:
            self._point()

    def action_move(self, columns: int) -> None:
        """Move the cursor; a selection made with shift is dropped."""
        if not self._marking:
            self._anchor = None
        self._step(columns)

    def action_stretch(self, columns: int) -> None:
        """Move the cursor, and select what it passes."""
        self._begin()
        self._step(columns)

    def action_page(self, halves: int) -> None:
        """Move by half of what is shown."""
        self.action_move(halves * max(1, self._chart.columns // 2))

    def _step(self, columns: int) -> None:
        if self._window is not None:
            self._go(self._window.start_ms(self._at_ms) + columns * self._window.bucket_ms)

    def _begin(self) -> None:
        if self._anchor is None and self._window is not None:
            self._anchor = self._bucket(self._window)

    def action_oldest(self) -> None:
        """Go to the oldest send."""
        if self._span is not None:
            self._go(self._span.oldest_ms)

    def action_newest(self) -> None:
        """Go to the newest send, and stay there."""
        if self._span is not None:
            self._go(self._span.newest_ms)

    def action_mark(self) -> None:
        """Begin a selection at the cursor, or drop the one there is."""
        self._marking = self._anchor is None
        self._anchor = None
        if self._marking:
            self._begin()
        self._point()

    @on(ColumnPointed)
    def _pointed(self, news: ColumnPointed) -> None:
        if self._picture is None:
            return
        if news.dragged:
            self._begin()
        else:
            self._anchor, self._marking = None, False
        window = self._picture.window
        self._go(window.first_ms + news.column * window.bucket_ms)

    def action_zoom(self, steps: int) -> None:
        """Let a column stand for less time, or for more; the cursor stays where it is."""
        if self._window is not None:
            self._window = self._window.zoomed(steps, self._at_ms)
            self.recount()

    def action_whole(self) -> None:
        """Show all of it."""
        self._window = None
        self.recount()

    def action_next_stack(self) -> None:
        """Tell the sends apart by the next field."""
        self._stack = (self._stack + 1) % len(STACKS)
        self.recount()

    # the filter, and back

    def action_all_times(self) -> None:
        """Take out of the filter what it asks of the time."""
        self._apply(with_values(self._listing.node, "time", ()))
        self._window, self._anchor, self._marking = None, None, False
        self.recount()

    def action_choose(self) -> None:
        """Go back, to the sends of the selection or of the cursor's column."""
        if self._picture is None:
            return
        try:
            text = write_span(*self._selected(self._picture.window))
        except ValueError as error:
            self.notify(f"No filter can say this: {error}", severity="warning")
        else:
            self.dismiss(with_values(self._listing.node, "time", (text,)))

    def action_back(self) -> None:
        """Drop the selection; without one, go back."""
        if self._anchor is None:
            self.dismiss(None)
        else:
            self._anchor, self._marking = None, False
            self._point()

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)

"""The part of the timeline that counts the shown sends and draws them, again as they come."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import work
from textual.screen import ModalScreen

from sestrail_tui.filters.syntax.tree import Node
from sestrail_tui.store.stats.timeline import Timeline
from sestrail_tui.tui.base.key_line import KeyLine
from sestrail_tui.tui.base.numbers import count_text
from sestrail_tui.tui.timeline import time_axis
from sestrail_tui.tui.timeline.chart import TimeChart
from sestrail_tui.tui.timeline.chart_data import LETTERS, STACKS, ChartData, lines
from sestrail_tui.tui.timeline.legend import TimeLegend
from sestrail_tui.tui.timeline.time_cursor import TimeCursor

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.tui.base.times import TimeMode
    from sestrail_tui.tui.table.listing import Listing


class CountedScreen(ModalScreen[Node | None]):
    """Draws what ``listing`` shows, told apart by one of `STACKS`."""

    DEFAULT_CSS = "CountedScreen { background: $background; }"

    def __init__(
        self,
        listing: Listing,
        clock: Clock,
        time_mode: TimeMode,
    ) -> None:
        super().__init__()
        self.listing = listing
        self.clock = clock
        self._time_mode = time_mode
        self.stack = 0
        self.aim: TimeCursor | None = None
        """``None``: all of it is to be shown."""
        self.picture: ChartData | None = None
        self._seen: tuple[object, ...] = ()
        self._stale = self._counting = False
        self.chart = TimeChart(time_mode)
        self._legend = TimeLegend()
        self.key_line = KeyLine()

    def compose(self) -> ComposeResult:
        """Put the chart above its legend."""
        yield self.chart
        yield self._legend
        yield self.key_line

    def on_mount(self) -> None:
        """Look for what came each second."""
        self.chart.focus()
        self.show_hints()
        self.set_interval(1.0, self.tick)
        self.call_after_refresh(self.recount)

    def on_resize(self) -> None:
        """Count for the columns that there are now."""
        self.call_after_refresh(self.recount)

    def tick(self) -> None:
        """Count again where something came or went."""
        view = self.listing.view
        seen = (view.end_row, len(view), view.node, view.store.first_row, self._why())
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
        stack = STACKS[self.stack]
        view = self.listing.view
        timeline = Timeline(view.store.columns, view.rows(), stack.column, len(LETTERS) - 1)
        total = len(self.listing.view)
        for _ in timeline.values_in_steps():
            await asyncio.sleep(0)
        if timeline.span is None:
            self.picture = None
            self._show()
            return
        columns = self.chart.columns
        if self.aim is None:
            ahead = time_axis.ahead_ms(timeline.span.newest_ms, self._time_mode)
            self.aim = TimeCursor.whole(timeline.span, columns, ahead)
        self.aim = self.aim.counted(timeline.span, columns)
        window = self.aim.window
        counts = None
        for counts in timeline.counts(window.first_ms, window.bucket_ms, window.columns):  # noqa: B007
            await asyncio.sleep(0)
        told = lines(stack, timeline.values, timeline.numbers, timeline.others, total)
        if counts is not None:
            counts = counts[: len(told)]
            self.picture = ChartData(stack, window, told, counts, total, timeline.timeless)
        self._show()

    # showing

    def _show(self) -> None:
        self.chart.show(self.picture, self._why(), self.clock.now_ms())
        self.point()

    def _why(self) -> str:
        """Say why there is nothing to draw."""
        if len(self.listing.view):
            return "No send shown says when it was made."
        match self.listing.why_empty:
            case "nothing":
                return "No send has come yet: they are drawn here as they come."
            case "settling":
                return "The first records have come and are being looked at."
            case "paused":
                return "Paused: what came waits. esc goes back, space shows it there."
            case "searching":
                return "The records' texts are being searched; none matches so far."
            case "hidden":
                return "The filter shows no send: esc goes back to it, a asks for all times."

    def point(self) -> None:
        """Show where one is, and the numbers of that place."""
        if self.picture is None or self.aim is None:
            self._legend.clear()
        else:
            window = self.picture.window
            first_ms, end_ms = self.aim.selected
            is_span = self.aim.anchor is not None
            span = range(window.column(first_ms), window.column(end_ms - 1) + 1)
            self.chart.point(window.column(self.aim.at_ms), span if is_span else range(0))
            here = self.picture.within(first_ms, end_ms)
            now = self.clock.now_ms()
            time_range = time_axis.range_text(first_ms, end_ms, self._time_mode, now)
            outside = first_ms < window.first_ms or end_ms > window.end_ms
            number = f"{'at least ' if outside else ''}{count_text(sum(here))}"
            title = f"{time_range}: {number} of {count_text(self.picture.total)}"
            self._legend.show(self.picture, here, title, "selected" if is_span else "here")
        self.show_hints()

    def show_hints(self) -> None:
        """Write the keys; the screen with the keys knows them."""

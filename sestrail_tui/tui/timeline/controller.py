"""The numbers of a timeline: which sends are counted, where the cursor is, and counting them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Protocol

from sestrail_tui.store.stats.timeline import Timeline
from sestrail_tui.tui.timeline import time_axis
from sestrail_tui.tui.timeline.chart_data import LETTERS, STACKS, ChartData, lines
from sestrail_tui.tui.timeline.time_cursor import TimeCursor

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from sestrail_tui.tui.base.times import TimeMode
    from sestrail_tui.tui.table.listing import Listing


class TimelineView(Protocol):
    """What `TimelineController` asks of the screen."""

    @property
    def columns(self) -> int:
        """How many columns there is room for."""

    def run_worker(self, work: Coroutine[Any, Any, None], *, group: str = "default") -> object:
        """Run a coroutine beside the screen until that is left."""

    def draw(self) -> None:
        """Draw what was counted."""

    def point(self) -> None:
        """Show where the cursor is, and the numbers of that place."""


class TimelineController:
    """Counts what ``listing`` shows, told apart by one of `STACKS`, again as sends come."""

    def __init__(self, view: TimelineView, listing: Listing, time_mode: TimeMode) -> None:
        self.stack = STACKS[0]
        self.next_stack = STACKS[1]
        self.cursor: TimeCursor | None = None
        """``None``: all of it is to be shown."""
        self.data: ChartData | None = None
        self.is_counting = False
        self._view = view
        self._listing = listing
        self._time_mode = time_mode
        self._counted: tuple[object, ...] = ()
        self._is_stale = False

    def refresh(self) -> None:
        """Count again where something came or went."""
        view = self._listing.view
        shown = (view.end_row, len(view), view.node, view.store.first_row, self.reason)
        if shown != self._counted:
            self._counted = shown
            self.recount()
        elif self._time_mode == "relative":
            self._view.draw()

    def recount(self) -> None:
        """Count; what is asked for meanwhile is counted afterwards."""
        self._is_stale = True
        if not self.is_counting:
            self.is_counting = True
            self._view.run_worker(self._count(), group="count")

    async def _count(self) -> None:
        try:
            while self._is_stale:
                self._is_stale = False
                await self._count_once()
        finally:
            self.is_counting = False

    async def _count_once(self) -> None:
        stack, view = self.stack, self._listing.view
        timeline = Timeline(view.store.columns, view.rows(), stack.column, len(LETTERS) - 1)
        total = len(view)
        for _ in timeline.values_in_steps():
            await asyncio.sleep(0)
        if timeline.span is None:
            self.data = None
            self._view.draw()
            return
        columns = self._view.columns
        if self.cursor is None:
            ahead = time_axis.ahead_ms(timeline.span.newest_ms, self._time_mode)
            self.cursor = TimeCursor.whole(timeline.span, columns, ahead)
        self.cursor = self.cursor.counted(timeline.span, columns)
        window = self.cursor.window
        counts = None
        for counts in timeline.counts(window.first_ms, window.bucket_ms, window.columns):  # noqa: B007
            await asyncio.sleep(0)
        found = lines(stack, timeline.values, timeline.numbers, timeline.others, total)
        if counts is not None:
            counts = counts[: len(found)]
            self.data = ChartData(stack, window, found, counts, total, timeline.timeless)
        self._view.draw()

    @property
    def reason(self) -> str:
        """Why there is nothing to draw."""
        if len(self._listing.view):
            return "No send shown says when it was made."
        match self._listing.why_empty:
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

    # the cursor

    def move(self, cursor: TimeCursor) -> None:
        """Put the cursor elsewhere; another window is counted anew."""
        before, self.cursor = self.cursor, cursor
        if before is None or before.window != cursor.window:
            self.recount()
        else:
            self._view.point()

    def point_at(self, column: int, *, dragged: bool) -> None:
        """Put the cursor on a column of the chart; dragged, select what it passes."""
        if self.cursor is not None and self.data is not None:
            window = self.data.window
            cursor = self.cursor.anchored() if dragged else self.cursor.unselected()
            self.move(cursor.gone(window.first_ms + column * window.bucket_ms))

    def show_all(self) -> None:
        """Show the whole time."""
        self.cursor = None
        self.recount()

    def turn_stack(self) -> None:
        """Tell the sends apart by the next field."""
        self.stack = self.next_stack
        self.next_stack = STACKS[(STACKS.index(self.stack) + 1) % len(STACKS)]
        self.recount()

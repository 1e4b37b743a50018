"""The timeline: the shown sends over time, live, and the way to those of a range of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from sestrail_tui.filters.fields.time_spans import write_span
from sestrail_tui.filters.syntax.edit import picked, with_values
from sestrail_tui.tui.timeline.chart import ColumnPointed, Zoomed
from sestrail_tui.tui.timeline.chart_data import STACKS
from sestrail_tui.tui.timeline.counted import CountedScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.filters.syntax.tree import Node
    from sestrail_tui.tui.base.key_line import Hint
    from sestrail_tui.tui.base.times import TimeMode
    from sestrail_tui.tui.table.listing import Listing
    from sestrail_tui.tui.timeline.time_cursor import TimeCursor


class TimelineScreen(CountedScreen):
    """`CountedScreen` with its keys; gives the filter to go on with, ``None`` to leave it."""

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

    def __init__(
        self,
        listing: Listing,
        apply: Callable[[Node], None],
        clock: Clock,
        time_mode: TimeMode,
    ) -> None:
        super().__init__(listing, clock, time_mode)
        self._apply = apply

    def show_hints(self) -> None:
        """Write the keys."""
        is_span = self.aim is not None and self.aim.anchor is not None
        hints: list[Hint] = [
            ("← →", "move", ""),
            ("shift+← →", "select", ""),
            ("+ -", "zoom", ""),
            ("b", f"by {STACKS[(self.stack + 1) % len(STACKS)].title}", "screen.next_stack"),
            ("space", "mark", "screen.mark"),
            ("0", "whole", "screen.whole"),
            ("home end", "oldest, newest", ""),
            ("enter", "filter", "screen.choose"),
            ("esc", "unselect" if is_span else "back", "screen.back"),
        ]
        if picked(self.listing.node, "time"):
            hints.insert(0, ("a", "all times", "screen.all_times"))
        self.key_line.hints = tuple(hints)

    # the keys

    def _take(self, aim: TimeCursor) -> None:
        """Show where one is now."""
        before, self.aim = self.aim, aim
        if before is None or before.window != aim.window:
            self.recount()
        else:
            self.point()

    def action_move(self, columns: int) -> None:
        """Move the cursor."""
        if self.aim is not None:
            self._take(self.aim.moved(columns))

    def action_page(self, halves: int) -> None:
        """Move by half of what is shown."""
        self.action_move(halves * max(1, self.chart.columns // 2))

    def action_extend(self, columns: int) -> None:
        """Move the cursor, and select what it passes."""
        if self.aim is not None:
            self._take(self.aim.extended(columns))

    def action_oldest(self) -> None:
        """Go to the oldest send."""
        if self.aim is not None:
            self._take(self.aim.gone(self.aim.span.oldest_ms))

    def action_newest(self) -> None:
        """Go to the newest send, and stay there."""
        if self.aim is not None:
            self._take(self.aim.gone(self.aim.span.newest_ms))

    def action_mark(self) -> None:
        """Begin a selection at the cursor, or drop the one there is."""
        if self.aim is not None:
            self._take(self.aim.marked())

    @on(ColumnPointed)
    def _pointed(self, news: ColumnPointed) -> None:
        if self.aim is not None and self.picture is not None:
            window = self.picture.window
            aim = self.aim.anchored() if news.dragged else self.aim.unselected()
            self._take(aim.gone(window.first_ms + news.column * window.bucket_ms))

    def action_zoom(self, steps: int) -> None:
        """Let a column stand for less time, or for more."""
        if self.aim is not None:
            self._take(self.aim.zoomed(steps))

    @on(Zoomed)
    def _wheel(self, news: Zoomed) -> None:
        self.action_zoom(news.steps)

    def action_whole(self) -> None:
        """Show all of it."""
        self.aim = None
        self.recount()

    def action_next_stack(self) -> None:
        """Tell the sends apart by the next field."""
        self.stack = (self.stack + 1) % len(STACKS)
        self.recount()

    # the filter, and back

    def action_all_times(self) -> None:
        """Take out of the filter what it asks of the time."""
        self._apply(with_values(self.listing.node, "time", ()))
        self.action_whole()

    def action_choose(self) -> None:
        """Go back, to the sends of the selection or of the cursor's column."""
        if self.aim is None or self.picture is None:
            return
        try:
            text = write_span(*self.aim.selected)
        except ValueError as error:
            self.notify(f"No filter can say this: {error}", severity="warning")
        else:
            self.dismiss(with_values(self.listing.node, "time", (text,)))

    def action_back(self) -> None:
        """Drop the selection; without one, go back."""
        if self.aim is not None and self.aim.anchor is not None:
            self._take(self.aim.unselected())
        else:
            self.dismiss(None)

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)

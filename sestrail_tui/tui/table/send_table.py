"""The table of sends: draws the visible rows of a view, and nothing else, on Textual's line API."""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.reactive import reactive

from sestrail_tui.tui.table.columns import Placed, place, time_column
from sestrail_tui.tui.table.line_painter import LinePainter, RowLook
from sestrail_tui.tui.table.row_list import RowList
from sestrail_tui.tui.table.row_text import Times, row_runs

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.style import Style
    from textual import events
    from textual.strip import Strip

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.filters.columns import Column

_TINT_S = 2.0
"""How long a new row is tinted, in seconds."""


def _no_alert(_row: int) -> str:
    return ""


class SendTable(RowList):
    """One line a record, in columns; a second cursor goes over the columns."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "send-table--header",
        "send-table--header-here",
        "send-table--cursor",
        "send-table--cursor-blurred",
        "send-table--new",
        "send-table--dim",
        "send-table--refused",
        "send-table--console",
        "send-table--change",
        "send-table--alert",
        "send-table--mark",
        "send-table--match",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "column(-1)", "The column to the left", show=False, id="column.left"),
        Binding("right", "column(1)", "The column to the right", show=False, id="column.right"),
    ]

    column: reactive[int] = reactive(0)
    """The place of the cursor's column among those shown."""
    marked: reactive[int | None] = reactive[int | None](None)
    """The row of the store that is marked for comparing."""

    def __init__(
        self,
        clock: Clock,
        alert_of: Callable[[int], str] = _no_alert,
        columns: tuple[Column, ...] = (),
    ) -> None:
        """``alert_of`` gives what the flags of a row say of its alerts."""
        super().__init__(id="sends")
        self._chosen = columns
        self._alert_of = alert_of
        self._clock = clock
        self._placed: tuple[Placed, ...] = ()
        self._painter = LinePainter(self._style_of)
        self._fresh: deque[tuple[int, float]] = deque()
        self._times = Times()
        self._several: tuple[Column, ...] = ()
        self._widest: dict[str, int] = {}

    @property
    def placed(self) -> tuple[Placed, ...]:
        """The columns shown, from left to right."""
        return self._placed

    @property
    def cursor_column(self) -> Column | None:
        """The column under the cursor."""
        last = len(self._placed) - 1
        return self._placed[min(self.column, last)].column if self._placed else None

    def fit(self, times: Times, several: tuple[Column, ...], widest: dict[str, int]) -> None:
        """Say how times are written, which columns are worth their room, and what they need."""
        if (times, several, widest) != (self._times, self._several, self._widest):
            self._times, self._several, self._widest = times, several, widest
            self.restyle()

    def restyle(self) -> None:
        """Draw everything anew: the columns, the times or the colours are others now."""
        width = self.scrollable_content_region.width
        time = time_column(*self._times)
        self._placed = place(
            width, time=time, several=self._several, chosen=self._chosen, widest=self._widest
        )
        self._painter.forget()
        self.refresh()

    def tint(self, first: int) -> None:
        """Tint the rows of the store from ``first`` on for two seconds."""
        self._fresh.append((first, self._clock.monotonic() + _TINT_S))
        self.set_timer(_TINT_S + 0.05, self._untint)

    def action_column(self, step: int) -> None:
        """Move the cursor to another column."""
        last = len(self._placed) - 1
        self.column = max(0, min(min(self.column, last) + step, last))

    def on_resize(self) -> None:
        """Place the columns anew."""
        self.restyle()
        self.settle()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse points; twice opens the detail."""
        for number, placed in enumerate(self._placed):
            if placed.x <= event.x < placed.x + placed.width:
                self.column = number
        index = self._lines.index_at(event.y - 1 + self.top) if event.y > 0 else None
        if index is not None:
            self.go(index)
            if event.chain == 2:
                self.call_later(self.screen.run_action, "do('detail')")

    def notify_style_update(self) -> None:
        """Take the new theme's colours."""
        super().notify_style_update()
        self._painter.forget()

    def render_line(self, y: int) -> Strip:
        """Draw the header (line 0), a row, a mark, or nothing below the last row."""
        width = self.scrollable_content_region.width
        listing = self._listing
        if y == 0:
            return self._painter.header(self._placed, self.column, width)
        line = self.top + y - 1
        now = self._clock.now_ms()
        if (mark := self._lines.mark_at(line)) is not None:
            return self._painter.mark(mark, width, self._times.mode, now)
        index = self._lines.index_at(line)
        if index is None or listing is None:
            return self._painter.blank(width)
        row = listing.view.row(index)
        look = RowLook(
            cursor=index == self._index,
            focused=self.has_focus,
            fresh=bool(self._fresh) and row >= self._fresh[0][0],
            match=row == self.marked or listing.is_match(row),
        )
        return self._painter.row(
            row,
            lambda: row_runs(
                listing.store, row, self._placed, self._times, now, alert=self._alert_of(row)
            ),
            look,
            self.column,
            width,
        )

    def _style_of(self, part: str) -> Style:
        return (
            self.rich_style
            if part == "row"
            else self.get_component_rich_style(f"send-table--{part}")
        )

    def _untint(self) -> None:
        now = self._clock.monotonic()
        oldest = self._fresh[0][0] if self._fresh else 0
        while self._fresh and self._fresh[0][1] <= now:
            self._fresh.popleft()
        newest = self._fresh[0][0] if self._fresh else math.inf
        for line, row in enumerate(self._shown):
            if isinstance(row, int) and oldest <= row < newest:
                self.refresh_lines(self.top + line + 1)

"""The chart of a timeline: stacked columns over an axis of times, a cursor, and a span."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar, Final

from rich.style import Style
from textual.binding import Binding, BindingType
from textual.message import Message

from sestrail_tui.tui.base.numbers import count_text
from sestrail_tui.tui.panes.pane import Pane
from sestrail_tui.tui.panes.styled_text import StyledText
from sestrail_tui.tui.timeline import time_axis
from sestrail_tui.tui.timeline.stacked import EMPTY, NOTHING, ChartCell, cells, stacked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual import events

    from sestrail_tui.tui.base.times import TimeMode
    from sestrail_tui.tui.timeline.chart_data import ChartData

_GUTTER: Final = 8
"""Cells left of the columns, for numbers."""
_BELOW: Final = 2
"""Lines below the columns: the cursor's and the times'."""
_LINES: Final = (*(f"line{number}" for number in range(1, 8)), "others")

COLOURS: Final = """
    & > .pane--line1 { background: $primary; color: $background; }
    & > .pane--line2 { background: $warning; color: $background; }
    & > .pane--line3 { background: $success; color: $background; }
    & > .pane--line4 { background: $accent; color: $background; }
    & > .pane--line5 { background: $secondary; color: $background; }
    & > .pane--line6 { background: $error; color: $background; }
    & > .pane--line7 { background: $foreground 70%; color: $background; }
    & > .pane--others { background: $foreground 35%; color: $background; }
    & > .pane--span { background: $foreground 12%; }
"""
"""The looks of lines, for those that show them."""
LOOKS: Final = {*(f"pane--{name}" for name in _LINES), "pane--span"}


@dataclass(eq=False)
class ColumnPointed(Message):
    """A column was pressed on with the mouse, or dragged to; it may lie beyond the edges."""

    column: int
    dragged: bool


@dataclass(eq=False)
class Zoomed(Message):
    """The wheel was turned: look closer (-1), or from farther away (1)."""

    steps: int


class TimeChart(Pane):
    """Draws a `ChartData`; `point` says where the cursor is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "screen.move(-1)", "Earlier", show=False),
        Binding("right,l", "screen.move(1)", "Later", show=False),
        Binding("shift+left", "screen.extend(-1)", "Select earlier", show=False),
        Binding("shift+right", "screen.extend(1)", "Select later", show=False),
        Binding("pageup", "screen.page(-1)", "Half a screen earlier", show=False),
        Binding("pagedown", "screen.page(1)", "Half a screen later", show=False),
        Binding("home", "screen.oldest", "The oldest", show=False),
        Binding("end", "screen.newest", "The newest, and stay there", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = LOOKS
    DEFAULT_CSS = f"TimeChart {{ height: 1fr; {COLOURS} }}"

    def __init__(self, time_mode: TimeMode) -> None:
        super().__init__(id="time-chart")
        self._time_mode = time_mode
        self._data: ChartData | None = None
        self._why = ""
        self._now_ms = 0
        self._cursor = EMPTY
        self._span = range(0)
        self._dragging = False
        self._drawn: dict[int, list[StyledText]] = {}

    @property
    def columns(self) -> int:
        """How many columns there is room for."""
        return max(1, self.inner_width - _GUTTER)

    @property
    def rows(self) -> int:
        """How many cells a column may be high."""
        return max(1, self.inner_height - _BELOW)

    def show(self, data: ChartData | None, why: str, now_ms: int) -> None:
        """Draw data; where there is none, say ``why``."""
        self._data, self._why, self._now_ms = data, why, now_ms
        self._drawn.clear()
        self.refresh()

    def point(self, cursor: int, span: range) -> None:
        """Show the columns of the cursor and of the span that is selected."""
        self._cursor, self._span = cursor, span
        self._drawn.clear()
        self.refresh()

    def on_resize(self) -> None:
        """Draw anew."""
        self._drawn.clear()

    # What a pane says of itself

    def head(self) -> Sequence[StyledText]:
        """Return the title."""
        if self._data is None:
            return (StyledText("Timeline", "title"),)
        stack, window = self._data.stack, self._data.window
        apart = f" by {stack.title}, {time_axis.length(window.bucket_ms)} a column"
        return (StyledText("Timeline", "title"), StyledText(apart))

    def note(self) -> str:
        """Say what is not drawn."""
        if self._data is None or not self._data.timeless:
            return ""
        return f"{count_text(self._data.timeless)} without a time"

    def row_count(self) -> int:
        """Return the lines: all that there is room for."""
        return self.inner_height

    def row(self, index: int) -> Sequence[StyledText]:
        """Return one line of columns, the cursor's line, or the times."""
        if self._data is None:
            return (StyledText(self._why, "dim"),) if index == 0 else ()
        if not self._drawn:
            self._drawn = self._draw(self._data)
        return self._drawn.get(index, ())

    def _draw(self, data: ChartData) -> dict[int, list[StyledText]]:
        rows = self.rows
        heights = stacked(data.counts, rows)
        rare = data.stack.column == "error"  # a refused send is not to be lost in a tip
        drawn = {
            rows - 1 - row: [
                StyledText(self._number(data, row), "dim"),
                *self._pieces(data, cells(heights, row, rare=rare)),
            ]
            for row in range(rows)
        }
        under = "".join(self._under(column) for column in range(data.window.columns))
        drawn[rows] = [StyledText(" " * _GUTTER), StyledText(under, "accent")]
        times = time_axis.axis(data.window, self._time_mode, self._now_ms)
        drawn[rows + 1] = [StyledText(" " * _GUTTER), StyledText(times, "dim")]
        return drawn

    def _number(self, data: ChartData, row: int) -> str:
        """Return what a column that reaches to the top of a row stands for, on a few rows."""
        rows = self.rows
        if row not in {rows - 1, (rows - 1) // 2 if rows > 4 else -1}:
            return " " * _GUTTER
        number = round(data.highest * (row + 1) / rows)
        text = count_text(number) if number < 100_000 else f"{number / 1000:,.0f}k"
        return f"{text:>{_GUTTER - 1}} "

    def _under(self, column: int) -> str:
        if column == self._cursor:
            return "▲"
        return "━" if column in self._span else "─"

    def _pieces(self, data: ChartData, found: Iterable[ChartCell]) -> Iterable[StyledText]:
        pairs = ((cell, column in self._span) for column, cell in enumerate(found))
        for (cell, inside), run in groupby(pairs):
            width = sum(1 for _ in run)
            ground = "span" if inside else ""
            if cell == NOTHING:
                yield StyledText(" " * width, f"{ground}/{ground}")
                continue
            low = data.lines[cell.low]
            high = ground if cell.high == EMPTY else data.lines[cell.high].look
            yield StyledText((cell.block or low.letter) * width, f"{low.look}/{high}/{cell.block}")

    def tone(self, name: str, under: Style) -> Style:
        """Return a look's style on top of another; ``low/high/block`` is that of a cell."""
        low, slash, rest = name.partition("/")
        if not slash:
            return super().tone(name, under)
        high, _, block = rest.partition("/")
        ground = self.get_component_rich_style(f"pane--{high}").bgcolor if high else under.bgcolor
        if low not in _LINES:
            return under + Style(bgcolor=ground)
        look = self.get_component_rich_style(f"pane--{low}")
        return Style(color=look.bgcolor, bgcolor=ground) if block else look

    # Mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Go to a column."""
        if 0 < event.y < self.size.height - 1:
            event.stop()
            self.capture_mouse()
            self._dragging = True
            self.post_message(ColumnPointed(self._column(event.x), dragged=False))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select up to a column."""
        if self._dragging:
            self.post_message(ColumnPointed(self._column(event.x), dragged=True))

    def on_mouse_up(self) -> None:
        """Leave the span as it is."""
        if self._dragging:
            self._dragging = False
            self.release_mouse()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Look closer."""
        event.stop()
        self.post_message(Zoomed(-1))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Look from farther away."""
        event.stop()
        self.post_message(Zoomed(1))

    def _column(self, x: int) -> int:
        return max(0, min(x - 2 - _GUTTER, self.columns - 1))

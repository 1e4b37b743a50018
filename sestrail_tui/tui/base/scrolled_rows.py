"""Rows that scroll by keys, wheel and a bar on the right border; nothing is laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.widget import Widget

if TYPE_CHECKING:
    from textual import events

WHEEL_ROWS: Final = 3


class ScrolledRows(Widget, can_focus=True):
    """Which rows stand between the borders; what they look like is for who draws them."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "go(-1)", "Up", show=False),
        Binding("down,j", "go(1)", "Down", show=False),
        Binding("pageup", "go_page(-1)", "Page up", show=False),
        Binding("pagedown", "go_page(1)", "Page down", show=False),
        Binding("home", "go_first", "First", show=False),
        Binding("end", "go_last", "Last", show=False),
    ]

    top = 0
    """The first visible row."""
    cursor: int | None = None
    """The row the reader is at, in a pane that has such a thing."""
    _grip: int | None = None

    def row_count(self) -> int:
        """Give the number of rows."""
        return 0

    # Size and place ------------------------------------------------------------------------------

    @property
    def inner_width(self) -> int:
        """Cells between the borders and the blank beside each."""
        return max(1, self.size.width - 4)

    @property
    def inner_height(self) -> int:
        """Rows between the borders."""
        return max(1, self.size.height - 2)

    def scroll_rows_to(self, top: int) -> None:
        """Make ``top`` the first visible row, as far as there are rows."""
        top = max(0, min(top, self.row_count() - self.inner_height))
        if top != self.top:
            self.top = top
            self.refresh()

    def reveal(self, index: int) -> None:
        """Scroll as little as shows a row."""
        if index < self.top:
            self.scroll_rows_to(index)
        elif index >= self.top + self.inner_height:
            self.scroll_rows_to(index - self.inner_height + 1)

    def go(self, rows: int) -> None:
        """Move by so many rows; a pane with a cursor moves that."""
        self.scroll_rows_to(self.top + rows)

    def action_go(self, rows: int) -> None:
        """Move by rows."""
        self.go(rows)

    def action_go_page(self, pages: int) -> None:
        """Move by what is visible."""
        self.go(pages * self.inner_height)

    def action_go_first(self) -> None:
        """Move to the first row."""
        self.go(-self.row_count())

    def action_go_last(self) -> None:
        """Move to the last row."""
        self.go(self.row_count())

    # Mouse ---------------------------------------------------------------------------------------

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll; the pane around must not."""
        event.stop()
        self.scroll_rows_to(self.top + WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll; the pane around must not."""
        event.stop()
        self.scroll_rows_to(self.top - WHEEL_ROWS)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the scroll bar on the right border."""
        if event.x == self.size.width - 1 and self._thumb():
            event.stop()
            self.capture_mouse()
            self._grip = event.y
            self._drag(event.y)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag the scroll bar."""
        if self._grip is not None:
            self._drag(event.y)

    def on_mouse_up(self) -> None:
        """Let go of the scroll bar."""
        if self._grip is not None:
            self._grip = None
            self.release_mouse()

    def _drag(self, y: int) -> None:
        spare = self.row_count() - self.inner_height
        self.scroll_rows_to(round((y - 1) / max(1, self.inner_height - 1) * spare))

    def _thumb(self) -> range:
        """Give the lines of the right border that are the scroll bar's thumb."""
        rows, shown = self.row_count(), self.inner_height
        if rows <= shown:
            return range(0)
        length = max(1, shown * shown // rows)
        start = 1 + round(self.top / (rows - shown) * (shown - length))
        return range(start, start + length)

"""A list of records that stands still while records come in: a cursor, a top, and following."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.scroll_view import ScrollView

from sestrail_tui.tui.table.lazy_scroll import LazyScroll
from sestrail_tui.tui.table.marks import Lines, Mark

if TYPE_CHECKING:
    from sestrail_tui.tui.table.listing import Listing


class RowList(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows of a view with marks between them and a cursor that belongs to a record.

    The first line of the widget is a fixed header; the rows scroll below it.
    """

    DEFAULT_CSS: ClassVar[str] = """
    RowList { overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Previous row", show=False, id="row.up"),
        Binding("down,j", "move(1)", "Next row", show=False, id="row.down"),
        Binding("pageup", "page(-1)", "A page up", show=False, id="page.up"),
        Binding("pagedown", "page(1)", "A page down", show=False, id="page.down"),
        Binding("home", "oldest", "The oldest row", show=False, id="row.oldest"),
        Binding("end", "follow", "Follow the newest row", show=False, id="row.newest"),
    ]

    focused_row: reactive[int | None] = reactive[int | None](None, repaint=False)
    """The store's number of the row under the cursor. Watchers run within the key's own call:
    what hangs on the cursor is painted with it, not a frame later."""
    following: reactive[bool] = reactive(True, repaint=False)
    """Whether the list stays at its newest row."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._listing: Listing | None = None
        self._scrolling = LazyScroll(self)
        self._lines = Lines()
        self._index = 0
        self._shown: tuple[int | Mark | None, ...] = ()
        self._painted: tuple[object, ...] = ()

    @property
    def top(self) -> int:
        """The first visible line of the scrolled part."""
        return self._scrolling.top

    @property
    def body_height(self) -> int:
        """How many rows fit below the header."""
        return max(1, self.scrollable_content_region.height - 1)

    def attach(self, listing: Listing) -> None:
        """Show ``listing`` from now on."""
        self._listing = listing
        self.settle()

    def settle(self) -> None:
        """Take in that the listing changed; what is on screen stays where it is.

        The cursor stays on its record, or goes to the nearest one where the record is hidden.
        Nothing is repainted unless a visible line differs.
        """
        if self._listing is None:
            return
        anchor, offset = self._anchor()
        self._lines = self._listing.lines()
        self._scrolling.resize_lines(len(self._lines) + 1)
        view, rows = self._listing.view, self._lines.rows
        if rows == 0:
            self._index = 0
        elif self.following or view.focus is None:
            self._index = rows - 1
        else:
            self._index = view.nearest(view.focus)
        if self.following or anchor is None or rows == 0:
            self._scrolling.jump(self.max_scroll_y)
        else:
            # While one reads, rows that come below must not write: the bar moves with the cursor.
            top = self._lines.line_of(self._listing.index_near(anchor)) - offset
            self._scrolling.jump(top, moves_bar=top != self.top)
            if anchor == self.focused_row:  # the list may have become shorter
                self._show_line(self._lines.line_of(self._index))
        self._shown = self._visible()
        self._repaint_if_changed()
        self._focus()

    def focus_row(self, row: int) -> bool:
        """Put the cursor on a row of the store; false where the view does not show it."""
        index = None if self._listing is None else self._listing.view.index_of(row)
        if index is None:
            return False
        self.go(index)
        return True

    def go(self, index: int) -> None:
        """Put the cursor on the row at ``index`` of the view, and stop following."""
        if self._listing is None or not self._lines.rows:
            return
        self.following = False
        index = max(0, min(index, self._lines.rows - 1))
        old, top = self._lines.line_of(self._index), self.top
        self._index = index
        line = self._lines.line_of(index)
        self._show_line(line)
        self._shown = self._visible()
        if self.top == top:
            self.refresh_lines(old + 1)
            self.refresh_lines(line + 1)
            self._painted = self._painting()
        else:
            self._repaint_if_changed()
        self._focus()

    def hold(self) -> None:
        """Stay at the record under the cursor from now on, where there is one."""
        if self.focused_row is not None:
            self.following = False

    def action_move(self, step: int) -> None:
        """Move the cursor by rows; going down from the newest row follows."""
        if step > 0 and self._index >= self._lines.rows - 1:
            self.action_follow()
        else:
            self.go(self._index + step)

    def action_page(self, pages: int) -> None:
        """Move the cursor by pages."""
        self.go(self._index + pages * max(1, self.body_height - 1))

    def action_oldest(self) -> None:
        """Go to the first row."""
        self.go(0)

    def action_follow(self) -> None:
        """Go to the newest row and stay there."""
        self.following = True
        self.settle()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Stop following when the wheel or the bar goes up."""
        super().watch_scroll_y(old_value, new_value)
        self._shown = self._visible()
        if new_value < old_value and new_value < self.max_scroll_y:
            self.following = False

    def _show_line(self, line: int) -> None:
        if line < self.top:
            self._scrolling.jump(line)
        elif line >= self.top + self.body_height:
            self._scrolling.jump(line - self.body_height + 1)

    def _focus(self) -> None:
        """Tell the view and whoever watches which record the cursor is on."""
        if self._listing is None:
            return
        view = self._listing.view
        if self._lines.rows:
            view.focus = self.focused_row = view.row(self._index)
        else:  # the view keeps the place of its focus until something is shown again
            self.focused_row = None

    def _anchor(self) -> tuple[int | None, int]:
        """Return the row that is to stay in place, and how many lines below the top that is."""
        if self.focused_row is not None and self.focused_row in self._shown:
            return self.focused_row, self._shown.index(self.focused_row)
        for offset, shown in enumerate(self._shown):
            if isinstance(shown, int):
                return shown, offset
        return None, 0

    def _visible(self) -> tuple[int | Mark | None, ...]:
        """Return the row or mark on each visible line."""
        if self._listing is None:
            return ()
        view, lines = self._listing.view, self._lines
        shown: list[int | Mark | None] = []
        for line in range(self.top, min(self.top + self.body_height, len(lines))):
            index = lines.index_at(line)
            shown.append(lines.mark_at(line) if index is None else view.row(index))
        return tuple(shown)

    def _painting(self) -> tuple[object, ...]:
        cursor = self._lines.line_of(self._index) - self.top
        return (*self._shown, cursor)

    def _repaint_if_changed(self) -> None:
        painting = self._painting()
        if painting != self._painted:
            self._painted = painting
            self.refresh()

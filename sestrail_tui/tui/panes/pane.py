"""A bordered pane of rows on Textual's line API: only visible rows are drawn, nothing is laid out.

The border is drawn here and not by CSS, so that its right side can be the scroll bar: a real one
costs a layout of the screen each time the text it stands beside changes its length.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.strip import Strip
from textual.widget import Widget

from sestrail_tui.tui.panes import border
from sestrail_tui.tui.panes.looks import GROUNDED, LOOKS, LOOKS_CSS
from sestrail_tui.tui.panes.styled_text import StyledText

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual import events

WHEEL_ROWS: Final = 3


class Pane(Widget, can_focus=True):
    """Rows between borders, scrolled by keys, wheel and bar.

    A head stands on the top border, a note on the bottom one; titles, if any, above the rows.
    """

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "go(-1)", "Up", show=False),
        Binding("down,j", "go(1)", "Down", show=False),
        Binding("pageup", "go_page(-1)", "Page up", show=False),
        Binding("pagedown", "go_page(1)", "Page down", show=False),
        Binding("home", "go_first", "First", show=False),
        Binding("end", "go_last", "Last", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = LOOKS
    DEFAULT_CSS = f"Pane {{ {LOOKS_CSS} }}"

    def __init__(
        self,
        *,
        id: str | None = None,  # noqa: A002 - Textual's own name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.has_titles = False
        self.top = 0
        """The first visible row."""
        self.cursor: int | None = None
        """The row the reader is at, in a pane that has such a thing."""
        self._grip: int | None = None
        """Where the scroll bar is held."""
        self._made_looks: dict[tuple[str, str], Style] = {}

    # What a pane says of itself ------------------------------------------------------------------

    def row_count(self) -> int:
        """Return the number of rows."""
        return 0

    def row(self, index: int) -> Sequence[StyledText]:
        """Return the pieces of one row; what is beyond ``inner_width`` cells is cut off."""
        raise IndexError(index)

    def titles(self) -> Sequence[StyledText]:
        """Return the line that stays above the rows, in a pane with a title line."""
        return ()

    def head(self) -> Sequence[StyledText]:
        """Return what stands on the top border, on at most ``head_width`` cells."""
        return ()

    def note(self) -> str:
        """Return what stands at the right of the bottom border."""
        return ""

    # Size and scroll position --------------------------------------------------------------------

    @property
    def head_width(self) -> int:
        """Cells of the top border that text may take."""
        return max(0, self.size.width - border.BESIDE - 2)

    @property
    def inner_width(self) -> int:
        """Cells between the borders and the blank beside each."""
        return max(1, self.size.width - border.BESIDE)

    @property
    def first_line(self) -> int:
        """The line of the pane on which the first visible row stands."""
        return 2 if self.has_titles else 1

    @property
    def inner_height(self) -> int:
        """How many rows can be seen at a time."""
        return max(1, self.size.height - 1 - self.first_line)

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

    def row_at(self, x: int, y: int) -> int | None:
        """Return which row is drawn at a place of the pane; ``None`` for its borders."""
        line = y - self.first_line
        inside = 0 <= line < self.inner_height and x < self.size.width - 1
        index = self.top + line
        return index if inside and index < self.row_count() else None

    # Keys and mouse ------------------------------------------------------------------------------

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
        """Release the scroll bar."""
        if self._grip is not None:
            self._grip = None
            self.release_mouse()

    def _drag(self, y: int) -> None:
        spare = self.row_count() - self.inner_height
        line = y - self.first_line
        self.scroll_rows_to(round(line / max(1, self.inner_height - 1) * spare))

    def _thumb(self) -> range:
        return border.thumb_rows(self.row_count(), self.inner_height, self.top)

    # Drawing -------------------------------------------------------------------------------------

    def notify_style_update(self) -> None:
        """Take the colours of the new theme, or of the focus that came or went."""
        super().notify_style_update()
        self._made_looks.clear()

    def tone(self, name: str, under: Style) -> Style:
        """Return a look's style on top of another."""
        if name == "plain":
            return under
        look = under + self.get_component_rich_style(f"pane--{name}")
        return look if name in GROUNDED else look + Style(bgcolor=under.bgcolor)

    def _look(self, name: str = "plain", under: str = "plain") -> Style:
        """Return a look's style on top of another look; made once, for that takes long."""
        style = self._made_looks.get((name, under))
        if style is None:
            ground = self.rich_style if under == "plain" else self._look(under)
            self._made_looks[name, under] = style = self.tone(name, ground)
        return style

    def _strip_of(self, pieces: Iterable[StyledText], under: str = "plain") -> Strip:
        return Strip([Segment(piece.text, self._look(piece.tone, under)) for piece in pieces])

    def render_line(self, y: int) -> Strip:
        """Draw one line of the pane, borders included."""
        width, height = self.size
        ground, sides = self._look(), self._look("border")
        if y == 0:
            return border.top_edge(self._strip_of(self.head()), width, ground, sides)
        if y == height - 1:
            note = self.note()
            text = self._strip_of((StyledText(note, "dim"),) if note else ())
            return border.bottom_edge(text, width, ground, sides)
        line = y - self.first_line
        index, under = self.top + line, "plain"
        pieces: Sequence[StyledText] = ()
        if line < 0:
            pieces = self.titles()
        elif index < self.row_count():
            under = "cursor" if index == self.cursor else "plain"
            pieces = self.row(index)
        row = border.side(
            self._strip_of(pieces, under),
            width,
            self._look(under),
            sides,
            thumb=line in self._thumb(),
        )
        return row.adjust_cell_length(width, ground)

"""A bordered pane of rows on Textual's line API: only visible rows are drawn, nothing is laid out.

The border is drawn here and not by CSS, so that its right side can be the scroll bar: a real one
costs a layout of the screen each time the text it stands beside changes its length.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual import events

WHEEL_ROWS: Final = 3

_GROUNDED: Final = ("cursor", "match", "current")
"""Looks with a ground of their own; the others take the one they stand on."""


class Piece(NamedTuple):
    """A stretch of one row: its text, already safe, and the name of its look."""

    text: str
    tone: str = "plain"


class Pane(Widget, can_focus=True):
    """Rows between borders, with a head on the top border and a note on the bottom one."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "go(-1)", "Up", show=False),
        Binding("down,j", "go(1)", "Down", show=False),
        Binding("pageup", "go_page(-1)", "Page up", show=False),
        Binding("pagedown", "go_page(1)", "Page down", show=False),
        Binding("home", "go_first", "First", show=False),
        Binding("end", "go_last", "Last", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "pane--border", "pane--title", "pane--dim", "pane--warn", "pane--bad", "pane--accent",
        "pane--key", "pane--literal", "pane--cursor", "pane--match", "pane--current",
    }  # fmt: skip
    DEFAULT_CSS = """
    Pane {
        & > .pane--border { color: $foreground 30%; }
        & > .pane--title { text-style: bold; }
        & > .pane--dim { color: $text-muted; }
        & > .pane--warn { color: $text-warning; }
        & > .pane--bad { color: $text-error; }
        & > .pane--accent { color: $text-accent; text-style: bold; }
        & > .pane--key { color: $text-primary; }
        & > .pane--literal { color: $text-secondary; }
        & > .pane--match { background: $accent-muted; color: $text-accent; }
        & > .pane--current { text-style: bold reverse; }
        &:focus > .pane--border { color: $accent; }
        &:focus > .pane--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }
    }
    """

    top = 0
    """The first visible row."""
    cursor: int | None = None
    """The row the reader is at, in a pane that has such a thing."""
    _grip: int | None = None

    def __init__(
        self,
        *,
        id: str | None = None,  # noqa: A002 - Textual's own name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._tones: dict[tuple[str, str], Style] = {}

    # What a pane says of itself ------------------------------------------------------------------

    def row_count(self) -> int:
        """Give the number of rows."""
        return 0

    def row(self, index: int) -> Sequence[Piece]:
        """Give the pieces of one row; what is beyond ``inner_width`` cells is cut off."""
        raise IndexError(index)

    def head(self) -> Sequence[Piece]:
        """Give what stands on the top border, on at most ``head_width`` cells."""
        return ()

    def note(self) -> str:
        """Give what stands at the right of the bottom border."""
        return ""

    # Size and place ------------------------------------------------------------------------------

    @property
    def inner_width(self) -> int:
        """Cells between the borders and the blank beside each."""
        return max(1, self.size.width - 4)

    @property
    def head_width(self) -> int:
        """Cells of the top border that text may take."""
        return max(0, self.size.width - 6)

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

    # Drawing -------------------------------------------------------------------------------------

    def notify_style_update(self) -> None:
        """Take the colours of the new theme, or of the focus that came or went."""
        super().notify_style_update()
        self._tones.clear()

    def tone(self, name: str, under: Style) -> Style:
        """Give a look's style on top of another."""
        if name == "plain":
            return under
        look = under + self.get_component_rich_style(f"pane--{name}")
        return look if name in _GROUNDED else look + Style(bgcolor=under.bgcolor)

    def _toned(self, name: str = "plain", under: str = "plain") -> Style:
        """Give a look's style on top of another look; made once, for that takes long."""
        style = self._tones.get((name, under))
        if style is None:
            ground = self.rich_style if under == "plain" else self._toned(under)
            self._tones[name, under] = style = self.tone(name, ground)
        return style

    def render_line(self, y: int) -> Strip:
        """Draw one line of the pane, borders included."""
        width, height = self.size
        if y == 0:
            return self._edge("╭", self.head(), "╮", width, left=True)
        if y == height - 1:
            note = self.note()
            return self._edge("╰", (Piece(note, "dim"),) if note else (), "╯", width, left=False)
        border = self._toned("border")
        index = self.top + y - 1
        under = "plain"
        pieces: Iterable[Piece] = ()
        if index < self.row_count():
            under = "cursor" if index == self.cursor else "plain"
            pieces = self.row(index)
        inside = self._toned(under)
        inner = max(1, width - 4)
        body = Strip([Segment(piece.text, self._toned(piece.tone, under)) for piece in pieces])
        side = "┃" if y in self._thumb() else "│"
        return Strip(
            [
                Segment("│", border), Segment(" ", inside),
                *body.adjust_cell_length(inner, inside),
                Segment(" ", inside), Segment(side, border),
            ],
            inner + 4,
        ).adjust_cell_length(width, self._toned())  # fmt: skip

    def _thumb(self) -> range:
        """Give the lines of the right border that are the scroll bar's thumb."""
        rows, shown = self.row_count(), self.inner_height
        if rows <= shown:
            return range(0)
        length = max(1, shown * shown // rows)
        start = 1 + round(self.top / (rows - shown) * (shown - length))
        return range(start, start + length)

    def _edge(
        self, first: str, pieces: Sequence[Piece], last: str, width: int, *, left: bool
    ) -> Strip:
        base, border = self._toned(), self._toned("border")
        room = max(0, width - 4)
        words = Strip([Segment(piece.text, self._toned(piece.tone)) for piece in pieces])
        if words.cell_length > room - 2:
            words = words.crop(0, max(0, room - 2))
        line = [Segment(" ", base), *words, Segment(" ", base)] if words.cell_length else []
        rest = Segment("─" * (room - sum(part.cell_length for part in line)), border)
        return Strip(
            [
                Segment(f"{first}─", border),
                *([*line, rest] if left else [rest, *line]),
                Segment(f"─{last}", border),
            ]
        ).adjust_cell_length(width, base)

"""A bordered pane of rows on Textual's line API: only visible rows are drawn, nothing is laid out.

The border is drawn here and not by CSS, so that its right side can be the scroll bar: a real one
costs a layout of the screen each time the text it stands beside changes its length.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from sestrail_tui.tui.base.scrolled_rows import ScrolledRows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


_GROUNDED: Final = ("cursor", "match", "current")
"""Looks with a ground of their own; the others take the one they stand on."""


class StyledText(NamedTuple):
    """A stretch of one row: its text, already safe, and the name of its look."""

    text: str
    tone: str = "plain"


class Pane(ScrolledRows):
    """Rows between borders, with a head on the top border and a note on the bottom one."""

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

    def __init__(
        self,
        *,
        id: str | None = None,  # noqa: A002 - Textual's own name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._tones: dict[tuple[str, str], Style] = {}

    # What a pane says of itself ------------------------------------------------------------------

    def row(self, index: int) -> Sequence[StyledText]:
        """Give the pieces of one row; what is beyond ``inner_width`` cells is cut off."""
        raise IndexError(index)

    def head(self) -> Sequence[StyledText]:
        """Give what stands on the top border, on at most ``head_width`` cells."""
        return ()

    def note(self) -> str:
        """Give what stands at the right of the bottom border."""
        return ""

    @property
    def head_width(self) -> int:
        """Cells of the top border that text may take."""
        return max(0, self.size.width - 6)

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
            return self._edge(
                "╰", (StyledText(note, "dim"),) if note else (), "╯", width, left=False
            )
        border = self._toned("border")
        index = self.top + y - 1
        under = "plain"
        pieces: Iterable[StyledText] = ()
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

    def _edge(
        self, first: str, pieces: Sequence[StyledText], last: str, width: int, *, left: bool
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

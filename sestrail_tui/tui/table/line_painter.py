"""The colours of the table's lines: runs in, strips out; each row's text is kept a while."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.strip import Strip

from sestrail_tui.tui.base.cells import fit
from sestrail_tui.tui.base.times import TimeMode, clock_time
from sestrail_tui.tui.table.columns import Placed, align_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sestrail_tui.tui.table.marks import Mark
    from sestrail_tui.tui.table.row_text import TextRun

_KEPT_ROWS = 512
"""A few screens of rows."""


@dataclass(frozen=True, slots=True)
class RowLook:
    """What a row looks like beside its text."""

    cursor: bool = False
    focused: bool = False
    """The table has the keyboard's focus: the cursor shows it."""
    fresh: bool = False
    match: bool = False


class LinePainter:
    """Paints header, rows and marks; ``style_of`` gives the style of a part of the table."""

    def __init__(self, style_of: Callable[[str], Style]) -> None:
        self._style_of = style_of
        self._styles: dict[str, Style] = {}
        self._runs: LRUCache[int, list[TextRun]] = LRUCache(_KEPT_ROWS)

    def forget(self) -> None:
        """Forget texts and colours: columns, times or theme are others now."""
        self._styles.clear()
        self._runs.clear()

    def header(self, placed: Sequence[Placed], here: int, width: int) -> Strip:
        """Paint the titles; the cursor's column stands out."""
        plain, bright = self._style("header"), self._style("header-here")
        segments: list[Segment] = []
        x = 0
        for number, place in enumerate(placed):
            segments.append(Segment(" " * (place.x - x), plain))
            title = fit(place.column.title, place.width, align_of(place.column))
            segments.append(Segment(title, bright if number == here else plain))
            x = place.x + place.width
        return Strip(segments).adjust_cell_length(width, plain)

    def mark(self, mark: Mark, width: int, mode: TimeMode, now_ms: int) -> Strip:
        """Paint a mark across the line."""
        time = clock_time(mark.time_ms, mode, now_ms)
        name = f'mark: "{mark.label}" ' if mark.label else "mark "
        text = f"── {name}{time} "
        if len(text) > width:
            text = fit(text, width)
        line = fit(text, width).rstrip()
        style = self._style("mark")
        strip = Strip([Segment(line + " ", style)])
        rest = width - strip.cell_length
        return Strip.join([strip, Strip([Segment("─" * max(rest, 0), style)])]).crop(0, width)

    def row(
        self, row: int, make: Callable[[], list[TextRun]], look: RowLook, here: int, width: int
    ) -> Strip:
        """Paint a row; ``make`` writes its text where it is not kept from before."""
        runs = self._runs.get(row)
        if runs is None:
            self._runs[row] = runs = make()
        segments: list[Segment] = []
        if look.cursor:
            base = self._style("cursor" if look.focused else "cursor-blurred")
            cell = base + Style(underline=True)
            segments.extend(
                Segment(run.text, cell if run.column == here and look.focused else base)
                for run in runs
            )
        else:
            base = self._style("new") if look.fresh else self._style("row")
            segments.extend(
                Segment(run.text, self._match(run, base, look) if run.column >= 0 else base)
                for run in runs
            )
        return Strip(segments).simplify().adjust_cell_length(width, base)

    def blank(self, width: int) -> Strip:
        """Paint an empty line."""
        return Strip.blank(width, self._style("row"))

    def _match(self, run: TextRun, base: Style, look: RowLook) -> Style:
        if look.match and run.column == 0:
            return base + self._ink("match")
        return base if run.ink == "plain" else base + self._ink(run.ink)

    def _style(self, part: str) -> Style:
        style = self._styles.get(part)
        if style is None:
            self._styles[part] = style = self._style_of(part)
        return style

    def _ink(self, part: str) -> Style:
        """Return a part's style without its background: the row's own shows through."""
        name = f"ink-{part}"
        style = self._styles.get(name)
        if style is None:
            full = self._style(part)
            ink = Style(color=full.color, bold=full.bold, italic=full.italic, dim=full.dim)
            self._styles[name] = style = ink + Style(underline=full.underline)
        return style

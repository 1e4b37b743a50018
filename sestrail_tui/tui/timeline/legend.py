"""The legend of a timeline: each line's letter and name, with its numbers where one is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from sestrail_tui.tui.base.cells import fit
from sestrail_tui.tui.base.numbers import count_text
from sestrail_tui.tui.panes.pane import Pane
from sestrail_tui.tui.panes.styled_text import StyledText
from sestrail_tui.tui.timeline.chart import COLOURS, LOOKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style

    from sestrail_tui.tui.timeline.chart_data import ChartData

_NUMBER: Final = 11
"""Cells of a column of numbers."""
_NAME: Final = 60
"""Cells that a name takes at most."""


class TimeLegend(Pane, can_focus=False):
    """One line for each line of the chart, below titles."""

    COMPONENT_CLASSES: ClassVar[set[str]] = LOOKS
    DEFAULT_CSS = f"TimeLegend {{ height: 4; {COLOURS} }}"

    def __init__(self) -> None:
        super().__init__(id="time-legend")
        self._data: ChartData | None = None
        self._counts: tuple[int, ...] = ()
        self._title = ""
        self._chosen = ""

    def show(self, data: ChartData, counts: Sequence[int], title: str, chosen: str) -> None:
        """Show how many sends each line has in the range of time that ``title`` names."""
        self._data, self._counts, self._title = data, tuple(counts), title
        self._chosen = chosen
        self.styles.height = len(data.lines) + 3
        self.refresh()

    def clear(self) -> None:
        """Show nothing."""
        self._data = None
        self.styles.height = 3
        self.refresh()

    def tone(self, name: str, under: Style) -> Style:
        """Return a look's style; that of a line has a ground of its own."""
        if f"pane--{name}" in LOOKS:
            return self.get_component_rich_style(f"pane--{name}")
        return super().tone(name, under)

    def head(self) -> Sequence[StyledText]:
        """Say which range of time the numbers are of."""
        return () if self._data is None else (StyledText(self._title, "title"),)

    def row_count(self) -> int:
        """Return the lines, and the one of titles."""
        return 0 if self._data is None else len(self._data.lines) + 1

    def row(self, index: int) -> Sequence[StyledText]:
        """Return the titles, or one line."""
        if self._data is None:
            return ()
        name = max(1, min(_NAME, self.inner_width - 3 - 2 * _NUMBER - 6))
        if index == 0:
            titles = f"{self._chosen:>{_NUMBER}}{'in all':>{_NUMBER}}"
            return (StyledText(f"   {fit(self._data.stack.title, name)}{titles}", "dim"),)
        line, count = self._data.lines[index - 1], self._counts[index - 1]
        share = line.number / max(1, self._data.total)
        return (
            StyledText(f" {line.letter}", line.look),
            StyledText(f" {fit(line.name, name)}"),
            StyledText(f"{count_text(count):>{_NUMBER}}", "plain" if count else "dim"),
            StyledText(f"{count_text(line.number):>{_NUMBER}}"),
            StyledText(f"{share:>6.0%}", "dim"),
        )

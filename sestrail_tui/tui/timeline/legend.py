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
        self._picture: ChartData | None = None
        self._here: tuple[int, ...] = ()
        self._title = ""
        self._chosen = ""

    def show(self, picture: ChartData, here: Sequence[int], title: str, chosen: str) -> None:
        """Show how many sends of each line are ``here``: in a stretch that ``title`` says."""
        self._picture, self._here, self._title = picture, tuple(here), title
        self._chosen = chosen
        self.styles.height = len(picture.lines) + 3
        self.refresh()

    def clear(self) -> None:
        """Show nothing."""
        self._picture = None
        self.styles.height = 3
        self.refresh()

    def tone(self, name: str, under: Style) -> Style:
        """Give a look's style; that of a line has a ground of its own."""
        if f"pane--{name}" in LOOKS:
            return self.get_component_rich_style(f"pane--{name}")
        return super().tone(name, under)

    def head(self) -> Sequence[StyledText]:
        """Say which stretch of time the numbers are of."""
        return () if self._picture is None else (StyledText(self._title, "title"),)

    def row_count(self) -> int:
        """Give the lines, and the one of titles."""
        return 0 if self._picture is None else len(self._picture.lines) + 1

    def row(self, index: int) -> Sequence[StyledText]:
        """Give the titles, or one line."""
        if self._picture is None:
            return ()
        name = max(1, min(_NAME, self.inner_width - 3 - 2 * _NUMBER - 6))
        if index == 0:
            titles = f"{self._chosen:>{_NUMBER}}{'in all':>{_NUMBER}}"
            return (StyledText(f"   {fit(self._picture.stack.title, name)}{titles}", "dim"),)
        line, here = self._picture.lines[index - 1], self._here[index - 1]
        share = line.number / max(1, self._picture.total)
        return (
            StyledText(f" {line.letter}", line.look),
            StyledText(f" {fit(line.name, name)}"),
            StyledText(f"{count_text(here):>{_NUMBER}}", "plain" if here else "dim"),
            StyledText(f"{count_text(line.number):>{_NUMBER}}"),
            StyledText(f"{share:>6.0%}", "dim"),
        )

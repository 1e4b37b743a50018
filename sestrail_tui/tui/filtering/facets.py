"""The facet column: the values of a few fields with their counts; choosing one filters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from textual.binding import Binding, BindingType
from textual.message import Message

from sestrail_tui.tui.base.cells import NONE, fit
from sestrail_tui.tui.base.formats import count as count_text
from sestrail_tui.tui.base.pane import Pane, StyledText

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textual import events

SHOWN: Final = 6
"""Values of a facet before the rest becomes ``… 12 more``."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A field, and its values with how often each occurs, most frequent first."""

    field: str
    """The filter's name of the field."""
    title: str
    values: Sequence[tuple[str, int]]
    """``""`` is the absent value."""


@dataclass(eq=False)
class FacetChosen(Message):
    """A value was chosen, to filter by it or to exclude it; a chosen one again is given back."""

    field: str
    value: str
    exclude: bool = False


class _FacetRow(NamedTuple):
    facet: Facet
    part: str
    """``title``, ``value``, or ``more``: the line that shows or hides the rarer values."""
    value: str = ""
    number: int = 0


class FacetColumn(Pane):
    """Facets one under the other; the title of the one at the top stands on the border."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Filter by this value", show=False),
        Binding("x", "choose(True)", "Exclude this value", show=False),
    ]
    DEFAULT_CSS = "FacetColumn { width: 26; height: 1fr; }"

    def __init__(
        self,
        expanded: Iterable[str] = (),
        *,
        id: str | None = None,  # noqa: A002 - Textual's own name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._facets: tuple[Facet, ...] = ()
        self._chosen: dict[str, tuple[str, ...]] = {}
        self.expanded = set(expanded)
        """The facets whose rarer values are shown, by field."""
        self._rows: list[_FacetRow] = []

    def show(self, facets: Sequence[Facet], chosen: Mapping[str, tuple[str, ...]]) -> None:
        """Show facets; the cursor stays at the value it was at."""
        if tuple(facets) == self._facets and dict(chosen) == self._chosen:
            return
        self._facets = tuple(facets)
        self._chosen = dict(chosen)
        self._lay_out()

    def _lay_out(self) -> None:
        old = self._at_cursor()
        self._rows = [row for facet in self._facets for row in self._rows_of(facet)][1:]
        self.cursor = self._place_of(old)
        self.scroll_rows_to(self.top)
        self.refresh()

    def _rows_of(self, facet: Facet) -> list[_FacetRow]:
        chosen = self._chosen.get(facet.field, ())
        seen = {value for value, _ in facet.values}
        gone = [(value, 0) for value in chosen if value not in seen]
        if facet.field in self.expanded:
            kept = list(facet.values)
        else:
            kept = [pair for at, pair in enumerate(facet.values) if at < SHOWN or pair[0] in chosen]
        rows = [_FacetRow(facet, "title")]
        rows += [_FacetRow(facet, "value", value, number) for value, number in (*gone, *kept)]
        if len(facet.values) > SHOWN:
            rows.append(_FacetRow(facet, "more", number=len(facet.values) - len(kept)))
        return rows

    def _at_cursor(self) -> _FacetRow | None:
        return self._rows[self.cursor] if self.cursor is not None else None

    def _place_of(self, old: _FacetRow | None) -> int | None:
        """Find the row that stands for ``old`` now; else the nearest one that can be chosen."""
        for index, row in enumerate(self._rows):
            if old and (row.facet.field, row.part, row.value) == (
                old.facet.field, old.part, old.value
            ):  # fmt: skip
                return index
        return self._nearest(self.cursor or 0)

    def _nearest(self, wanted: int) -> int | None:
        choosable = [index for index, row in enumerate(self._rows) if row.part != "title"]
        return min(choosable, key=lambda index: abs(index - wanted), default=None)

    # What the pane asks --------------------------------------------------------------------------

    def row_count(self) -> int:
        """Give the rows below the first title, which is on the border."""
        return len(self._rows)

    def head(self) -> Sequence[StyledText]:
        """Give the title of the facet at the top, unless that is what the top row says."""
        if not self._rows:
            return (StyledText("Facets", "dim"),)
        if self._rows[self.top].part == "title":
            return ()
        return (
            StyledText(fit(self._rows[self.top].facet.title, self.head_width).rstrip(), "title"),
        )

    def row(self, index: int) -> Sequence[StyledText]:
        """Give a title, a value with its count, or how many more there are."""
        row = self._rows[index]
        if row.part == "title":
            return (StyledText(fit(row.facet.title, self.inner_width), "title"),)
        if row.part == "more":
            text = f"  … {count_text(row.number)} more" if row.number else "  … fewer"
            return (StyledText(text, self._tone(index, "dim")),)
        number = count_text(row.number)
        chosen = row.value in self._chosen.get(row.facet.field, ())
        room = max(1, self.inner_width - len(number) - 3)
        return (
            StyledText("✓ " if chosen else "  ", self._tone(index, "accent")),
            StyledText(
                fit(row.value or NONE, room),
                self._tone(index, "accent" if chosen else "plain" if row.value else "dim"),
            ),
            StyledText(f" {number}", self._tone(index, "dim")),
        )

    def _tone(self, index: int, tone: str) -> str:
        """Leave the row at the cursor its own colours, which are made to be read together."""
        return "plain" if index == self.cursor and self.has_focus else tone

    # Keys and mouse ------------------------------------------------------------------------------

    def go(self, rows: int) -> None:
        """Move the cursor over what can be chosen."""
        if self.cursor is None:
            return
        choosable = [index for index, row in enumerate(self._rows) if row.part != "title"]
        at = choosable.index(self.cursor) + rows
        self._go_to(choosable[max(0, min(at, len(choosable) - 1))])

    def _go_to(self, index: int) -> None:
        self.cursor = index
        above = index - 1
        self.reveal(above if above >= 0 and self._rows[above].part == "title" else index)
        self.reveal(index)
        self.refresh()

    def action_choose(self, exclude: bool = False) -> None:
        """Filter by the value at the cursor, or exclude it; or show the rarer values."""
        row = self._at_cursor()
        if row is None:
            return
        if row.part == "value":
            self.post_message(FacetChosen(row.facet.field, row.value, exclude))
        elif not exclude:
            self.expanded ^= {row.facet.field}
            self._lay_out()

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked."""
        index = self.top + event.y - 1
        inside = 0 < event.y < self.size.height - 1 and event.x < self.size.width - 1
        if inside and index < len(self._rows) and self._rows[index].part != "title":
            self._go_to(index)
            self.action_choose()

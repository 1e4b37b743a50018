"""The facet column: the values of a few fields with their counts; choosing one filters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final, TypeAlias

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message

from sestrail_tui.core.record import ABSENT
from sestrail_tui.tui.base.cells import fit
from sestrail_tui.tui.base.numbers import count_text
from sestrail_tui.tui.panes.list_pane import ListPane
from sestrail_tui.tui.panes.list_rows import ListRows, RowState
from sestrail_tui.tui.panes.styled_text import StyledText

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from textual.app import ComposeResult

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


@dataclass(frozen=True, slots=True)
class FacetTitle:
    """The line above a facet's values."""

    facet: Facet


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value with its count."""

    facet: Facet
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class FacetRest:
    """The line that shows the rarer values, or hides them."""

    facet: Facet
    hidden: int
    """How many values it would show."""


FacetRow: TypeAlias = FacetTitle | FacetValue | FacetRest


class FacetRows(ListRows[FacetRow]):
    """Facets one under the other; the title of the one at the top stands on the border."""

    title = "Facets"
    headings = FacetTitle

    def key(self, item: FacetRow) -> Hashable:
        """Return the kind of row, the field and the value: not how often it occurs."""
        return type(item), item.facet.field, getattr(item, "value", "")

    def head(self, first: FacetRow | None) -> str:
        """Return the title of the facet at the top, unless that is what the top row says."""
        if first is None:
            return self.title
        return "" if isinstance(first, FacetTitle) else first.facet.title

    def row(self, item: FacetRow, state: RowState) -> Sequence[StyledText]:
        """Return one row."""
        match item:
            case FacetTitle(facet):
                return (StyledText(fit(facet.title, state.width), "title"),)
            case FacetRest(_, hidden):
                text = f"  … {count_text(hidden)} more" if hidden else "  … fewer"
                return (StyledText(text, "dim"),)
            case FacetValue(_, value, count):
                number = f" {count_text(count)}"
                room = max(1, state.width - len(number) - 2)
                tone = "accent" if state.ticked else "plain" if value else "dim"
                return (
                    StyledText("✓ " if state.ticked else "  ", "accent"),
                    StyledText(fit(value or ABSENT, room), tone),
                    StyledText(number, "dim"),
                )


class FacetColumn(Vertical):
    """A list of facets with the keys that filter by a value or exclude it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Filter by this value", show=False),
        Binding("x", "choose(True)", "Exclude this value", show=False),
    ]
    DEFAULT_CSS: ClassVar[str] = """
    FacetColumn { width: 26; height: 1fr; }
    FacetColumn ListPane { height: 1fr; }
    """

    def __init__(self, expanded: Iterable[str] = ()) -> None:
        super().__init__()
        self.list = ListPane(FacetRows())
        self.expanded = set(expanded)
        """The facets whose rarer values are shown, by field."""
        self._facets: tuple[Facet, ...] = ()
        self._chosen: dict[str, tuple[str, ...]] = {}

    def compose(self) -> ComposeResult:
        """Fill the column with the list."""
        yield self.list

    def show(self, facets: Sequence[Facet], chosen: Mapping[str, tuple[str, ...]]) -> None:
        """Show facets; the cursor stays at the value it was at."""
        if tuple(facets) == self._facets and dict(chosen) == self._chosen:
            return
        self._facets = tuple(facets)
        self._chosen = dict(chosen)
        self._lay_out()

    def _lay_out(self) -> None:
        rows = [row for facet in self._facets for row in self._rows_of(facet)]
        self.list.ticked = frozenset(
            (FacetValue, field, value) for field, values in self._chosen.items() for value in values
        )
        self.list.show(rows[1:])  # the first title is on the border

    def _rows_of(self, facet: Facet) -> Iterator[FacetRow]:
        chosen = self._chosen.get(facet.field, ())
        held = {value for value, _ in facet.values}
        without_records = [(value, 0) for value in chosen if value not in held]
        if facet.field in self.expanded:
            kept = list(facet.values)
        else:
            kept = [pair for at, pair in enumerate(facet.values) if at < SHOWN or pair[0] in chosen]
        yield FacetTitle(facet)
        for value, count in (*without_records, *kept):
            yield FacetValue(facet, value, count)
        if len(facet.values) > SHOWN:
            yield FacetRest(facet, len(facet.values) - len(kept))

    @on(ListPane.Clicked)
    def _clicked(self, event: ListPane.Clicked) -> None:
        event.stop()
        self.action_choose()

    def action_choose(self, exclude: bool = False) -> None:
        """Filter by the value at the cursor, or exclude it; or show the rarer values."""
        row = self.list.item
        if isinstance(row, FacetValue):
            self.post_message(FacetChosen(row.facet.field, row.value, exclude))
        elif row is not None and not exclude:
            self.expanded ^= {row.facet.field}
            self._lay_out()

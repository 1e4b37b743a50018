"""The pick list: choose values of a field, from all that the store holds, by typing a part."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, TypeAlias

from textual import on
from textual.binding import Binding, BindingType

from sestrail_tui.core.record import ABSENT
from sestrail_tui.core.safe_text import safe
from sestrail_tui.tui.base.cells import fit
from sestrail_tui.tui.base.numbers import count_text
from sestrail_tui.tui.panes.fuzzy import fuzzy_match
from sestrail_tui.tui.panes.list_pane import ListPane
from sestrail_tui.tui.panes.list_rows import ListCounts, ListRows, RowState
from sestrail_tui.tui.panes.pick_screen import PickScreen
from sestrail_tui.tui.panes.styled_text import StyledText

if TYPE_CHECKING:
    from collections.abc import Sequence

HINT: Final = "enter accept · space tick · ctrl+a all or none · esc cancel"
ValueCount: TypeAlias = tuple[str, int]
"""A value of the field, and how many records have it."""
_COUNT_CELLS: Final = 10


class ValueRows(ListRows[ValueCount]):
    """A tick, a value with the letters that match marked, and its count."""

    def key(self, item: ValueCount) -> str:
        """Return the value."""
        return item[0]

    def search_text(self, item: ValueCount) -> str:
        """Return the value as it is shown."""
        return safe(item[0]) or ABSENT

    def note(self, counts: ListCounts) -> str:
        """Return how many values match, and how many are ticked."""
        match = f"{count_text(counts.shown)} of {count_text(counts.total)}"
        return f"{count_text(counts.ticked)} ticked · {match}" if counts.ticked else match

    def row(self, item: ValueCount, state: RowState) -> Sequence[StyledText]:
        """Return one value."""
        value, count = item
        shown = self.search_text(item)
        matching = set(fuzzy_match(state.query, shown.lower()) or ())
        tone = "plain" if value else "dim"
        letters = fit(shown, max(1, state.width - 2 - _COUNT_CELLS))
        return [
            StyledText("✓ " if state.ticked else "  ", "accent"),
            *(
                StyledText(letter, "match" if position in matching else tone)
                for position, letter in enumerate(letters)
            ),
            StyledText(fit(count_text(count), _COUNT_CELLS, "right"), tone),
        ]


class Picker(PickScreen[ValueCount, tuple[str, ...]]):
    """Gives the picked values, ``()`` when all ticks were taken away, ``None`` when left.

    Enter accepts the ticks if any were changed here; otherwise the value at the cursor, once one
    has typed or moved.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,tab", "tick", "Tick", show=False, priority=True),
        Binding("ctrl+a", "tick_all", "All or none", show=False, priority=True),
    ]
    DEFAULT_CSS: ClassVar[str] = "Picker #box { width: 72; }"

    def __init__(
        self, title: str, values: Sequence[ValueCount], chosen: tuple[str, ...] = ()
    ) -> None:
        self._chosen = frozenset(chosen)
        chosen_rows = (row for row, (value, _) in enumerate(values) if value in self._chosen)
        rows = list(chosen_rows) if chosen else []
        held = {values[row][0] for row in rows}
        no_longer_held = [(value, 0) for value in chosen if value not in held]
        first = 0 if no_longer_held or not rows else rows[0]
        self._values = [*no_longer_held, *values]
        items = ListPane(ValueRows(), self._values, ticked=chosen, focusable=False)
        items.choose(first)
        super().__init__(
            items, HINT, title=title, placeholder="type a part of it", keys=frozenset({"space"})
        )

    @on(ListPane.Clicked)
    def action_tick(self) -> None:
        """Tick or untick the value at the cursor."""
        self.list.tick()

    def action_tick_all(self) -> None:
        """Tick or untick all that match."""
        self.list.tick_all()

    def action_accept(self) -> None:
        """Hand over what is picked."""
        ticked, item = self.list.ticked, self.list.item
        has_changed = ticked != self._chosen
        if not has_changed and item is not None and (self.has_moved or not self._chosen):
            self.dismiss((item[0],))
        elif has_changed or self._chosen:
            self.dismiss(tuple(value for value, _ in self._values if value in ticked))

"""The list of saved filters: choose one to filter by, or save the one in force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final, Literal

from rich.cells import cell_len
from textual import on
from textual.binding import Binding, BindingType

from sestrail_tui.core.safe_text import safe
from sestrail_tui.tui.base.cells import fit
from sestrail_tui.tui.panes.list_pane import ListPane
from sestrail_tui.tui.panes.list_rows import ListRows, RowState
from sestrail_tui.tui.panes.pick_screen import PickScreen
from sestrail_tui.tui.panes.styled_text import StyledText

if TYPE_CHECKING:
    from collections.abc import Sequence

SavedFilterAction = tuple[Literal["apply", "save"], int]
"""What to do after the list; the number of the filter to apply."""
_WIDEST_NAME: Final = 30


@dataclass(frozen=True, slots=True)
class SavedFilterItem:
    """A saved filter, with its key as it is written; empty: it has none."""

    name: str
    filter: str
    key: str = ""


class SavedFilterRows(ListRows[SavedFilterItem]):
    """One line a filter: its key, its name, its text."""

    title = "Saved filters"
    empty = "None is saved yet: s saves the filter in force."

    def __init__(self, saved: Sequence[SavedFilterItem]) -> None:
        self._key_cells = max((cell_len(item.key) for item in saved), default=0)
        names = max((cell_len(safe(item.name)) for item in saved), default=0)
        self._name_cells = min(names, _WIDEST_NAME)

    def row(self, item: SavedFilterItem, state: RowState) -> Sequence[StyledText]:
        """Return one filter."""
        room = max(1, state.width - self._key_cells - self._name_cells - 4)
        return (
            StyledText(fit(item.key, self._key_cells), "key"),
            StyledText("  " if self._key_cells else ""),
            StyledText(fit(item.name, self._name_cells)),
            StyledText("  "),
            StyledText(fit(item.filter, room), "dim"),
        )


class SavedFilters(PickScreen[SavedFilterItem, SavedFilterAction]):
    """Gives what to do, ``None`` when left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,F", "leave", "Close", show=False),
        Binding("s", "save", "Save the filter in force", show=False),
    ]

    def __init__(self, saved: Sequence[SavedFilterItem]) -> None:
        items = ListPane(SavedFilterRows(saved), saved)
        super().__init__(items, "enter filter by it · s save the filter in force · esc close")

    def action_accept(self) -> None:
        """Filter by the one under the cursor."""
        if self.list.cursor is not None:
            self.dismiss(("apply", self.list.cursor))

    def action_save(self) -> None:
        """Go back, and ask for a name."""
        self.dismiss(("save", 0))

    @on(ListPane.Clicked)
    def _clicked(self, event: ListPane.Clicked) -> None:
        if event.times == 2:
            self.action_accept()

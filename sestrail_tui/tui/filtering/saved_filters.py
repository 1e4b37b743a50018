"""The list of saved filters: choose one to filter by, or save the one in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from sestrail_tui.core.safe_text import safe
from sestrail_tui.tui.base.cells import fit
from sestrail_tui.tui.base.pane import Pane, StyledText

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult

    from sestrail_tui.tui.preferences.preferences import SavedPreferences

Wanted = tuple[Literal["apply", "save"], int]
"""What to do after the list; the number of the filter to apply."""


class SavedList(Pane):
    """One line a filter: its key, its name, its text."""

    DEFAULT_CSS = "SavedList { background: $surface; }"

    def __init__(self, saved: Sequence[SavedPreferences], keys: Sequence[str]) -> None:
        super().__init__()
        self._saved = saved
        self._keys = keys
        self.cursor = 0 if saved else None

    def head(self) -> Sequence[StyledText]:
        """Give the title."""
        return (StyledText("Saved filters", "title"),)

    def row_count(self) -> int:
        """Give how many there are; without any, the line that says so."""
        return len(self._saved) or 1

    def row(self, index: int) -> Sequence[StyledText]:
        """Give one filter."""
        if not self._saved:
            return (StyledText("None is saved yet: s saves the filter in force.", "dim"),)
        one, plain = self._saved[index], index == self.cursor
        keys = max(map(cell_len, self._keys))
        names = min(max(cell_len(safe(saved.name)) for saved in self._saved), 30)
        return (
            StyledText(fit(self._keys[index], keys), "plain" if plain else "key"),
            StyledText("  " if keys else ""),
            StyledText(fit(one.name, names)),
            StyledText("  "),
            StyledText(
                fit(one.filter, max(1, self.inner_width - keys - names - 4)),
                "plain" if plain else "dim",
            ),
        )

    def go(self, rows: int) -> None:
        """Move the cursor."""
        if self.cursor is not None:
            self.cursor = max(0, min(self.cursor + rows, len(self._saved) - 1))
            self.reveal(self.cursor)
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked; twice filters by it."""
        index = self.top + event.y - 1
        if self.cursor is not None and 0 <= index < len(self._saved):
            self.go(index - self.cursor)
            if event.chain == 2:
                self.call_later(self.screen.run_action, "apply")


class SavedFilters(ModalScreen[Wanted | None]):
    """Gives what was wanted, ``None`` when left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,F", "close", "Close", show=False),
        Binding("enter", "apply", "Filter by it", show=False),
        Binding("s", "save", "Save the filter in force", show=False),
    ]
    DEFAULT_CSS = """
    SavedFilters {
        align: center middle;
        #box { width: 100; max-width: 96%; height: auto; background: $surface; }
        #hint { color: $text-muted; padding: 0 2; }
    }
    """

    def __init__(self, saved: Sequence[SavedPreferences], keys: Sequence[str]) -> None:
        super().__init__()
        self._list = SavedList(saved, keys)

    def compose(self) -> ComposeResult:
        """Put the hint under the list."""
        with Vertical(id="box"):
            yield self._list
            hint = "enter filter by it · s save the filter in force · esc close"
            yield Static(hint, id="hint", markup=False)

    def on_mount(self) -> None:
        """Choose at once."""
        self._list.focus()

    def on_resize(self) -> None:
        """Give the list what it needs, and what there is."""
        self._list.styles.height = max(3, min(self._list.row_count() + 2, self.size.height - 4))

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)

    def action_apply(self) -> None:
        """Filter by the one under the cursor."""
        if self._list.cursor is not None:
            self.dismiss(("apply", self._list.cursor))

    def action_save(self) -> None:
        """Go back, and ask for a name."""
        self.dismiss(("save", 0))

"""Which pane of the main screen has the focus, and which of them are on screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.widgets import Input

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.widget import Widget

    from sestrail_tui.tui.detail.pane import DetailPane
    from sestrail_tui.tui.filtering.facets import FacetColumn
    from sestrail_tui.tui.table.send_table import SendTable


class PaneFocus:
    """Moves the focus between the table, the facets and the detail."""

    def __init__(
        self, screen: Screen[Any], table: SendTable, facets: FacetColumn, detail: DetailPane
    ) -> None:
        self._screen = screen
        self._table = table
        self._facets = facets
        self.detail = detail

    @property
    def is_typing(self) -> bool:
        """Whether a line is being typed, which keys of the screen must leave alone."""
        return isinstance(self._screen.focused, Input)

    @property
    def is_roomy(self) -> bool:
        """Whether facets and detail have their place below the table."""
        return self._screen.has_class("-wide") and self._screen.has_class("-tall")

    @property
    def has_no_rows(self) -> bool:
        """Whether the first screen stands in the place of the table."""
        return self._screen.has_class("-empty")

    @property
    def reads_rows(self) -> bool:
        """Whether the table has the focus, or would have it if there were rows."""
        return self._screen.focused in (None, self._table)

    @property
    def reads_detail(self) -> bool:
        """Whether the detail pane has the focus; its own `has_focus` changes only later."""
        return self._screen.focused is self.detail

    @property
    def shows_detail(self) -> bool:
        """Whether the detail pane is on screen."""
        return self.is_roomy or self._screen.has_class("-detail")

    def show_emptiness(self, *, shown: int, held: int) -> None:
        """Put the first screen in the place of a table without rows, and back."""
        self._screen.set_class(held == 0, "-nothing")
        if self.has_no_rows != (shown == 0):
            self._screen.set_class(shown == 0, "-empty")
            if self.reads_rows:
                self._screen.call_after_refresh(self.to_rows)

    def to_detail(self) -> None:
        """Open the detail pane below the table, or over it, and go there."""
        self._screen.add_class("-detail")
        self.detail.focus()

    def to_rows(self) -> None:
        """Go back to the table; where it has no row, to nothing: the keys work all the same."""
        if self.has_no_rows:
            self._screen.set_focus(None)
        else:
            self._table.focus()

    def close_detail(self) -> None:
        """Close the detail pane where it lies over the table, and go back to the table."""
        self._screen.remove_class("-detail")
        self._table.focus()

    def leave_pane(self) -> bool:
        """Go from another pane back to the table; return whether that was a step."""
        if self._screen.focused is self._table:
            return False
        if self._screen.has_class("-detail"):
            self.close_detail()
            return True
        if self._table.is_on_screen:
            self._table.focus()
            return True
        return False

    def next_pane(self, step: int) -> Widget:
        """Return the pane that is ``step`` further, among those that can be gone to."""
        panes: list[Widget] = [self._table, self._facets.list, self.detail]
        if not self.is_roomy:
            panes = [self._table, self.detail]
        if self._table.focused_row is None:
            panes = panes[:-1]
        focused = self._screen.focused
        index = panes.index(focused) if focused in panes else 0
        return panes[(index + step) % len(panes)]

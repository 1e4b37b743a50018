"""Two records side by side, over the whole screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType

from sestrail_tui.tui.base.cells import fit_end
from sestrail_tui.tui.detail.compare_rows import ABSENT, ComparedRow, CompareRows
from sestrail_tui.tui.detail.comparison import Pair
from sestrail_tui.tui.panes.list_detail import ListDetailScreen
from sestrail_tui.tui.panes.list_pane import ListPane
from sestrail_tui.tui.panes.page import Page, StyledSpan
from sestrail_tui.tui.panes.page_pane import PagePane

if TYPE_CHECKING:
    from sestrail_tui.tui.detail.comparison import Comparison

_LABELS: Final = {True: ("both   ",), False: ("left   ", "right  ")}
"""What stands before a field's values, by whether they are the same."""


class CompareScreen(ListDetailScreen[ComparedRow, None]):
    """Shows a comparison until ``v`` or ``esc``; ``titles`` say which record is which."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "close", "Close", show=False),
        Binding("d", "differing", "Only what differs", show=False),
        Binding("n", "next_difference(1)", "Next difference", show=False),
        Binding("N", "next_difference(-1)", "Previous difference", show=False),
    ]
    DEFAULT_CSS: ClassVar[str] = """
    CompareScreen {
        ListPane { height: 1fr; max-height: 100%; }
        PagePane { height: 25%; min-height: 5; max-height: 9; }
    }
    """

    def __init__(self, comparison: Comparison, titles: tuple[str, str]) -> None:
        self._rows = CompareRows(comparison, titles)
        items = ListPane(self._rows, self._rows.fields(differing=False))
        super().__init__(items, PagePane(cut=fit_end))

    def on_mount(self) -> None:
        """Begin with the list."""
        super().on_mount()
        self._show_keys()

    def _show_keys(self) -> None:
        which = "all fields" if self._rows.differing else "only what differs"
        self.keys.hints = (
            ("↑ ↓", "choose", ""),
            ("d", which, "screen.differing"),
            ("n N", "differences", "screen.next_difference(1)"),
            ("tab", "scroll below", "screen.other_pane"),
            ("esc", "back", "screen.close"),
        )

    def show_detail(self) -> None:
        """Show the field under the cursor in full."""
        pair = self.list.item
        if isinstance(pair, Pair):
            self.detail.show(pair.name or "the whole record", _field_page(pair))
        else:
            self.detail.show("", None)

    def action_differing(self) -> None:
        """Show only what differs, or all."""
        self.list.show(self._rows.fields(differing=not self._rows.differing))
        self.show_detail()
        self._show_keys()

    def action_next_difference(self, step: int) -> None:
        """Go to the next field that differs (1) or the previous one (-1), round the end."""
        rows, cursor = self.list.shown, self.list.cursor or 0
        for far in range(1, len(rows) + 1):
            index = (cursor + step * far) % len(rows)
            row = rows[index]
            if isinstance(row, Pair) and not row.same:
                self.list.choose(index)
                return


def _field_page(pair: Pair) -> Page:
    """Return a field's values as a page, each behind its label."""
    labels = _LABELS[pair.same]
    values = (pair.left, pair.right)[: len(labels)]
    lines = [
        label + (ABSENT if value is None else value)
        for label, value in zip(labels, values, strict=True)
    ]
    width = len(labels[0])
    label_span = (StyledSpan(0, width, "dim"),)
    return Page(lines, lambda _index, _line: label_span, lambda _index, _line: width)

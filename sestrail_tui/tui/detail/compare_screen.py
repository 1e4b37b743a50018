"""Two records side by side, over the whole screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from sestrail_tui.tui.detail.compare_panes import ComparePane, FieldPane
from sestrail_tui.tui.keys.key_line import KeyLine

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from sestrail_tui.tui.detail.comparison import Comparison


class CompareScreen(ModalScreen[None]):
    """Shows a comparison until ``v`` or ``esc``; ``titles`` say which record is which."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v,escape,q", "close", "Close", show=False),
        Binding("d", "differing", "Only what differs", show=False),
        Binding("n", "next_difference(1)", "Next difference", show=False),
        Binding("N", "next_difference(-1)", "Previous difference", show=False),
        Binding("tab,shift+tab", "other_pane", "The other pane", show=False),
    ]
    DEFAULT_CSS = """
    CompareScreen {
        background: $background;
        ComparePane { height: 1fr; }
        FieldPane { height: 25%; min-height: 5; max-height: 9; }
    }
    """

    def __init__(self, comparison: Comparison, titles: tuple[str, str]) -> None:
        super().__init__()
        self._list = ComparePane(comparison, titles)
        self._field = FieldPane()
        self._keys = KeyLine()

    def compose(self) -> ComposeResult:
        """Put the fields above the one at hand."""
        yield self._list
        yield self._field
        yield self._keys

    def on_mount(self) -> None:
        """Begin with the list."""
        self.watch(self._list, "place", self._show_field)
        self._list.focus()
        self._show_keys()

    def _show_keys(self) -> None:
        which = "all fields" if self._list.differing else "only what differs"
        self._keys.hints = (
            ("↑ ↓", "choose", ""),
            ("d", which, "screen.differing"),
            ("n N", "differences", "screen.next_difference(1)"),
            ("tab", "scroll below", "screen.other_pane"),
            ("esc", "back", "screen.close"),
        )

    def _show_field(self) -> None:
        self._field.show(self._list.pair)

    def action_differing(self) -> None:
        """Show only what differs, or all."""
        self._list.toggle()
        self._show_field()
        self._show_keys()

    def action_next_difference(self, step: int) -> None:
        """Go to another field that differs."""
        self._list.next_difference(step)

    def action_other_pane(self) -> None:
        """Move between the list and what is below."""
        (self._field if self._list.has_focus else self._list).focus()

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)

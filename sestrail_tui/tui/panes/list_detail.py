"""A list over all that is known of the item under its cursor, on the whole screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from sestrail_tui.tui.base.key_line import KeyLine
from sestrail_tui.tui.panes.list_rows import T

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from sestrail_tui.tui.panes.list_pane import ListPane
    from sestrail_tui.tui.panes.page_pane import PagePane

Result = TypeVar("Result")


class ListDetailScreen(ModalScreen[Result], Generic[T, Result]):
    """Shows both, with the keys below; `show_detail` says what is shown of an item."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "close", "Close", show=False),
        Binding("tab,shift+tab", "other_pane", "The other pane", show=False),
    ]
    DEFAULT_CSS: ClassVar[str] = """
    ListDetailScreen {
        background: $background;
        ListPane { height: auto; max-height: 40%; }
        PagePane { height: 1fr; }
    }
    """

    def __init__(self, items: ListPane[T], detail: PagePane) -> None:
        super().__init__()
        self.list = items
        self.detail = detail
        self.keys = KeyLine()

    def compose(self) -> ComposeResult:
        """Put the list above what is known of one item."""
        yield self.list
        yield self.detail
        yield self.keys

    def on_mount(self) -> None:
        """Show the item under the cursor, and each one it moves to."""
        self.list.focus()
        self.watch(self.list, "chosen", self.show_detail)

    def show_detail(self) -> None:
        """Show what is known of the item under the cursor."""
        raise NotImplementedError

    def action_other_pane(self) -> None:
        """Move between the list and what is below."""
        (self.detail if self.list.has_focus else self.list).focus()

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)

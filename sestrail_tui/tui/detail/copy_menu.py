"""The menu of what can be copied of a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from sestrail_tui.tui.base.plain_input import PlainInput
from sestrail_tui.tui.detail.copy_as import Offer
from sestrail_tui.tui.detail.offer_list import OfferList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

HINT: Final = "enter copy · type to find · esc cancel"
TALLEST: Final = 32
"""Lines of the list, its borders included."""


class CopyMenu(ModalScreen[Offer | None]):
    """Gives the offer that was chosen, ``None`` when left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel", show=False, priority=True),
        Binding("enter", "accept", "Copy", show=False, priority=True),
        Binding("up", "go(-1)", "Up", show=False, priority=True),
        Binding("down", "go(1)", "Down", show=False, priority=True),
        Binding("pageup", "go_page(-1)", "Page up", show=False, priority=True),
        Binding("pagedown", "go_page(1)", "Page down", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    CopyMenu {
        align: center middle;
        #box { width: 100; max-width: 96%; height: auto; background: $surface; }
        #title { text-style: bold; padding: 0 2; }
        #hint { color: $text-muted; padding: 0 2; }
        Input { margin: 0 2; width: 1fr; background: $boost; }
    }
    """

    def __init__(self, offers: Sequence[Offer]) -> None:
        super().__init__()
        self._list = OfferList(offers)

    def compose(self) -> ComposeResult:
        """Lay the list under the line to type in."""
        with Vertical(id="box"):
            yield Static("Copy as", id="title", markup=False)
            yield PlainInput(placeholder="type a part of a name", compact=True)
            yield self._list
            yield Static(HINT, id="hint", markup=False)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    def on_resize(self) -> None:
        """Give the list what it needs, and what there is."""
        room = min(self.size.height - 6, TALLEST)
        self._list.styles.height = max(4, min(self._list.row_count() + 2, room))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list as one types."""
        event.stop()
        self._list.narrow(event.value)

    def on_offer_list_offer_clicked(self) -> None:
        """Copy what was clicked."""
        self.action_accept()

    def action_go(self, rows: int) -> None:
        """Move the cursor of the list."""
        self._list.go(rows)

    def action_go_page(self, pages: int) -> None:
        """Move the cursor by what is visible."""
        self.action_go(pages * self._list.inner_height)

    def action_accept(self) -> None:
        """Give the offer at the cursor; one that lacks something stays, and says what."""
        offer = self._list.offer
        if offer is not None and offer.lack:
            self.notify(offer.lack, severity="warning", markup=False)
        elif offer is not None:
            self.dismiss(offer)

    def action_leave(self) -> None:
        """Copy nothing."""
        self.dismiss(None)

"""The menu of what can be copied of a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual import on

from sestrail_tui.tui.base.cells import fit
from sestrail_tui.tui.detail.copy_as import Offer
from sestrail_tui.tui.panes.list_pane import ListPane
from sestrail_tui.tui.panes.list_rows import ListRows, RowState
from sestrail_tui.tui.panes.pick_screen import PickScreen
from sestrail_tui.tui.panes.styled_text import StyledText

if TYPE_CHECKING:
    from collections.abc import Sequence

HINT: Final = "enter copy · type to find · esc cancel"
TITLE_WIDTH: Final = 26
"""Cells of the titles and the gap after them."""
_PREVIEW: Final = 200
"""Characters of a text that are looked at for its line."""


class OfferRows(ListRows[Offer]):
    """One line an offer: its title, and the beginning of its text or why there is none."""

    def search_text(self, item: Offer) -> str:
        """Return the title."""
        return item.title

    def row(self, item: Offer, state: RowState) -> Sequence[StyledText]:
        """Return one offer."""
        preview = " ".join((item.lack or item.text[:_PREVIEW]).split())
        return (
            StyledText(fit(item.title, TITLE_WIDTH), "dim" if item.lack else "plain"),
            StyledText(fit(preview, max(1, state.width - TITLE_WIDTH)), "dim"),
        )


class CopyMenu(PickScreen[Offer, Offer]):
    """Gives the offer that was chosen, ``None`` when left."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        items = ListPane(OfferRows(), offers, focusable=False)
        super().__init__(items, HINT, title="Copy as", placeholder="type a part of a name")

    @on(ListPane.Clicked)
    def action_accept(self) -> None:
        """Choose the offer at the cursor; one that lacks something stays, and says what."""
        offer = self.list.item
        if offer is not None and offer.lack:
            self.notify(offer.lack, severity="warning", markup=False)
        elif offer is not None:
            self.dismiss(offer)

"""What can be copied, one line each: a title, and the beginning of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.message import Message

from sestrail_tui.core.safe_text import safe
from sestrail_tui.tui.base.cells import fit
from sestrail_tui.tui.base.fuzzy import fuzzy_match, fuzzy_score
from sestrail_tui.tui.base.pane import Pane, StyledText

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from sestrail_tui.tui.detail.copy_as import Offer

TITLE_WIDTH: Final = 26
"""Cells of the titles and the gap after them."""
_PREVIEW: Final = 200
"""Characters of a text that are looked at for its line."""


class OfferList(Pane, can_focus=False):
    """The offers whose titles match a text; a cursor on one of them."""

    DEFAULT_CSS = """
    OfferList {
        background: $surface;
        & > .pane--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }
    }
    """

    class OfferClicked(Message):
        """An offer was clicked."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        super().__init__()
        self._offers = offers
        self._shown = list(offers)
        self.cursor = 0 if offers else None

    @property
    def offer(self) -> Offer | None:
        """The offer at the cursor."""
        return None if self.cursor is None else self._shown[self.cursor]

    def narrow(self, query: str) -> None:
        """Show the offers whose titles have the letters of ``query`` in order, best first."""
        query = query.strip().lower()
        found = [
            (-fuzzy_score(offer.title.lower(), places), at)
            for at, offer in enumerate(self._offers)
            if (places := fuzzy_match(query, offer.title.lower())) is not None
        ]
        self._shown = [self._offers[at] for _, at in sorted(found)] if query else [*self._offers]
        self.cursor = 0 if self._shown else None
        self.top = 0
        self.refresh()

    def go(self, rows: int) -> None:
        """Move the cursor."""
        if self.cursor is not None:
            self.cursor = max(0, min(self.cursor + rows, len(self._shown) - 1))
            self.reveal(self.cursor)
            self.refresh()

    def row_count(self) -> int:
        """Give how many match."""
        return len(self._shown)

    def row(self, index: int) -> Sequence[StyledText]:
        """Give an offer's title, and the beginning of its text or why there is none."""
        offer = self._shown[index]
        here = index == self.cursor
        said = safe(" ".join((offer.lack or offer.text[:_PREVIEW]).split()))
        return (
            StyledText(
                fit(offer.title, TITLE_WIDTH), "dim" if offer.lack and not here else "plain"
            ),
            StyledText(
                fit(said, max(1, self.inner_width - TITLE_WIDTH)), "plain" if here else "dim"
            ),
        )

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        if self.cursor is not None:
            self.reveal(self.cursor)

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked."""
        index = self.top + event.y - 1
        inside = 0 < event.y < self.size.height - 1 and event.x < self.size.width - 1
        if inside and index < len(self._shown):
            self.cursor = index
            self.post_message(self.OfferClicked())

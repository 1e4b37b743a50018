"""The filter that a person may have meant by one that shows nothing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from sestrail_tui.filters.syntax.tree import Term, to_text, value_of
from sestrail_tui.filters.syntax.widen import replaced, whole_values, widened
from sestrail_tui.tui.base.numbers import count_text
from sestrail_tui.tui.base.view import ScreenView

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.filters.syntax.tree import Node
    from sestrail_tui.tui.table.listing import Listing
    from sestrail_tui.tui.table.state import ScreenState


@dataclass(frozen=True, slots=True)
class Proposal:
    """A filter that shows something, and why it is proposed."""

    node: Node
    sentence: str
    """``No principal is exactly ord. 74 begin with it:``; not yet safe to draw."""
    text: str
    """The term that would stand in the filter."""


async def propose(node: Node, count: Callable[[Node], int]) -> Proposal | None:
    """Return the first value of ``node`` that no record has, taken as a part of a longer one.

    ``count`` tells how many records match; between two calls others get their turn.
    """
    for term in whole_values(node):
        await asyncio.sleep(0)
        if count(term):
            continue
        for wider, (singular, plural) in zip(widened(term), _WAYS, strict=True):
            await asyncio.sleep(0)
            if number := count(wider):
                verb = singular if number == 1 else plural
                sentence = f"{none_is(term)} {count_text(number)} {verb} it:"
                return Proposal(replaced(node, term, wider), sentence, to_text(wider))
    return None


_WAYS = (("begins with", "begin with"), ("contains", "contain"))


def none_is(term: Term) -> str:
    """Say that a term's value is no record's whole value."""
    return f"No {term.field} is exactly {value_of(term.pattern)}."


class ProposalView(ScreenView, Protocol):
    """What `ProposalController` asks of the screen."""

    def show_first(self) -> None:
        """Say why there is no row, and what is proposed."""


class ProposalController:
    """Looks for a filter to propose while the one in force shows nothing."""

    def __init__(self, view: ProposalView, state: ScreenState) -> None:
        self.proposal: Proposal | None = None
        self._view = view
        self._state = state
        self._key: object = None
        """For which filter, over how many records, was looked last."""

    def look(self) -> None:
        """Look for one, unless that was done."""
        if (listing := self._state.listing) is not None:
            key = (listing.node, listing.looked_at)
            if key != self._key:
                self._key, self.proposal = key, None
                self._view.run_worker(self._look(listing), group="propose", exclusive=True)

    def drop(self) -> None:
        """Propose nothing: there are rows, or another reason why there are none."""
        self._key = self.proposal = None

    async def _look(self, listing: Listing) -> None:
        node = listing.node
        found = await propose(node, listing.count)
        if found is not None and listing.node == node and not len(listing.view):
            self.proposal = found
            self._view.show_first()

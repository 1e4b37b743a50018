"""The filter that a person may have meant by one that shows nothing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sestrail_tui.filters.syntax.tree import Term, to_text, value_of
from sestrail_tui.filters.syntax.widen import replaced, whole_values, widened
from sestrail_tui.tui.base.numbers import count_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.filters.syntax.tree import Node


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

"""Changes that keys and pick lists make to a filter: tree in, tree out.

What they change are the top-level conjuncts, the parts that must all hold; whatever else the user
wrote stays as it is, in its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.filters.fields.pattern import Pattern
from sestrail_tui.filters.fields.registry import FIELDS
from sestrail_tui.filters.syntax.tree import Node, Not, Or, Term, any_one, conjuncts, every_one

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def with_values(node: Node, field: str, values: Sequence[str]) -> Node:
    """Return the filter in which ``field`` is one of ``values``, and nothing else is asked of it.

    ``""`` is the absent value. Without values nothing is asked of the field any more, but what was
    excluded by hand stays excluded.
    """
    patterns = dict.fromkeys(map(Pattern.literal, values))
    replacement = any_one(Term(field, pattern) for pattern in patterns) if patterns else None
    kept: list[Node] = []
    for part in conjuncts(node):
        if _asks(part, field) or (
            replacement and isinstance(part, Not) and _asks(part.node, field)
        ):
            if replacement:
                kept.append(replacement)
                replacement = None
        else:
            kept.append(part)
    return every_one([*kept, replacement] if replacement else kept)


def picked(node: Node, field: str) -> tuple[str, ...]:
    """Return the values that the filter asks of ``field``, each once; patterns with ``*`` are none.

    ``picked(with_values(node, field, values), field)`` gives ``values`` back.
    """
    terms = (
        term
        for part in conjuncts(node)
        if _asks(part, field)
        for term in (part.nodes if isinstance(part, Or) else (part,))
    )
    values = (term.pattern.value for term in terms if isinstance(term, Term))
    return tuple(dict.fromkeys(value for value in values if value is not None))


def exclude(node: Node, field: str, value: str) -> Node:
    """Return the filter that leaves out ``value``; ``""`` is the absent value.

    Where the value was picked with others, the others stay picked.
    """
    unwanted = Term(field, Pattern.literal(value))
    kept: list[Node] = []
    still_asked = False
    for part in conjuncts(node):
        terms = part.nodes if isinstance(part, Or) else (part,)
        if _asks(part, field) and unwanted in terms:
            others = [term for term in terms if term != unwanted]
            still_asked |= bool(others) and not any(_takes(term, value) for term in others)
            kept.append(any_one(others))
        else:
            kept.append(part)
    left = every_one(kept)
    return left if still_asked else with_conjunct(left, Not(unwanted))


def with_conjunct(node: Node, part: Node) -> Node:
    """Return the filter that also asks for ``part``; unchanged where it does already."""
    return node if part in conjuncts(node) else every_one([node, part])


def toggle(node: Node, part: Node) -> Node:
    """Return the filter without the conjunct ``part``, or with it where it was not there."""
    parts = conjuncts(node)
    if part in parts:
        return every_one(_without(parts, part))
    return every_one([node, part])


def _without(parts: Iterable[Node], unwanted: Node) -> Iterable[Node]:
    return (part for part in parts if part != unwanted)


def _asks(part: Node, field: str) -> bool:
    """Return whether ``part`` asks for values of ``field`` and of nothing else."""
    terms = part.nodes if isinstance(part, Or) else (part,)
    return all(isinstance(term, Term) and term.field == field for term in terms)


def _takes(term: Node, value: str) -> bool:
    return isinstance(term, Term) and FIELDS[term.field].compile(term.pattern)(value)

"""What a filter that finds nothing may have meant: a value as a part of a longer one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.filters.fields.choices import Choice
from sestrail_tui.filters.fields.pattern import Pattern
from sestrail_tui.filters.fields.registry import FIELDS
from sestrail_tui.filters.fields.time import Time
from sestrail_tui.filters.syntax.tree import And, Node, Or, Term, any_one, every_one

if TYPE_CHECKING:
    from collections.abc import Iterator


def whole_values(node: Node) -> Iterator[Term]:
    """Yield the terms that ask for one whole value of a field that may have any."""
    match node:
        case Term(name, pattern):
            is_open = not isinstance(FIELDS[name], Choice | Time)
            if is_open and pattern.value and not pattern.is_unknown:
                yield node
        case And(nodes) | Or(nodes):
            for part in nodes:
                yield from whole_values(part)


def widened(term: Term) -> tuple[Term, Term]:
    """Return the terms that ask for values that begin with this one's, and that contain it."""
    value = term.pattern.value or ""
    return Term(term.field, Pattern((value, ""))), Term(term.field, Pattern(("", value, "")))


def replaced(node: Node, old: Node, new: Node) -> Node:
    """Return the filter with ``new`` wherever ``old`` stands outside of an exclusion."""
    if node == old:
        return new
    match node:
        case And(nodes):
            return every_one(replaced(part, old, new) for part in nodes)
        case Or(nodes):
            return any_one(replaced(part, old, new) for part in nodes)
        case _:
            return node

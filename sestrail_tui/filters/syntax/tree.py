"""The syntax tree of a filter, and the text that says it.

Normal form, as the parser and `every_one`, `any_one` make it: `All` only as the whole tree; `And`
and `Or` hold two nodes or more, none of their own kind; patterns are as `Field.canonical` gives
them. For a tree in normal form ``parse(to_text(node)) == node``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sestrail_tui.core.record import ABSENT
from sestrail_tui.core.safe_text import by_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sestrail_tui.filters.fields.pattern import Pattern

_SPECIAL: Final = re.compile(r'["\\*]')
"""What within quotes stands for itself behind a backslash only."""
_READ_OTHERWISE: Final = re.compile(r"[-!=]|(?:AND|OR|NOT)\Z|[A-Za-z][A-Za-z_-]*!?=|.*:", re.DOTALL)
"""A search text that without quotes is an operator, or a field with its value."""
_NO_VALUE: Final = re.compile(r"[-<>]|(?:AND|OR|NOT)\Z")
"""A value that without quotes may be taken for an operator."""


@dataclass(frozen=True, slots=True)
class All:
    """Every record: the empty filter."""


@dataclass(frozen=True, slots=True)
class Text:
    """The pattern occurs anywhere in the record."""

    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Term:
    """The field's value matches the pattern as a whole."""

    field: str
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Not:
    """The node does not match."""

    node: Node


@dataclass(frozen=True, slots=True)
class And:
    """Every one of the nodes matches."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of the nodes matches."""

    nodes: tuple[Node, ...]


Node = All | Text | Term | Not | And | Or


def every_one(nodes: Iterable[Node]) -> Node:
    """Join nodes by *and*, in normal form."""
    flat = tuple(part for node in nodes for part in conjuncts(node))
    if not flat:
        return All()
    return flat[0] if len(flat) == 1 else And(flat)


def any_one(nodes: Iterable[Node]) -> Node:
    """Join one node or more by *or*, in normal form."""
    flat = tuple(p for node in nodes for p in (node.nodes if isinstance(node, Or) else (node,)))
    if not flat or All() in flat:
        return All()
    return flat[0] if len(flat) == 1 else Or(flat)


def conjuncts(node: Node) -> tuple[Node, ...]:
    """Return the nodes that must all match: none for `All`."""
    match node:
        case All():
            return ()
        case And(nodes):
            return nodes
        case _:
            return (node,)


def patterns_of(node: Node) -> Iterator[Pattern]:
    """Yield every value and search text of a filter."""
    match node:
        case Text(pattern) | Term(_, pattern):
            yield pattern
        case Not(inner):
            yield from patterns_of(inner)
        case And(nodes) | Or(nodes):
            for part in nodes:
                yield from patterns_of(part)


def to_text(node: Node) -> str:
    """Return the filter's text in its shortest form."""
    match node:
        case All():
            return ""
        case Text(pattern):
            return text_of(pattern)
        case Term(field, pattern):
            return f"{field}:{value_of(pattern)}"
        case Not(inner):
            return f"-{_grouped(inner) if isinstance(inner, And | Or) else to_text(inner)}"
        case And(nodes):
            return " ".join(_grouped(n) if isinstance(n, Or) else to_text(n) for n in nodes)
        case Or(nodes):
            return _alternatives(nodes) or " | ".join(map(to_text, nodes))


def text_of(pattern: Pattern) -> str:
    """Write a search text, quoted where it would be read as something else."""
    word = "*".join(pattern.parts)
    return _quoted(pattern) if _READ_OTHERWISE.match(word) else _word(pattern)


def value_of(pattern: Pattern) -> str:
    """Write a field's value, quoted where needed; the absent value is ``(none)``."""
    if pattern.is_none:
        return ABSENT
    return _quoted(pattern) if _NO_VALUE.match("*".join(pattern.parts)) else _word(pattern)


def _grouped(node: And | Or) -> str:
    alternatives = _alternatives(node.nodes) if isinstance(node, Or) else ""
    return alternatives or f"({to_text(node)})"


def _alternatives(nodes: tuple[Node, ...]) -> str:
    """Write terms that all are about one field as ``field:(a|b)``; else give ``""``."""
    terms = [node for node in nodes if isinstance(node, Term)]
    if len(terms) < len(nodes) or len({term.field for term in terms}) > 1:
        return ""
    return f"{terms[0].field}:({'|'.join(value_of(term.pattern) for term in terms)})"


def _word(pattern: Pattern) -> str:
    plain = all(
        by_number(part) == part and "&&" not in part and not any(c in ' |()"*' for c in part)
        for part in pattern.parts
    )
    return "*".join(pattern.parts) if plain else _quoted(pattern)


def _quoted(pattern: Pattern) -> str:
    """Quote it; what cannot be seen is written by its number."""
    escaped = (_SPECIAL.sub(r"\\\g<0>", part) for part in pattern.parts)
    return '"' + "*".join(map(by_number, escaped)) + '"'

"""Conditions of the embedded SQL, in its logic of true, false and unknown.

``value = != <> < <= > >= literal``, ``[NOT] LIKE``, ``[NOT] IN (...)``, ``[NOT] BETWEEN``,
``IS [NOT] NULL``, ``regexp_like(value, 'pattern')``, with AND, OR, NOT and parentheses.
"""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.local_aws.sql.values import Row, Value, literal, value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sestrail_tui.local_aws.sql.tokens import Tokens

SIGNS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq, "!=": operator.ne, "<>": operator.ne,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition; ``parts`` are those that all have to hold."""

    columns: frozenset[str]
    """The columns that it is about."""
    holds: Callable[[Row], bool | None]
    """True, false, or None: unknown."""
    parts: tuple[Condition, ...] = ()

    def about(self, columns: frozenset[str]) -> tuple[Condition, ...]:
        """Return the conditions on these columns alone that every row has to meet."""
        every = self.parts or (self,)
        return tuple(one for one in every if one.columns and one.columns <= columns)


def condition(tokens: Tokens) -> Condition:
    """Read a condition: AND binds closer than OR."""
    parts = [conjunction(tokens)]
    while tokens.took("or"):
        parts.append(conjunction(tokens))
    if len(parts) == 1:
        return parts[0]

    def some(row: Row) -> bool | None:
        found = [part.holds(row) for part in parts]
        return True if True in found else (None if None in found else False)

    return Condition(frozenset().union(*(part.columns for part in parts)), some)


def conjunction(tokens: Tokens) -> Condition:
    """Read conditions joined by AND."""
    parts = [negation(tokens)]
    while tokens.took("and"):
        parts.append(negation(tokens))
    if len(parts) == 1:
        return parts[0]

    def every(row: Row) -> bool | None:
        found = [part.holds(row) for part in parts]
        return False if False in found else (None if None in found else True)

    columns: frozenset[str] = frozenset().union(*(part.columns for part in parts))
    return Condition(columns, every, tuple(one for part in parts for one in part.parts or (part,)))


def negation(tokens: Tokens) -> Condition:
    """Read one condition, NOT before it or parentheses round it."""
    if tokens.took("not"):
        return inverted(negation(tokens))
    if tokens.took("("):
        inner = condition(tokens)
        tokens.want(")")
        return inner
    if tokens.took("regexp_like", "("):
        return expression(tokens)
    return comparison(tokens)


def inverted(inner: Condition) -> Condition:
    """Negate: unknown stays unknown."""

    def holds(row: Row) -> bool | None:
        found = inner.holds(row)
        return None if found is None else not found

    return Condition(inner.columns, holds)


def comparison(tokens: Tokens) -> Condition:
    """Read what one value is held against."""
    begun = tokens.at
    left = value(tokens)
    columns = named(tokens, begun)
    if tokens.took("is", "not", "null"):
        return Condition(columns, lambda row: left.of(row) is not None)
    if tokens.took("is", "null"):
        return Condition(columns, lambda row: left.of(row) is None)
    for word, read in (("in", membership), ("like", likeness), ("between", range_of)):
        if tokens.took("not", word):
            return inverted(known(columns, left, read(tokens, left.kind)))
        if tokens.took(word):
            return known(columns, left, read(tokens, left.kind))
    sign = tokens.next()
    if sign.kind != "sign" or sign.text not in SIGNS:
        raise tokens.refused(f"mismatched input '{sign.text}'. Expecting: <comparison>.")
    compare, right = SIGNS[sign.text], literal(tokens, left.kind)
    return known(columns, left, lambda found: compare(found, right))


def named(tokens: Tokens, begun: int) -> frozenset[str]:
    """Return the columns named since a place in the statement."""
    names = (token.text.strip('"').lower() for token in tokens.tokens[begun : tokens.at])
    return frozenset(name for name in names if name in tokens.schema)


def known(columns: frozenset[str], left: Value, test: Callable[[Any], bool]) -> Condition:
    """Return the condition that is unknown for NULL."""

    def holds(row: Row) -> bool | None:
        found = left.of(row)
        return None if found is None else test(found)

    return Condition(columns, holds)


def membership(tokens: Tokens, kind: str) -> Callable[[Any], bool]:
    """Read ``(literal, ...)``."""
    tokens.want("(")
    values = [literal(tokens, kind)]
    while tokens.took(","):
        values.append(literal(tokens, kind))
    tokens.want(")")
    return values.__contains__


def range_of(tokens: Tokens, kind: str) -> Callable[[Any], bool]:
    """Read ``literal AND literal``, both included."""
    first = literal(tokens, kind)
    tokens.want("and")
    last = literal(tokens, kind)
    return lambda found: bool(first <= found <= last)


def likeness(tokens: Tokens, kind: str) -> Callable[[Any], bool]:
    """Read a pattern: ``%`` is any text, ``_`` any character; there is no ESCAPE here."""
    if kind != "varchar":
        raise tokens.refused(f"LIKE needs a text, not a {kind}.")
    wild = {"%": ".*", "_": "."}
    pattern = literal(tokens, kind)
    regex = re.compile("".join(wild.get(sign) or re.escape(sign) for sign in pattern), re.DOTALL)
    return lambda found: regex.fullmatch(found) is not None


def expression(tokens: Tokens) -> Condition:
    """Read the arguments of ``regexp_like``: a text, and an expression found anywhere in it."""
    begun = tokens.at
    left = value(tokens)
    columns = named(tokens, begun)
    tokens.want(",")
    if left.kind != "varchar":
        raise tokens.refused(f"Unexpected parameters ({left.kind}) for function regexp_like.")
    regex = re.compile(literal(tokens, "varchar"))
    tokens.want(")")
    return known(columns, left, lambda found: regex.search(found) is not None)

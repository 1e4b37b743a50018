"""Conditions of the embedded CloudTrail Lake, in SQL's logic of true, false and unknown.

``column = != <> < <= > >= literal``, ``[NOT] LIKE``, ``[NOT] IN (...)``, ``IS [NOT] NULL``, with
AND, OR, NOT and parentheses.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from .lake_tokens import BOOLEAN_COLUMNS, TIME, Tokens, refused

Row = Mapping[str, Any]
"""By column in small letters: text, bool, ms UTC of ``eventtime``, or None for NULL."""
SIGNS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq, "!=": operator.ne, "<>": operator.ne,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
STAMP: Final = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d(?:\.\d{1,3})?)?")


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition; ``parts`` are those that all have to hold."""

    column: str
    """The one column it is about; ``""`` for a combination."""
    holds: Callable[[Row], bool | None]
    """True, false, or None: unknown."""
    parts: tuple[Condition, ...] = ()

    def bounds(self) -> tuple[Condition, ...]:
        """Give the conditions on ``eventTime`` alone that every row has to meet."""
        every = self.parts or (self,)
        return tuple(one for one in every if one.column == TIME)


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

    return Condition("", some)


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

    return Condition("", every, tuple(inner for one in parts for inner in one.parts or (one,)))


def negation(tokens: Tokens) -> Condition:
    """Read one condition, NOT before it or parentheses round it."""
    if tokens.took("not"):
        return inverted(negation(tokens))
    if tokens.took("("):
        inner = condition(tokens)
        tokens.want(")")
        return inner
    return comparison(tokens)


def inverted(inner: Condition) -> Condition:
    """Negate: unknown stays unknown."""

    def holds(row: Row) -> bool | None:
        found = inner.holds(row)
        return None if found is None else not found

    return Condition(inner.column, holds)


def comparison(tokens: Tokens) -> Condition:
    """Read what one column is held against."""
    column = tokens.name().lower()
    if tokens.took("is", "not", "null"):
        return Condition(column, lambda row: row[column] is not None)
    if tokens.took("is", "null"):
        return Condition(column, lambda row: row[column] is None)
    for word, read in (("in", membership), ("like", likeness)):
        if tokens.took("not", word):
            return inverted(read(tokens, column))
        if tokens.took(word):
            return read(tokens, column)
    sign = tokens.next()
    if sign.kind != "sign" or sign.text not in SIGNS:
        raise refused(f"mismatched input '{sign.text}'. Expecting: <comparison>.")
    compare, value = SIGNS[sign.text], literal(tokens, column)
    return known(column, lambda found: compare(found, value))


def known(column: str, test: Callable[[Any], bool]) -> Condition:
    """Give the condition that is unknown for NULL."""
    return Condition(column, lambda row: None if row[column] is None else test(row[column]))


def membership(tokens: Tokens, column: str) -> Condition:
    """Read ``(literal, ...)``."""
    tokens.want("(")
    values = [literal(tokens, column)]
    while tokens.took(","):
        values.append(literal(tokens, column))
    tokens.want(")")
    return known(column, values.__contains__)


def likeness(tokens: Tokens, column: str) -> Condition:
    """Read a pattern: ``%`` is any text, ``_`` any character; there is no ESCAPE here."""
    pattern = literal(tokens, column)
    if not isinstance(pattern, str):
        raise refused(f"LIKE needs a text, which '{column}' is not.")
    wild = {"%": ".*", "_": "."}
    regex = re.compile("".join(wild.get(sign) or re.escape(sign) for sign in pattern), re.DOTALL)
    return known(column, lambda found: regex.fullmatch(found) is not None)


def literal(tokens: Tokens, column: str) -> str | bool | int:
    """Read a literal of the column's type."""
    if column == TIME:
        tokens.took("timestamp")
    token = tokens.next()
    if column in BOOLEAN_COLUMNS and token.word in {"true", "false"}:
        return token.word == "true"
    if token.kind != "text" or column in BOOLEAN_COLUMNS:
        raise refused(f"'{token.text}' cannot be compared with column '{column}'.")
    text = token.text[1:-1].replace("''", "'")
    if column != TIME:
        return text
    try:
        moment = datetime.fromisoformat(text if STAMP.fullmatch(text) else "")
    except ValueError:
        raise refused(f"'{text}' is not a valid timestamp literal.") from None
    return int(moment.replace(tzinfo=UTC).timestamp() * 1000)

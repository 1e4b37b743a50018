"""What a condition of the embedded SQL compares: a column, or a function of one.

``lower(x)``, ``coalesce(x, ...)``, ``json_format(CAST(x AS JSON))``; NULL in, NULL out, but for
``coalesce``. AWS: "Functions in Amazon Athena" (Trino's).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import msgspec

if TYPE_CHECKING:
    from sestrail_tui.local_aws.sql.tokens import Tokens

Row = Mapping[str, Any]
"""By column in small letters: text, bool, ms UTC of a timestamp, or None for NULL."""
STAMP: Final = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d(?:\.\d{1,3})?)?")


@dataclass(frozen=True, slots=True)
class Value:
    """Something that a row has, or that stands in the statement."""

    kind: str
    """The type, as in a schema."""
    column: str
    """The column if it is nothing but one, else ``""``."""
    of: Callable[[Row], Any]
    name: str = ""
    """What an answer calls it."""


def value(tokens: Tokens) -> Value:
    """Read one value."""
    if tokens.now.kind == "text":
        return text(tokens, "varchar")
    if tokens.now.kind == "number":
        number = int(tokens.next().text)
        return Value("integer", "", lambda _: number)
    if tokens.took("lower", "("):
        inner = closed(tokens, "varchar")
        return Value("varchar", "", lambda row: lowered(inner.of(row)))
    if tokens.took("coalesce", "("):
        return first_known(tokens)
    if tokens.took("json_format", "(", "cast", "("):
        inner = value(tokens)
        tokens.want("as", "json", ")", ")")
        return Value("varchar", "", lambda row: as_json(inner.of(row)))
    name = tokens.name()
    column = name.lower()
    return Value(tokens.schema[column], column, lambda row: row[column], name)


def closed(tokens: Tokens, kind: str) -> Value:
    """Read the one argument of a function, of this type, and the parenthesis after it."""
    inner = value(tokens)
    if inner.kind != kind:
        raise tokens.refused(f"Unexpected parameters ({inner.kind}) for a function of {kind}.")
    tokens.want(")")
    return inner


def lowered(found: str | None) -> str | None:
    """Return it in small letters, sign by sign, as Trino does."""
    return None if found is None else "".join(one.lower()[:1] for one in found)


def as_json(found: object) -> str | None:
    """Return a struct, array or map as JSON."""
    return None if found is None else msgspec.json.encode(found).decode()


def first_known(tokens: Tokens) -> Value:
    """Read the arguments of ``coalesce``."""
    several = [value(tokens)]
    while tokens.took(","):
        several.append(value(tokens))
    tokens.want(")")

    def of(row: Row) -> Any:
        return next((found for one in several if (found := one.of(row)) is not None), None)

    return Value(several[0].kind, "", of)


def text(tokens: Tokens, kind: str) -> Value:
    """Read a text in quotes as a literal of this type."""
    token = tokens.next()
    if token.kind != "text":
        raise tokens.refused(f"mismatched input '{token.text}'. Expecting: <string>.")
    written = token.text[1:-1].replace("''", "'")
    if kind != "timestamp":
        return Value("varchar", "", lambda _: written)
    try:
        moment = datetime.fromisoformat(written if STAMP.fullmatch(written) else "")
    except ValueError:
        raise tokens.refused(f"'{written}' is not a valid timestamp literal.") from None
    at = int(moment.replace(tzinfo=UTC).timestamp() * 1000)
    return Value("timestamp", "", lambda _: at)


def literal(tokens: Tokens, kind: str) -> Any:
    """Read what a value of this type is held against."""
    if kind == "timestamp":
        tokens.took("timestamp")
        return text(tokens, kind).of({})
    if kind == "boolean" and tokens.now.word in {"true", "false"}:
        return tokens.next().word == "true"
    if kind == "integer" and tokens.now.kind == "number":
        return int(tokens.next().text)
    if kind != "varchar" or tokens.now.kind != "text":
        raise tokens.refused(f"'{tokens.now.text}' cannot be compared with a {kind}.")
    return text(tokens, kind).of({})

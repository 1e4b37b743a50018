"""Whether a record matches a filter: what every faster way has to agree with."""

from __future__ import annotations

import re
from collections.abc import Callable
from operator import attrgetter
from typing import Any, Final

from sestrail_tui.core.record import TEXT_COLUMNS, Record
from sestrail_tui.filters.fields.field import is_unknown
from sestrail_tui.filters.fields.pattern import Pattern, fold, in_turn
from sestrail_tui.filters.fields.registry import FIELDS
from sestrail_tui.filters.syntax.tree import All, And, Node, Not, Or, Term, Text

Match = Callable[[Record], bool]

SEARCHED: Final = tuple(
    dict.fromkeys(
        column
        for field in FIELDS.values()
        if field.wording is not None
        for column in field.columns
        if column in TEXT_COLUMNS
    )
)
"""The columns that a search text is looked for in, besides the record's JSON: not those that hold
our own words, which would match every record alike."""


def matches(node: Node, record: Record) -> bool:
    """Return whether ``record`` matches; for many records, compile it once with `compile_node`."""
    return compile_node(node)(record)


def compile_node(node: Node) -> Match:
    """Return the function that tells whether a record matches ``node``."""
    match node:
        case All():
            return lambda _: True
        case Text(pattern):
            return _text(pattern)
        case Term(field, pattern):
            return _term(field, pattern)
        case Not(inner):
            unwanted = compile_node(inner)
            return lambda record: not unwanted(record)
        case And(nodes):
            needed = tuple(map(compile_node, nodes))
            return lambda record: all(test(record) for test in needed)
        case Or(nodes):
            enough = tuple(map(compile_node, nodes))
            return lambda record: any(test(record) for test in enough)


def text_predicate(pattern: Pattern) -> Callable[[str], bool]:
    """Return the test that a text holds ``pattern`` anywhere."""
    parts = pattern.folded()
    return lambda text: in_turn(parts, fold(text))


def raw_predicate(pattern: Pattern) -> Callable[[bytes], bool]:
    """Return the test that a record's JSON, as delivered, holds ``pattern`` once it is read.

    Nearly all records are ASCII without escapes: those are searched as they are.
    """
    parts = pattern.folded()
    plain = tuple(p.encode() for p in parts) if all(map(str.isascii, parts)) else None

    def test(raw: bytes) -> bool:
        if raw.isascii() and b"\\" not in raw:
            return plain is not None and in_turn(plain, raw.lower())
        return in_turn(parts, fold(json_text(raw)))

    return test


def json_text(raw: bytes) -> str:
    """Return the JSON's text with its escapes undone; bytes that are not UTF-8 become U+FFFD."""
    text = raw.decode("utf-8", "replace")
    if "\\" not in text:
        return text
    text = _ESCAPE.sub(_unescaped, text)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def searched(record: Record) -> tuple[str, ...]:
    """Return the values of the columns that a search text is looked for in."""
    values: list[str] = []
    for column in SEARCHED:
        value: str | tuple[str, ...] = getattr(record, column)
        if is_unknown(value):
            continue  # our own word
        if isinstance(value, str):
            values.append(value)
        else:
            values.extend(value)
    return tuple(values)


_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(.))", re.DOTALL)
_CONTROLS: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


def _unescaped(found: re.Match[str]) -> str:
    if found[1]:
        return chr(int(found[1], 16))
    return _CONTROLS.get(found[2], found[2])


def _text(pattern: Pattern) -> Match:
    in_raw, in_text = raw_predicate(pattern), text_predicate(pattern)
    return lambda record: in_raw(record.raw) or any(map(in_text, searched(record)))


def _term(name: str, pattern: Pattern) -> Match:
    field = FIELDS[name]
    test = field.compile(pattern)
    if len(field.columns) == 1:
        get: Callable[[Any], Any] = attrgetter(field.column)
        return lambda record: test(get(record))
    columns = field.columns
    return lambda record: any(test(getattr(record, column)) for column in columns)

r"""The words of a filter's text, with their places; half-typed text has words too: nothing fails.

    config:(a|"b c") -error:*      FIELD OPEN WORD OR WORD CLOSE NOT FIELD WORD

What other languages write is understood too: ``AND``, ``OR``, ``NOT`` in capitals and ``&&``,
``||``, ``!`` where a term may start or end, ``=``, ``==`` and ``!=`` behind the name of a field.

Within quotes ``\"``, ``\\`` and ``\*`` stand for the character itself, ``\u{1b}`` for a character
by its number; any other backslash is a backslash. A ``*`` is a wildcard with or without quotes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from sestrail_tui.filters.fields.pattern import NONE, Pattern
from sestrail_tui.filters.fields.registry import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator


class TokenKind(Enum):
    """What a token is."""

    FIELD = auto()
    """``name:``, known or not; a known ``name=`` or ``name!=``."""
    WORD = auto()
    """A value or a search text: bare, quoted, or ``(none)``."""
    OPEN = auto()
    CLOSE = auto()
    AND = auto()
    OR = auto()
    NOT = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text from ``start`` up to ``end`` (character offsets)."""

    kind: TokenKind
    start: int
    end: int
    name: str = ""
    """The field's name, in lower case (FIELD); the field it is a value of (WORD, OPEN)."""
    pattern: Pattern = NONE
    """What the word says (WORD)."""
    negated: bool = False
    """True for ``name!=``: the value that follows is excluded (FIELD)."""
    quoted: bool = False
    closed: bool = True
    """False for a word whose closing quote is missing; it goes on to the end of the text."""


OPERATORS: Final = {"AND": TokenKind.AND, "OR": TokenKind.OR, "NOT": TokenKind.NOT}
"""The words that are operators, in capitals only, where a term may stand."""
COMPARES: Final = r"={1,3}|!={1,2}"
"""What other languages write between a field and its value."""

_SIGN: Final = re.compile(r"[()]|\|\|?|&&")
_SIGNS: Final = {
    "(": TokenKind.OPEN,
    ")": TokenKind.CLOSE,
    "|": TokenKind.OR,
    "||": TokenKind.OR,
    "&&": TokenKind.AND,
}
_OPERATOR: Final = re.compile(r"(AND|OR|NOT)(?=[\s()|]|&&|\Z)")
_FIELD: Final = re.compile(rf"([A-Za-z][A-Za-z_-]*)(:|{COMPARES})")
_PLAIN_PREFIXES: Final = ("arn", "urn", "mailto")
_BARE: Final = re.compile(r"(?:[^\s|()&]|&(?!&))+")
_NO_VALUE: Final = re.compile(r"\(none\)", re.IGNORECASE)
_QUOTED: Final = re.compile(r'"((?:[^"\\]|\\.)*)("|\\?\Z)', re.DOTALL)
_ESCAPE: Final = re.compile(r'\\(["\\*])|\\u\{([0-9A-Fa-f]{1,6})\}|(\*)')


def tokens(text: str) -> Iterator[Token]:
    """Return the tokens of ``text`` in order; what lies between them is white space."""
    at, field, in_values = 0, "", False
    while at < len(text):
        if text[at].isspace():
            field, at = field if in_values else "", at + 1
            continue
        token = _value(text, at, field) if field else _start(text, at)
        yield token
        at = token.end
        match token.kind:
            case TokenKind.FIELD:
                field = token.name
            case TokenKind.OPEN:
                in_values = bool(field)
            case TokenKind.CLOSE:
                field, in_values = "", False
            case _ if not in_values:
                field = ""


def _start(text: str, at: int) -> Token:
    """Read the token where a term may start."""
    if text[at] in "-!":
        return Token(TokenKind.NOT, at, at + 1)
    if operator := _OPERATOR.match(text, at):
        return Token(OPERATORS[operator[1]], at, operator.end())
    if (field := _FIELD.match(text, at)) and not _is_plain(field, text):
        negated = field[2].startswith("!")
        return Token(TokenKind.FIELD, at, field.end(), field[1].lower(), negated=negated)
    return _word(text, at, "")


def _is_plain(found: re.Match[str], text: str) -> bool:
    """Return whether it begins a text rather than a field: ``a=b``, a URL, an ARN, ``a::b``."""
    name = found[1].lower()
    if name in FIELDS:
        return False
    return found[2] != ":" or name in _PLAIN_PREFIXES or text.startswith(("//", ":"), found.end())


def _value(text: str, at: int, field: str) -> Token:
    """Read the token where a value of ``field`` may stand: no minus and no field is read there."""
    if none := _NO_VALUE.match(text, at):
        return Token(TokenKind.WORD, at, none.end(), field)
    return _word(text, at, field)


def _word(text: str, at: int, field: str) -> Token:
    if sign := _SIGN.match(text, at):
        return Token(_SIGNS[sign[0]], at, sign.end(), field)
    if text[at] == '"':
        found = _QUOTED.match(text, at)
        assert found is not None
        pattern, closed = _unescaped(found[1]), found[2] == '"'
        return Token(TokenKind.WORD, at, found.end(), field, pattern, quoted=True, closed=closed)
    bare = _BARE.match(text, at)
    assert bare is not None
    return Token(TokenKind.WORD, at, bare.end(), field, Pattern.of(bare[0].split("*")))


def _unescaped(body: str) -> Pattern:
    parts, at = [""], 0
    for found in _ESCAPE.finditer(body):
        parts[-1] += body[at : found.start()]
        at = found.end()
        if found[3]:
            parts.append("")
        elif found[1]:
            parts[-1] += found[1]
        else:
            number = int(found[2], 16)
            parts[-1] += chr(number) if number <= 0x10FFFF else found[0]
    parts[-1] += body[at:]
    return Pattern.of(parts)

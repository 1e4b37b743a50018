"""What in a filter is read as text though it looks like an operator or a field: no mistake."""

from __future__ import annotations

import re
from typing import Final

from sestrail_tui.core.record import UNKNOWN
from sestrail_tui.core.safe_text import safe
from sestrail_tui.filters.fields.registry import FIELDS
from sestrail_tui.filters.syntax.tokens import COMPARES, OPERATORS, TokenKind, tokens

_MEANT: Final = {
    "AND": "a space or AND in capitals means both",
    "OR": 'OR in capitals or "|" means either',
    "NOT": "NOT in capitals or a minus sign excludes",
}
_OTHER_NAME: Final = re.compile(rf"([A-Za-z][A-Za-z_-]*)({COMPARES})(.+)", re.DOTALL)
_BEHIND_A_SIGN: Final = re.compile(rf"[^\w\s]+([A-Za-z][A-Za-z_-]*)(?::|{COMPARES})(.+)", re.DOTALL)
_SIGNED: Final = re.compile(r"(!=?|-|=+~?|~)([^?].*)", re.DOTALL)
_OTHER_QUOTES: Final = re.compile("[\u201c\u201d\u201e\u201f\u00ab\u00bb]|\\A['\u2018`]")
_QUOTES: Final = 'These quotes are searched for; straight ones (") hold words together.'
_OF_FIELD: Final = {also: field.name for field in FIELDS.values() for also in field.also}


def hint(text: str) -> str:
    """Return a sentence, safe to show, on the first such word of a filter; ``""`` for none."""
    before, end = "", len(text.rstrip())
    for token in tokens(text):
        word = text[token.start : token.end]
        if token.kind is TokenKind.WORD and not token.quoted:
            is_last = token.end == end
            sentence = (
                _of_value(token.name, word)
                if token.name
                else _of_operator(word, before, is_last=is_last)
                or _of_name(word)
                or _of_space(word, before.lower())
            )
            if sentence:
                return safe(sentence)
        before = word
    return ""


def _of_value(name: str, word: str) -> str:
    """Judge a value: a sign before it belongs before the field."""
    if _OTHER_QUOTES.search(word):
        return _QUOTES
    if word.lower() == "unknown" and name in FIELDS and FIELDS[name].may_be_unknown:
        return f'{name}:{word} is a name; what CloudTrail left out is {name}:"{UNKNOWN}".'
    signed = _SIGNED.fullmatch(word) if name in FIELDS else None
    if signed is None:
        return ""
    meant = f"{'-' if signed[1][0] in '!-' else ''}{name}:{signed[2]}"
    return f"{name}:{word} asks for a value that begins with the sign; is {meant} meant?"


def _of_operator(word: str, before: str, *, is_last: bool) -> str:
    """Judge a text, perhaps among others, that says what operators and quotes say."""
    operator = word.upper()
    if operator in OPERATORS and not is_last and (before or operator == "NOT"):
        return f'"{word}" is searched for as a word; {_MEANT[operator]}.'
    if word == "&" and before and not is_last:
        return '"&" is searched for; a space or "&&" means both.'
    return _QUOTES if _OTHER_QUOTES.search(word) else ""


def _of_name(word: str) -> str:
    """Judge a text that holds the name of a field, or a word for one, and a value."""
    if (other := _OTHER_NAME.fullmatch(word)) and (name := _OF_FIELD.get(other[1].lower(), "")):
        minus = "-" if other[2][0] == "!" else ""
        return f"{word} is searched for as a word; is {minus}{name}:{other[3]} meant?"
    if (signed := _BEHIND_A_SIGN.fullmatch(word)) and (name := signed[1].lower()) in FIELDS:
        return f"{word} is searched for as a word; is {name}:{signed[2]} meant?"
    return ""


def _of_space(word: str, before: str) -> str:
    """Judge a text that may be a field's value behind a space."""
    if not word.startswith(":") or before not in FIELDS:
        return ""
    return f"{before} and {word} are searched for as words; no space: {before}:{word[1:]}"

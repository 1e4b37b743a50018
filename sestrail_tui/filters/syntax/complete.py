"""What a half-typed filter may go on with: names of fields, and values that were seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sestrail_tui.filters.fields.choices import Choice
from sestrail_tui.filters.fields.pattern import Pattern
from sestrail_tui.filters.fields.registry import FIELDS
from sestrail_tui.filters.fields.time import Time
from sestrail_tui.filters.syntax.tokens import Token, TokenKind, tokens
from sestrail_tui.filters.syntax.tree import value_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    ValueCounts = Callable[[str], Sequence[tuple[str, int]]]
    """Gives the values seen of a field, by its name, with counts, most frequent first."""

MOST: Final = 50
"""Completions given; typing on narrows the rest."""


@dataclass(frozen=True, slots=True)
class Completion:
    """One way to go on. Its text is fit for the filter, not for a terminal: it may be anything."""

    text: str
    note: str
    """The field's help, or how often the value was seen."""


@dataclass(frozen=True, slots=True)
class Completions:
    """The ways to replace the filter's text from ``start`` up to ``end``, best first."""

    start: int
    end: int
    items: tuple[Completion, ...] = ()
    field: str = ""
    """The field that they are values of; empty for names of fields."""


def complete(text: str, cursor: int, value_counts: ValueCounts) -> Completions:
    """Return the completions of the word that the cursor (a character offset) is in or behind."""
    place = _place(text, cursor)
    if place is None:
        return Completions(cursor, cursor)
    items = (
        _values(place, _counted(place.field, value_counts)) if place.field else _names(place.typed)
    )
    current = text[place.start : place.end]
    others = tuple(item for item in items if item.text != current)
    return Completions(place.start, place.end, others, place.field)


@dataclass(frozen=True, slots=True)
class _CursorPlace:
    """Where the cursor is: what would be replaced, and what stands before the cursor."""

    start: int
    end: int
    typed: str
    field: str = ""
    """The field that a value is wanted of; empty where a term may start."""
    opening: str = ""
    """The parenthesis of values, where the completion replaces it too."""
    gap: str = ""
    """The space that is missing after a value."""


def _place(text: str, cursor: int) -> _CursorPlace | None:
    after = {token.start: token for token in tokens(text)}
    if (none := _none_around(cursor, after)) is not None:
        return _CursorPlace(none.start, none.end, text[none.start : cursor], none.name)
    before = list(tokens(text[:cursor]))
    last = before[-1] if before and before[-1].end == cursor else None
    group = _group(before)
    between = last is None or last.kind in (
        TokenKind.OPEN,
        TokenKind.AND,
        TokenKind.OR,
        TokenKind.NOT,
    )
    if between and group is None:
        # A word that is an operator is complete: what follows begins behind a space.
        at_word = last is not None and text[last.start].isalpha()
        return None if at_word or cursor in after else _CursorPlace(cursor, cursor, "")
    if last is None or between or last.kind is TokenKind.FIELD:
        owner = last if last is not None and last.kind is TokenKind.FIELD else group
        return None if owner is None else _value_place(text, cursor, after, owner, None)
    if last.kind is TokenKind.WORD and last.name:
        return _value_place(text, cursor, after, group or last, last)
    if last.kind is TokenKind.WORD and not last.quoted:
        whole = after.get(last.start, last)
        return _CursorPlace(last.start, whole.end, text[last.start : cursor])
    return None


def _none_around(cursor: int, after: dict[int, Token]) -> Token | None:
    """Return the ``(none)`` that the cursor is in: cut in two it would read as a parenthesis."""
    for token in after.values():
        inside = token.kind is TokenKind.WORD and token.start < cursor < token.end
        if inside and token.name in FIELDS and token.pattern.is_none:
            return token
    return None


def _value_place(
    text: str, cursor: int, after: dict[int, Token], owner: Token, word: Token | None
) -> _CursorPlace | None:
    """Place a value of ``owner``: the field, the parenthesis of values or the word itself."""
    start, typed, opening = cursor, "", ""
    if word is not None:
        start = word.start
        typed = "".join(word.pattern.parts) if word.quoted else text[start:cursor]
    if owner.kind is TokenKind.OPEN and owner.end == start and _is_open(owner, after):
        # It may also be the one of (none).
        start, opening = owner.start, "("
    whole = after.get(start)
    if whole is not None and whole.kind is TokenKind.WORD:
        opening = ""
    if owner.name not in FIELDS or (whole and whole.kind is TokenKind.OPEN and not opening):
        return None
    end = (
        max(cursor, whole.end)
        if whole and whole.kind is TokenKind.WORD and whole.closed
        else cursor
    )
    joined = end < len(text) and not text[end].isspace() and text[end] not in "|)"
    return _CursorPlace(start, end, typed, owner.name, opening, " " if joined else "")


def _group(before: Iterable[Token]) -> Token | None:
    """Return the parenthesis that opens the values among which the cursor stands."""
    group = None
    for token in before:
        if token.kind is TokenKind.OPEN and token.name:
            group = token
        elif token.kind is TokenKind.CLOSE:
            group = None
    return group


def _is_open(group: Token, after: dict[int, Token]) -> bool:
    return all(t.kind is not TokenKind.CLOSE for t in after.values() if t.start > group.start)


def _names(typed: str) -> Iterable[Completion]:
    """Return the fields whose name, or else a word for them, begins with what was typed."""
    typed = typed.lower()
    fields = [field for field in FIELDS.values() if field.name.startswith(typed)] or [
        field for field in FIELDS.values() if any(word.startswith(typed) for word in field.also)
    ]
    return (Completion(f"{field.name}:", field.help) for field in fields)


def _values(place: _CursorPlace, values: Iterable[tuple[str, int]]) -> Iterable[Completion]:
    typed = place.typed.casefold().replace("*", "")
    for value, count in _ranked(typed, values):
        opening = place.opening if value else ""
        text = f"{opening}{value_of(Pattern.literal(value))}{place.gap}"
        yield Completion(text, f"{count:,}" if count else "")


def _counted(name: str, value_counts: ValueCounts) -> list[tuple[str, int]]:
    """Return the values seen, and those that the field may have besides."""
    field = FIELDS[name]
    values = [] if isinstance(field, Time) else list(value_counts(name))  # a moment is typed
    if isinstance(field, Choice):
        listed = {value for value, _ in values}
        values += ((value, 0) for value in field.choices if value not in listed)
    return values


def _ranked(typed: str, values: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return the values that hold the typed letters in order: beginnings first, then parts."""
    ranks: tuple[list[tuple[str, int]], ...] = ([], [], [])
    for value, count in values:
        shown = value.casefold() or "(none)"
        at = shown.find(typed)
        if at >= 0:
            ranks[min(at, 1)].append((value, count))
        else:
            letters = iter(shown)
            if all(letter in letters for letter in typed):
                ranks[2].append((value, count))
    return [pair for rank in ranks for pair in rank][:MOST]

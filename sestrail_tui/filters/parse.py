"""The parser of the filter language: text in, syntax tree out.

filter  =  [ either ]
either  =  both { "|" both }
both    =  part { part }
part    =  "-" part  |  "(" either ")"  |  field value  |  word
value   =  word  |  "(" word { "|" word } ")"
word    =  bare | "quoted" | "(none)" as a value
"""

from __future__ import annotations

import difflib
from typing import Final, NoReturn

from sestrail_tui.errors import FilterError
from sestrail_tui.filters.fields import FIELDS
from sestrail_tui.filters.tokens import Kind, Token, tokens
from sestrail_tui.filters.tree import All, Node, Not, Term, Text, any_one, every_one

MAX_LENGTH: Final = 20_000
"""Characters: hundreds of picked values, yet a paste by mistake cannot hold the screen up."""
MAX_DEPTH: Final = 50
"""Parentheses and minus signs within each other; nobody writes more, and a tree is walked."""


def parse(text: str) -> Node:
    """Read a filter; the empty text is `All`. Raises FilterError with the place of the mistake."""
    if len(text) > MAX_LENGTH:
        message = f"A filter may be {MAX_LENGTH:,} characters long; this one goes on."
        raise FilterError(message, text, MAX_LENGTH, len(text))
    parser = _Parser(text)
    if not parser.tokens:
        return All()
    node = parser.either(0)
    if (token := parser.peek()) is not None:
        parser.fail("This closing parenthesis was never opened.", token)
    return node


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(tokens(text))
        self.at = 0

    def peek(self, *kinds: Kind) -> Token | None:
        """Give the next token, where there is one of these kinds (of any kind if none is given)."""
        token = self.tokens[self.at] if self.at < len(self.tokens) else None
        return token if token is None or not kinds or token.kind in kinds else None

    def take(self, *kinds: Kind) -> Token | None:
        token = self.peek(*kinds)
        if token is not None:
            self.at += 1
        return token

    def fail(self, message: str, first: Token, last: Token | None = None) -> NoReturn:
        raise FilterError(message, self.text, first.start, (last or first).end)

    def either(self, depth: int) -> Node:
        nodes = [self.both(depth)]
        while bar := self.take(Kind.OR):
            if self.peek() is None or self.peek(Kind.OR, Kind.CLOSE):
                self.fail('Something is missing after "|": a | b finds either.', bar)
            nodes.append(self.both(depth))
        return any_one(nodes)

    def both(self, depth: int) -> Node:
        if bar := self.peek(Kind.OR):
            self.fail('Something is missing before "|": a | b finds either.', bar)
        nodes = [self.part(depth)]
        while self.peek(Kind.FIELD, Kind.WORD, Kind.OPEN, Kind.NOT):
            nodes.append(self.part(depth))
        return every_one(nodes)

    def part(self, depth: int) -> Node:
        token = self.take()
        assert token is not None
        if depth > MAX_DEPTH:
            self.fail(f"More than {MAX_DEPTH} parentheses or minus signs within each other.", token)
        match token.kind:
            case Kind.NOT:
                following = self.peek(Kind.FIELD, Kind.WORD, Kind.OPEN, Kind.NOT)
                if following is None or following.start > token.end:
                    self.fail("A minus sign stands right before what it excludes: -error:*.", token)
                return Not(self.part(depth + 1))
            case Kind.OPEN:
                return self.group(token, depth)
            case Kind.FIELD:
                return self.term(token)
            case Kind.CLOSE:
                self.fail("This closing parenthesis was never opened.", token)
        self.check_word(token)
        if token.pattern.is_none:
            self.fail("There is no text between the quotes to search for.", token)
        return Text(token.pattern)

    def group(self, opening: Token, depth: int) -> Node:
        if closing := self.peek(Kind.CLOSE):
            self.fail("There is nothing between these parentheses.", opening, closing)
        if self.peek() is None:
            self.fail("This parenthesis is never closed.", opening)
        node = self.either(depth + 1)
        if not self.take(Kind.CLOSE):
            self.fail("This parenthesis is never closed.", opening)
        return node

    def term(self, field: Token) -> Node:
        if field.name not in FIELDS:
            close = _suggestion(field.name)
            meant = f"Is {close}: meant?" if close else f"There are {', '.join(FIELDS)}."
            self.fail(
                f"There is no field {field.name}. {meant} "
                f'To search for text with a colon in it, put it in quotes: "{field.name}:".',
                field,
            )
        word = self.peek(Kind.WORD, Kind.OPEN)
        if word is None or word.start > field.end:
            name = field.name
            self.fail(
                f"{name}: needs a value right after it, as in {FIELDS[name].example}; "
                f"{name}:* is any value, {name}:(none) is none.",
                field,
            )
        self.at += 1
        if word.kind is Kind.WORD:
            return self.value(field.name, word)
        nodes = [self.alternative(field, word)]
        while self.take(Kind.OR):
            nodes.append(self.alternative(field, word))
        if not self.take(Kind.CLOSE):
            if (wrong := self.peek()) is None:
                self.fail("This parenthesis is never closed.", word)
            self.fail(f'Between values stands "|": {field.name}:(a|b) finds either.', wrong)
        return any_one(nodes)

    def alternative(self, field: Token, opening: Token) -> Node:
        word = self.take(Kind.WORD)
        if word is None:
            if (wrong := self.peek()) is None:
                self.fail("This parenthesis is never closed.", opening)
            self.fail(f'A value is missing here: {field.name}:(a|b|"c d").', wrong)
        return self.value(field.name, word)

    def value(self, name: str, word: Token) -> Node:
        self.check_word(word)
        if word.quoted and word.pattern.is_none:
            self.fail(
                f"There is no value between the quotes. {name}:(none) finds what has none.", word
            )
        try:
            FIELDS[name].compile(word.pattern)
        except ValueError as error:
            self.fail(str(error), word)
        return Term(name, word.pattern)

    def check_word(self, word: Token) -> None:
        if not word.closed:
            self.fail("This quote is never closed.", word)
        following = self.peek(Kind.WORD, Kind.FIELD, Kind.NOT)
        if word.quoted and following is not None and following.start == word.end:
            self.fail("A space is missing after the closing quote.", following)


def _suggestion(name: str) -> str | None:
    """Give the field that was meant by ``name``, which is none."""
    words = {word: field.name for field in FIELDS.values() for word in (field.name, *field.also)}
    close = difflib.get_close_matches(name, words, n=1, cutoff=0.6)
    return words[close[0]] if close else None

"""The parser of the filter language: text in, syntax tree out.

filter  =  [ either ]
either  =  both { or both }
both    =  part { [ and ] part }
part    =  not part  |  "(" either ")"  |  field value  |  word
value   =  word  |  "(" word { or word } ")"
word    =  bare | "quoted" | "(none)" as a value
or      =  "|" | "||" | "OR"
and     =  "AND" | "&&"
not     =  "-" | "!" | "NOT"
field   =  name ":", and of the names that there are also "=", "==" and, for *not*, "!="
"""

from __future__ import annotations

import difflib
import re
from typing import Final, NoReturn

from sestrail_tui.core.errors import FilterError
from sestrail_tui.core.safe_text import safe
from sestrail_tui.filters.fields.registry import FIELDS
from sestrail_tui.filters.fields.time import Time
from sestrail_tui.filters.syntax.tokens import COMPARES, OPERATORS, Token, TokenKind, tokens
from sestrail_tui.filters.syntax.tree import All, Node, Not, Term, Text, any_one, every_one

MAX_LENGTH: Final = 20_000
"""Characters: hundreds of picked values, yet a paste by mistake cannot hold the screen up."""
MAX_DEPTH: Final = 50
"""Parentheses and minus signs within each other; nobody writes more, and a tree is walked."""

_SHOWN: Final = 40
"""Characters of what was typed that a sentence repeats."""
_PARTS: Final = (TokenKind.FIELD, TokenKind.WORD, TokenKind.OPEN, TokenKind.NOT)
"""What a part begins with."""
_APART: Final = re.compile(rf"\s+({COMPARES})\s*")
_ORDERED: Final = re.compile(r"([<>]=?)(?!.*>\Z)", re.DOTALL)
"""The beginning of a value that asks for more or less; ``<a@example.com>`` is an address."""


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

    def peek(self, *kinds: TokenKind) -> Token | None:
        """Return the next token, if it is of one of these kinds (of any if none is given)."""
        token = self.tokens[self.at] if self.at < len(self.tokens) else None
        return token if token is None or not kinds or token.kind in kinds else None

    def take(self, *kinds: TokenKind) -> Token | None:
        token = self.peek(*kinds)
        if token is not None:
            self.at += 1
        return token

    def fail(self, message: str, first: Token, last: Token | None = None) -> NoReturn:
        raise FilterError(safe(message), self.text, first.start, (last or first).end)

    def either(self, depth: int) -> Node:
        nodes = [self.both(depth)]
        while sign := self.take(TokenKind.OR):
            if not self.peek(*_PARTS):
                self.lonely(sign, "after")
            nodes.append(self.both(depth))
        return any_one(nodes)

    def both(self, depth: int) -> Node:
        if sign := self.peek(TokenKind.OR, TokenKind.AND):
            self.lonely(sign, "before")
        nodes = [self.part(depth)]
        while (sign := self.take(TokenKind.AND)) or self.peek(*_PARTS):
            if sign and not self.peek(*_PARTS):
                self.lonely(sign, "after")
            nodes.append(self.part(depth))
        return every_one(nodes)

    def lonely(self, sign: Token, side: str) -> NoReturn:
        """Fail for an *and* or *or* that has nothing on one side."""
        written = self.text[sign.start : sign.end]
        finds = "either" if sign.kind is TokenKind.OR else "what is both"
        self.fail(
            f"Something is missing {side} {self.shown(sign)}: a {written} b finds {finds}."
            f"{self.or_quoted(sign)}",
            sign,
        )

    def shown(self, token: Token) -> str:
        """Write a sign as a sentence names it; a word in capitals needs no quotes."""
        written = self.text[token.start : token.end]
        return written if written in OPERATORS else f'"{written}"'

    def or_quoted(self, token: Token) -> str:
        """Say how a word that is an operator is searched for."""
        written = self.text[token.start : token.end]
        return f' To search for the word, put it in quotes: "{written}".' * (written in OPERATORS)

    def part(self, depth: int) -> Node:
        token = self.take()
        assert token is not None
        if depth > MAX_DEPTH:
            self.fail(f"More than {MAX_DEPTH} parentheses or minus signs within each other.", token)
        match token.kind:
            case TokenKind.NOT:
                self.check_not(token)
                return Not(self.part(depth + 1))
            case TokenKind.OPEN:
                return self.group(token, depth)
            case TokenKind.FIELD:
                return self.term(token)
            case TokenKind.CLOSE:
                self.fail("This closing parenthesis was never opened.", token)
        self.check_word(token)
        self.check_apart(token)
        if token.pattern.is_none:
            self.fail("There is no text between the quotes to search for.", token)
        return Text(token.pattern)

    def check_not(self, token: Token) -> None:
        written = self.text[token.start : token.end]
        following = self.peek(*_PARTS)
        if following is None and written == "NOT":
            self.fail(
                f"NOT stands before what it excludes: NOT error:*.{self.or_quoted(token)}", token
            )
        if following is None or (following.start > token.end and written != "NOT"):
            name = "A minus sign" if written == "-" else '"!"'
            self.fail(f"{name} stands right before what it excludes: {written}error:*.", token)

    def check_apart(self, word: Token) -> None:
        """Fail for ``config = a``: three words to search for are not what is meant."""
        name = self.text[word.start : word.end].lower()
        sign = _APART.match(self.text, word.end) if name in FIELDS else None
        if sign is not None:
            minus = "-" if sign[1].startswith("!") else ""
            value = (self.text[sign.end() :].split(maxsplit=1) or ["..."])[0][:_SHOWN]
            self.fail(
                f"No space stands between a field and its value: {minus}{name}:{value}",
                word,
                Token(TokenKind.WORD, sign.start(1), sign.end(1)),
            )

    def group(self, opening: Token, depth: int) -> Node:
        if closing := self.peek(TokenKind.CLOSE):
            self.fail("There is nothing between these parentheses.", opening, closing)
        if self.peek() is None:
            self.fail("This parenthesis is never closed.", opening)
        node = self.either(depth + 1)
        if not self.take(TokenKind.CLOSE):
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
        word = self.peek(TokenKind.WORD, TokenKind.OPEN)
        if word is None or word.start > field.end:
            name = field.name
            meant = FIELDS[name].example
            if (after := self.peek(TokenKind.WORD)) and self.text[
                field.end : after.start
            ].isspace():
                meant = f"{name}:{self.text[after.start : after.end][:_SHOWN]}"
            self.fail(
                f"{name}: needs a value right after it, as in {meant}; "
                f"{name}:* is any value, {name}:(none) is none.",
                field,
            )
        self.at += 1
        node = (
            self.value(field.name, word)
            if word.kind is TokenKind.WORD
            else self.values(field, word)
        )
        return Not(node) if field.negated else node

    def values(self, field: Token, opening: Token) -> Node:
        nodes = [self.alternative(field, opening)]
        while self.take(TokenKind.OR) or self.take_or():
            nodes.append(self.alternative(field, opening))
        if not self.take(TokenKind.CLOSE):
            if (wrong := self.peek()) is None:
                self.fail("This parenthesis is never closed.", opening)
            name, before = field.name, self.tokens[self.at - 1]
            operators = {self.text[token.start : token.end] for token in (before, wrong)}
            if "NOT" in operators:
                self.fail(f"NOT stands before the field: NOT {name}:a, or -{name}:a.", before)
            if operators & {"AND", "&&"}:
                self.fail(f"AND stands between terms: {name}:a AND {name}:b.", wrong)
            self.fail(f'Between values stands "|": {name}:(a|b) finds either.', wrong)
        return any_one(nodes)

    def take_or(self) -> Token | None:
        """Take an ``OR`` between two values, where no value can stand."""
        token = self.peek(TokenKind.WORD)
        is_or = token is not None and self.text[token.start : token.end] == "OR"
        return self.take() if is_or else None

    def alternative(self, field: Token, opening: Token) -> Node:
        word = self.take(TokenKind.WORD)
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
        bare = "" if word.quoted else self.text[word.start : word.end]
        if order := _ORDERED.match(bare):
            self.fail(_no_order(name, order[1], bare[order.end() :][:_SHOWN]), word)
        pattern = FIELDS[name].canonical(word.pattern)
        try:
            FIELDS[name].compile(pattern)
        except ValueError as error:
            self.fail(str(error), word)
        return Term(name, pattern)

    def check_word(self, word: Token) -> None:
        if not word.closed:
            self.fail("This quote is never closed.", word)
        following = self.peek()
        if not word.quoted or following is None or following.start > word.end:
            return
        is_sign = following.kind in (TokenKind.AND, TokenKind.OR, TokenKind.OPEN, TokenKind.CLOSE)
        if not is_sign or self.text[following.start].isalpha():
            self.fail("A space is missing after the closing quote.", following)


def _no_order(name: str, sign: str, value: str) -> str:
    """Say what stands for a value that is to be more or less than another."""
    if isinstance(FIELDS[name], Time):
        value = value or "10:00"
        meant = f"{value}.." if sign.startswith(">") else f"..{value}"
        return f"A span of time is written with dots: {name}:{meant}"
    return (
        f"{name}: has no more or less; {FIELDS[name].example} is how it is asked. "
        f'For the sign itself put the value in quotes: {name}:"{sign}{value}".'
    )


def _suggestion(name: str) -> str | None:
    """Return the field that was meant by ``name``, which is none."""
    words = {word: field.name for field in FIELDS.values() for word in (field.name, *field.also)}
    close = difflib.get_close_matches(name, words, n=1, cutoff=0.6)
    return words[close[0]] if close else None

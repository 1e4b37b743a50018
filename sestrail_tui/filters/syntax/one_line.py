"""A filter on one line, in characters that can be seen, that means what it meant."""

from __future__ import annotations

import re
from typing import Final

from sestrail_tui.core.safe_text import by_number
from sestrail_tui.filters.syntax.tokens import TokenKind, tokens
from sestrail_tui.filters.syntax.tree import text_of, value_of

_ODD_SPACE: Final = re.compile(r"\r\n|[^\S ]")


def one_line(text: str) -> str:
    """Return a filter as a line holds it: the tree of ``text``, and nothing of it dropped.

    White space between words, of any kind, is blanks; within quotes it stays, by its number. A word
    with characters that cannot be seen is put in quotes.
    """
    parts: list[str] = []
    end = 0
    for token in tokens(text):
        parts.append(_ODD_SPACE.sub(" ", text[end : token.start]))
        written = text[token.start : token.end]
        shown = by_number(written)
        if shown != written and not token.quoted and token.kind is TokenKind.WORD:
            shown = value_of(token.pattern) if token.name else text_of(token.pattern)
        parts.append(shown)
        end = token.end
    return "".join([*parts, _ODD_SPACE.sub(" ", text[end:])])

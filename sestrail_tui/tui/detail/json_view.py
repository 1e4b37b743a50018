"""A record's JSON as a page: laid out, its tokens as delivered, coloured line by visible line."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import msgspec

from sestrail_tui.tui.panes.page import Page, StyledSpan

MASKED: Final = '"HIDDEN_DUE_TO_SECURITY_REASONS"'
"""What CloudTrail writes in place of recipients and content (AWS: SES Developer Guide)."""

INDENT: Final = 2

LONGEST: Final = 1024
"""Characters of a line of what is no JSON."""

_TOKEN: Final = re.compile(
    r'(?P<text>"(?:[^"\\]|\\.)*")(?P<colon>\s*:)?'
    r"|(?P<literal>-?\d[\d.eE+-]*|true|false|null)"
)


def json_page(raw: bytes) -> Page:
    """Lay out the JSON of a record; what is no JSON is shown as the text it is.

    Numbers, escapes and repeated keys stay as delivered: the bytes are laid out, not decoded.
    """
    try:
        return Page(_lines(msgspec.json.format(raw, indent=INDENT)), _tones, _hang)
    except (msgspec.DecodeError, RecursionError):
        return Page(_pieces(_lines(raw)), lambda _index, _line: (), lambda _index, _line: 0)


def _lines(text: bytes) -> list[str]:
    return text.decode("utf-8", "backslashreplace").split("\n")


def _pieces(lines: list[str]) -> list[str]:
    """Cut endless lines, so that no one line costs much to lay out."""
    return [line[at : at + LONGEST] for line in lines for at in range(0, len(line) or 1, LONGEST)]


def _hang(_index: int, line: str) -> int:
    return len(line) - len(line.lstrip()) + INDENT


@lru_cache(maxsize=128)
def _tones(_index: int, line: str) -> tuple[StyledSpan, ...]:
    spans = []
    for token in _TOKEN.finditer(line):
        start, end = token.span("text")
        if start < 0:
            spans.append(StyledSpan(*token.span(), "literal"))
        elif token["colon"]:
            spans.append(StyledSpan(start, end, "key"))
        elif token["text"] == MASKED:
            spans.append(StyledSpan(start, end, "dim"))
    return tuple(spans)

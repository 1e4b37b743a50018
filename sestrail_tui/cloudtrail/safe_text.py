"""The one place where text that a caller chose becomes fit for a terminal.

A user agent, a session name or a tag can hold escape sequences, bidirectional overrides and
characters without width. Each becomes something that can be seen; nothing is dropped.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

_MOST_MARKS: Final = 2
"""Combining marks that one base character may carry; written language needs no more."""
_NO_BASE: Final = "\u25cc"
"""The dotted circle, on which Unicode shows a mark that has no base."""
_INVISIBLE: Final = frozenset(
    chr(code)
    for first, last in (
        # Printable to Python, yet drawn as nothing: fillers, joiners, variation selectors.
        (0x034F, 0x034F),
        (0x115F, 0x1160),
        (0x17B4, 0x17B5),
        (0x180B, 0x180F),
        (0x2800, 0x2800),
        (0x3164, 0x3164),
        (0xFE00, 0xFE0F),
        (0xFFA0, 0xFFA0),
        (0x1D159, 0x1D159),
        (0xE0100, 0xE01EF),
    )
    for code in range(first, last + 1)
)


def safe(text: str) -> str:
    """Show every character that a terminal would act on, hide, or turn around.

    C0 controls and DEL become control pictures (``␛``, ``␊``); other controls, bidirectional and
    zero-width characters, separators, lone surrogates, private and unassigned characters become
    ``<U+202E>``; combining marks beyond two on one base become ``<+3 marks>``. Idempotent.
    """
    if text.isascii() and text.isprintable():
        return text
    return _safe_cached(text) if len(text) <= 256 else _safe(text)


def _safe(text: str) -> str:
    shown: list[str] = []
    marks = 0
    for char in text:
        if _is_mark(char):
            if not shown:
                shown.append(_NO_BASE)
            marks += 1
            if marks <= _MOST_MARKS:
                shown.append(char)
            continue
        if marks > _MOST_MARKS:
            shown.append(_cut(marks))
        marks = 0
        shown.append(char if char.isprintable() and char not in _INVISIBLE else _picture(char))
    if marks > _MOST_MARKS:
        shown.append(_cut(marks))
    return "".join(shown)


_safe_cached = lru_cache(maxsize=4096)(_safe)


def _is_mark(char: str) -> bool:
    return char > "\u02ff" and unicodedata.category(char) in ("Mn", "Me") and char not in _INVISIBLE


def _cut(marks: int) -> str:
    return f"<+{marks - _MOST_MARKS} marks>"


def _picture(char: str) -> str:
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return f"<U+{code:04X}>"

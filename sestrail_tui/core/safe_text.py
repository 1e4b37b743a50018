"""The one place where text that a caller chose becomes fit for a terminal.

A user agent, a session name or a tag can hold escape sequences, bidirectional overrides and
characters without width. Each becomes something that can be seen; nothing is dropped.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MOST_MARKS: Final = 2
"""Combining marks that one base may carry above and below, and again as many beside it; written
language needs no more."""
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
        # Flags and skin colours: two cells here, one there, by the terminal.
        (0x1F1E6, 0x1F1FF),
        (0x1F3FB, 0x1F3FF),
        (0x1D159, 0x1D159),
        (0xE0100, 0xE01EF),
    )
    for code in range(first, last + 1)
)


def safe(text: str) -> str:
    """Show every character that a terminal would act on, hide, or turn around.

    C0 controls and DEL become control pictures (``␛``, ``␊``); other controls, bidirectional and
    zero-width characters, separators, lone surrogates, private and unassigned characters become
    ``<U+202E>``, as do those that terminals do not agree how wide they are; combining marks beyond
    two on one base become ``<+3 marks>``. Idempotent.
    """
    if text.isascii() and text.isprintable():
        return text
    return _safe_cached(text) if len(text) <= 256 else _safe(text)


def by_number(text: str) -> str:
    r"""Write what cannot be seen, or is stacked too high, as ``\u{202e}``: nothing is lost.

    For text that is read again, such as a filter; a mark without a base is written so too.
    """
    return _written(text, lambda char: f"\\u{{{ord(char):x}}}")


def in_json(text: str) -> str:
    r"""Write the same characters as JSON escapes, ``\u202e``: within its strings, the same JSON."""
    from json import dumps  # noqa: PLC0415 - the first frame does without

    return _written(text, lambda char: dumps(char)[1:-1])


def _written(text: str, write: Callable[[str], str]) -> str:
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        char if kept and (is_mark or _is_visible(char)) else write(char)
        for char, is_mark, kept in _marked(text, based=False)
    )


def _safe(text: str) -> str:
    shown: list[str] = []
    cut = 0
    for char, is_mark, kept in _marked(text, based=True):
        if is_mark:
            if not shown:
                shown.append(_NO_BASE)
            if kept:
                shown.append(char)
            else:
                cut += 1
            continue
        if cut:
            shown.append(f"<+{cut} marks>")
        cut = 0
        shown.append(char if _is_visible(char) else _picture(char))
    if cut:
        shown.append(f"<+{cut} marks>")
    return "".join(shown)


_safe_cached = lru_cache(maxsize=4096)(_safe)


def _marked(text: str, *, based: bool) -> Iterator[tuple[str, bool, bool]]:
    """Return each character, whether it is a mark, and whether its base may carry one more of it.

    ``based`` says whether marks at the very beginning have a base.
    """
    above = beside = 0 if based else _MOST_MARKS
    for char in text:
        if char <= "\u02ff" or char in _INVISIBLE:
            above = beside = 0
            yield char, False, True
        elif (category := unicodedata.category(char)) in ("Mn", "Me"):
            above += 1
            yield char, True, above <= _MOST_MARKS
        elif category == "Mc" or _is_joining_jamo(char):
            beside += 1
            yield char, True, beside <= _MOST_MARKS
        else:
            above = beside = 0
            yield char, False, True


def _is_joining_jamo(char: str) -> bool:
    """Tell whether it is a vowel or a final of Hangul, which is drawn into what stands before."""
    return "\u1161" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7fb"


def _is_visible(char: str) -> bool:
    return char.isprintable() and char not in _INVISIBLE


def _picture(char: str) -> str:
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return f"<U+{code:04X}>"

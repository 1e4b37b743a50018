"""Text in UTF-16, as PowerShell's ``>`` writes it, turned into UTF-8 while it comes."""

from __future__ import annotations

import codecs
from itertools import chain
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MARKS: Final = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_SIGN: Final = 4
"""Bytes that tell it: two characters, of which JSON has ASCII ones first."""


def encoding_of(beginning: bytes) -> str:
    """Tell UTF-16 by a byte order mark or by the NULs of its first two characters; else ``""``."""
    if mark := _MARKS.get(beginning[:2]):
        return mark
    first, second = beginning[0:_SIGN:2], beginning[1:_SIGN:2]
    if len(second) == 2 and 0 not in first and not any(second):
        return "utf-16-le"
    if len(second) == 2 and 0 not in second and not any(first):
        return "utf-16-be"
    return ""


def as_utf8(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the text in UTF-8, if it is UTF-16, and anything else as it is."""
    rest = iter(pieces)
    beginning = b""
    while len(beginning) < _SIGN and (piece := next(rest, None)) is not None:
        beginning += piece
    pieces = chain((beginning,) if beginning else (), rest)
    encoding = encoding_of(beginning)
    if not encoding:
        yield from pieces
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for piece in pieces:
        yield decoder.decode(piece).encode()
    yield decoder.decode(b"", final=True).encode()

"""Bytes that come in pieces, cut at the ends of lines, so that many lines are looked at at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sestrail_tui.core.parsing.unpacking import UnpackingError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST: Final = 1 << 17
"""Bytes without the end of a line that are held back."""


class Block(NamedTuple):
    """Some of the content."""

    data: bytes
    is_lines: bool
    """Whether it is whole lines, parted by LF, without the last one's LF."""


def line_blocks(
    pieces: Iterable[bytes], *, at_once: bool = False, longest: int = LONGEST
) -> Iterator[Block]:
    """Yield the content in blocks of whole lines, and in others where a line is long.

    ``at_once``: hold nothing back, since the next piece may be long in coming. A failure of
    ``pieces`` comes out after what came before it.
    """
    rest = b""
    failure: Exception | None = None
    try:
        for piece in pieces:
            end = piece.rfind(b"\n")
            if end >= 0:
                yield Block(rest + piece[:end], is_lines=True)
                rest = piece[end + 1 :]
            else:
                rest += piece
            if rest and (at_once or len(rest) > longest):
                yield Block(rest, is_lines=False)
                rest = b""
    except (OSError, UnpackingError) as error:
        failure = error
    if rest:
        yield Block(rest, is_lines=False)
    if failure is not None:
        raise failure

"""The records' JSON, byte-exact, 64 to a compressed block, blocks side by side in large arenas.

One `bytes` per block would leave the slack of a shrunk buffer behind each; copied into an arena
a block takes what it takes. Rows are absolute: row // 64 is the block.

Threads: `raw` and `append` are for one thread; `read` and `page` may be called from any thread
while that one appends, with a decompressor of the caller's own.
"""

from __future__ import annotations

import struct
from collections import OrderedDict
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import zstandard

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

BLOCK_ROWS: Final = 64
"""Records in a block: 47 us to read one back, at about a tenth of the JSON's size."""

_ARENA: Final = 4 << 20
_LEVEL: Final = 3
_RECENT: Final = 48
"""Blocks read back that are kept (about 140 KB each): a screen of rows from as many blocks."""

_LENGTHS: Final = struct.Struct(f"<{BLOCK_ROWS}I")


class BlockText(NamedTuple):
    """The records of a block, one after the other in one text."""

    text: bytes
    bounds: NDArray[np.int64]
    """Where each begins, and where the last one ends."""
    plain: bool
    """All of it is ASCII without a backslash: every text in it stands there as it is."""

    def raw(self, at: int) -> bytes:
        """Return the bytes of the record at a place."""
        return self.text[self.bounds[at] : self.bounds[at + 1]]


class _BlockPlace(NamedTuple):
    arena: bytearray
    start: int
    size: int
    plain: bool


class _OpenBlock(NamedTuple):
    first: int
    raws: list[bytes]


class Blocks:
    """Append-only records by row; the oldest blocks may be evicted."""

    def __init__(self) -> None:
        self._places: dict[int, _BlockPlace] = {}
        self._open = _OpenBlock(0, [])
        self._arena = bytearray(_ARENA)
        self._used = 0
        self._compressor = zstandard.ZstdCompressor(level=_LEVEL)
        self._decompressor = zstandard.ZstdDecompressor()
        self._recent: OrderedDict[int, list[bytes]] = OrderedDict()

    def append(self, raws: Iterable[bytes]) -> None:
        """Keep each of ``raws`` as the next row."""
        first, tail = self._open
        for raw in raws:
            tail.append(raw)
            if len(tail) == BLOCK_ROWS:
                self._seal(first // BLOCK_ROWS, tail)
                first, tail = self._open = _OpenBlock(first + BLOCK_ROWS, [])

    def raw(self, row: int) -> bytes:
        """Return the bytes of ``row``; raises `KeyError` for a row that was evicted."""
        block, at = divmod(row, BLOCK_ROWS)
        raws = self._recent.get(block)
        if raws is None:
            raws = self.read(block, self._decompressor)
            if row < self._open.first:
                self._remember(block, raws)
        else:
            self._recent.move_to_end(block)
        return raws[at]

    def read(self, block: int, decompressor: zstandard.ZstdDecompressor) -> list[bytes]:
        """Return the records of a block; raises `KeyError` for one that was evicted."""
        if (raws := self._at_hand(block)) is not None:
            return raws
        text, bounds, _ = self.page(block, decompressor)
        return [text[start:end] for start, end in pairwise(bounds.tolist())]

    def page(self, block: int, decompressor: zstandard.ZstdDecompressor) -> BlockText:
        """Return the same in one piece; raises `KeyError` for a block that was evicted."""
        if (raws := self._at_hand(block)) is not None:
            raws = list(raws)  # another thread may append to the open block
            text = b"".join(raws)
            return BlockText(text, _bounds(0, list(map(len, raws))), is_plain(text))
        arena, start, size, plain = self._places[block]
        text = decompressor.decompress(memoryview(arena)[start : start + size])
        return BlockText(text, _bounds(_LENGTHS.size, _LENGTHS.unpack_from(text)), plain)

    def _at_hand(self, block: int) -> list[bytes] | None:
        first, tail = self._open
        if block * BLOCK_ROWS >= first:
            if block * BLOCK_ROWS > first:
                raise KeyError(block)
            return tail
        return self._recent.get(block)

    def evict(self, block: int) -> None:
        """Drop a sealed block."""
        del self._places[block]
        self._recent.pop(block, None)

    def _seal(self, block: int, raws: list[bytes]) -> None:
        lengths = _LENGTHS.pack(*map(len, raws))
        text = b"".join(raws)
        plain = is_plain(text)
        packed = self._compressor.compress(lengths + text)
        size = len(packed)
        if size > _ARENA:
            self._places[block] = _BlockPlace(bytearray(packed), 0, size, plain)
        else:
            if self._used + size > _ARENA:
                self._arena, self._used = bytearray(_ARENA), 0
            self._arena[self._used : self._used + size] = packed
            self._places[block] = _BlockPlace(self._arena, self._used, size, plain)
            self._used += size

    def _remember(self, block: int, raws: list[bytes]) -> None:
        self._recent[block] = raws
        if len(self._recent) > _RECENT:
            self._recent.popitem(last=False)


def is_plain(text: bytes) -> bool:
    """Return whether JSON holds no letter and no escape that could hide a text."""
    return text.isascii() and b"\\" not in text


def _bounds(start: int, lengths: Sequence[int]) -> NDArray[np.int64]:
    return np.cumsum([start, *lengths], dtype=np.int64)

"""A file's content as blocks of whole lines, read into one buffer.

It is large enough for few reads, and small enough to be in the processor's cache when the block is
searched; memory that is new for each block would cost several times what reading it does.
"""

from __future__ import annotations

import gzip
import io
import os
import stat
import zlib
from typing import TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_CHUNK: Final = 1 << 17
"""Bytes read at a time, at most; a longer line makes the buffer grow."""
_GZIP: Final = b"\x1f\x8b"


class CountedFile(io.RawIOBase):
    """A file that counts what was read from it."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file
        self.count = 0
        """Bytes read by now, compressed as they may be."""
        self.damage = ""
        """Why it cannot be unpacked any further; ``""`` where it can."""
        self.may_wait = not stat.S_ISREG(os.fstat(file.fileno()).st_mode)
        """Whether the next bytes may be long in coming, as from a pipe."""

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Read what is there, as far as there is room; give how many bytes."""
        got = os.readv(self._file.fileno(), (buffer,))
        self.count += got
        return got


def line_blocks(raw: CountedFile) -> Iterator[bytes]:
    """Yield the content without the end of each block's last line, a pipe's as it is written.

    gzip is known by its first bytes. Damage is noted in ``raw`` and ends it. Raises `OSError`.
    """
    read, beginning = _opened(raw)
    buffer = bytearray(2 * _CHUNK)
    filled = len(beginning)
    buffer[:filled] = beginning
    fresh = 0
    while True:
        end = buffer.rfind(b"\n", fresh, filled)
        with memoryview(buffer) as view:
            if end >= 0:
                yield bytes(view[:end])
                rest = bytes(view[end + 1 : filled])
                filled = len(rest)
                view[:filled] = rest
            fresh = filled
        if len(buffer) < filled + _CHUNK:
            buffer += bytes(len(buffer))
        with memoryview(buffer) as view:
            try:
                filled += read(view[filled : filled + _CHUNK])
            except (EOFError, gzip.BadGzipFile, zlib.error) as error:
                raw.damage = str(error) or type(error).__name__
        if filled == fresh:
            break
    yield bytes(buffer[:filled])


def _opened(raw: CountedFile) -> tuple[Callable[[memoryview], int], bytes]:
    """Give what reads on, as much as is there at once, and the beginning, read by now."""
    file = io.BufferedReader(raw, _CHUNK)
    beginning = file.peek(2)
    if beginning.startswith(_GZIP):
        return gzip.GzipFile(fileobj=file).readinto1, b""
    file.detach()
    return raw.readinto, beginning

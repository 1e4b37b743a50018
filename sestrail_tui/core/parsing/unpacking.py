"""What is packed in bytes that come in pieces: gzip and zstd, one after another, within another.

A file may have several members or frames, as Firehose and ``cat a.gz b.gz`` make them, and may be
packed twice. What it is packed with is told by its first bytes, never by its name.
"""

from __future__ import annotations

import zlib
from itertools import chain
from typing import TYPE_CHECKING, Final, Protocol

import zstandard

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DEEPEST: Final = 4
"""Packings within packings; there are files that hold themselves."""
_GZIP: Final = b"\x1f\x8b"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"
_SKIPPED_FRAME: Final = b"\x2a\x4d\x18"
_LONGEST_SIGN: Final = 6
_PIECE: Final = 1 << 17
"""Bytes that are unpacked at a time, at most."""
_ZSTD_PIECE: Final = 512
"""Packed bytes that are given to zstd at a time: it gives all they hold, up to 40,000 times."""
_UNREAD: Final = (
    (b"PK\x03\x04", "a zip archive"),
    (b"PK\x05\x06", "a zip archive"),
    (b"BZh", "packed with bzip2"),
    (b"\xfd7zXZ\x00", "packed with xz"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite", "an SQLite database"),
)


class UnpackingError(Exception):
    """The bytes cannot be unpacked any further; what came before was given."""


class NotUnpackedError(UnpackingError):
    """The bytes are packed in a way that is not unpacked here."""


class _Unpacker(Protocol):
    """One member or frame."""

    def unpack(self, data: bytes) -> Iterator[bytes]:
        """Yield what ``data`` holds. Raises `UnpackingError`."""

    @property
    def rest(self) -> bytes | None:
        """What followed the end; ``None``: it has not come."""


def unpacked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the content, as it comes. Raises `UnpackingError` after what could be unpacked."""
    for _ in range(DEEPEST):
        sign, pieces = _beginning(pieces)
        if _unpacker(sign) is None:
            for beginning, what in _UNREAD:
                if sign.startswith(beginning):
                    raise NotUnpackedError(f"it is {what}: unpack it first")
            yield from pieces
            return
        pieces = _members(pieces)
    sign, pieces = _beginning(pieces)
    if _unpacker(sign) is not None:
        raise UnpackingError(f"it is packed more than {DEEPEST} times")
    yield from pieces


def _beginning(pieces: Iterable[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """Give enough bytes to tell a packing by, and all of them again."""
    rest = iter(pieces)
    beginning = b""
    while len(beginning) < _LONGEST_SIGN and (piece := next(rest, None)) is not None:
        beginning += piece
    return beginning[:_LONGEST_SIGN], chain((beginning,) if beginning else (), rest)


def _unpacker(sign: bytes) -> _Unpacker | None:
    if sign.startswith(_GZIP):
        return _Gzip()
    if sign.startswith(_ZSTD) or (sign[1:4] == _SKIPPED_FRAME and sign[0] & 0xF0 == 0x50):
        return _Zstd()
    return None


def _members(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield what all members hold; zeros that fill up the end are passed over."""
    data = b""
    while True:
        sign, pieces = _beginning(chain((data,), pieces))
        if not sign.strip(b"\x00"):
            data = next(pieces, b"").lstrip(b"\x00")
            if not sign:
                return
            continue
        unpacker = _unpacker(sign)
        if sign.isascii() and all(byte >= 0x20 or byte in b"\t\r\n" for byte in sign):
            yield from pieces  # text, as `cat a.json.gz b.json` puts it behind
            return
        if unpacker is None:
            size = sum(map(len, pieces))
            raise UnpackingError(f"{size:,} bytes behind what is packed are something else")
        for piece in pieces:
            yield from unpacker.unpack(piece)
            if unpacker.rest is not None:
                data = unpacker.rest
                break
        else:
            raise UnpackingError("it ends in the middle")


class _Gzip:
    """A gzip member; its checksum is held against what it gave."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(zlib.MAX_WBITS | 16)

    @property
    def rest(self) -> bytes | None:
        """What followed the end."""
        return self._zlib.unused_data if self._zlib.eof else None

    def unpack(self, data: bytes) -> Iterator[bytes]:
        """Yield in pieces; those before a damage too."""
        while data and not self._zlib.eof:
            before = self._zlib.copy()
            try:
                yield self._zlib.decompress(data, _PIECE)
            except zlib.error as error:
                self._zlib = before
                yield from self._up_to_damage(data)
                wrong = "its checksum is wrong" if "check" in str(error) else "its gzip is damaged"
                raise UnpackingError(wrong) from None
            data = self._zlib.unconsumed_tail

    def _up_to_damage(self, data: bytes) -> Iterator[bytes]:
        """Yield what zlib keeps to itself where the same call finds a damage."""
        for at in range(len(data)):
            try:
                yield self._zlib.decompress(data[at : at + 1])
            except zlib.error:
                return


class _Zstd:
    """A zstd frame."""

    def __init__(self) -> None:
        self._zstd = zstandard.ZstdDecompressor().decompressobj()
        self.rest: bytes | None = None

    def unpack(self, data: bytes) -> Iterator[bytes]:
        """Yield in pieces; those before a damage too."""
        for at in range(0, len(data), _ZSTD_PIECE):
            try:
                yield self._zstd.decompress(data[at : at + _ZSTD_PIECE])
            except zstandard.ZstdError:
                raise UnpackingError("its zstd is damaged") from None
            if self._zstd.eof:
                self.rest = self._zstd.unused_data + data[at + _ZSTD_PIECE :]
                return

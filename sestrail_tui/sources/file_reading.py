"""A file's records, read from start to end in blocking slices (run in a thread)."""

from __future__ import annotations

import gzip
import io
import os
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final

import msgspec

from sestrail_tui.cloudtrail.split import split_records

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK: Final = 1 << 18
_SLICE: Final = 500
"""Records given at a time."""
_BEFORE_JSON: Final = b" \t\r\n\xef\xbb\xbf\xff\xfe\x00"
"""Blanks and byte order marks."""
_RECORD: Final = b'{"eventVersion":'
"""How CloudTrail begins a record; whatever else the line holds, it wraps nothing."""
_GZIP: Final = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Slice:
    """Some records of a file, and how many of its bytes (compressed ones too) are read by now."""

    records: tuple[bytes, ...]
    bytes_read: int


class DamagedError(Exception):
    """The file breaks off or is damaged; what came before was given."""


class NoRecordsError(Exception):
    """The file holds something else than JSON."""


def read_slices(file: BinaryIO) -> Iterator[Slice]:
    """Yield a file's records: JSON lines as they come, any other form when it is whole.

    gzip is known by its first bytes, whatever the file's name. Raises `NoRecordsError`,
    `OSError`, and `DamagedError` after what could be read.
    """
    raw = _Counting(file)
    records: list[bytes] = []
    for record in _records(_lines(_chunks(raw)), raw):
        if record is not None:
            records.append(record)
        if len(records) >= _SLICE or (record is None and records):
            yield Slice(tuple(records), raw.count)
            records = []
    if records:
        yield Slice(tuple(records), raw.count)
    if raw.damage:
        raise DamagedError(raw.damage)


def check_json(file: BinaryIO) -> None:
    """Look at a file's beginning. Raises `NoRecordsError` where that is no JSON, and `OSError`."""
    beginning = next((chunk for chunk in _chunks(_Counting(file)) if chunk.strip()), b"{")
    if not _may_be_json(beginning):
        raise NoRecordsError


class _Counting(io.RawIOBase):
    """A file that counts what was read from it."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file
        self.count = 0
        self.damage = ""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        got = os.read(self._file.fileno(), len(buffer))
        buffer[: len(got)] = got
        self.count += len(got)
        return len(got)


def _chunks(raw: _Counting) -> Iterator[bytes]:
    """Yield the content as it comes: a pipe's in the portions in which it is written."""
    file: io.BufferedReader = io.BufferedReader(raw, _CHUNK)
    plain: io.BufferedReader | gzip.GzipFile = file
    if file.peek(2).startswith(_GZIP):
        plain = gzip.GzipFile(fileobj=file)
    while True:
        try:
            chunk = plain.read1(_CHUNK)
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raw.damage = str(error) or type(error).__name__
            return
        if not chunk:
            return
        yield chunk


def _lines(chunks: Iterator[bytes]) -> Iterator[bytes | None]:
    """Yield whole lines, then the last one; ``None`` after each chunk that held one."""
    rest: list[bytes] = []
    for chunk in chunks:
        head, newline, tail = chunk.rpartition(b"\n")
        if not newline:
            rest.append(chunk)
            continue
        yield from b"".join((*rest, head)).split(b"\n")
        rest = [tail]
        yield None
    yield b"".join(rest)


def _records(lines: Iterator[bytes | None], raw: _Counting) -> Iterator[bytes | None]:
    """Yield each record; ``None`` where the next may take a while."""
    first = next((line for line in lines if line is not None and line.strip()), b"")
    if not first:
        return
    if _is_json(first):
        yield from split_records(first)
        for line in lines:
            if line is None or _is_one_record(line):
                yield line
            else:
                yield from split_records(line)
        return
    if not _may_be_json(first):
        raise DamagedError(raw.damage) if raw.damage else NoRecordsError
    yield from split_records(b"\n".join((first, *(line for line in lines if line is not None))))


def _is_one_record(line: bytes) -> bool:
    return line.startswith(_RECORD) and line.endswith(b"}") and line.rfind(_RECORD) == 0


def _may_be_json(beginning: bytes) -> bool:
    return beginning.lstrip(_BEFORE_JSON).startswith((b"{", b"["))


def _is_json(line: bytes) -> bool:
    try:
        msgspec.json.decode(line, type=msgspec.Raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return True

"""A file's records, read from start to end in blocking slices (run in a thread)."""

from __future__ import annotations

import gzip
import io
import os
import stat
import zlib
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO, Final

import msgspec

from sestrail_tui.cloudtrail.split import split_records

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sestrail_tui.filters.pushdown.raw import RawTest

_CHUNK: Final = 3 << 18
_SLICE: Final = 500
"""Records given at a time, at most."""
_READ: Final = 10 * _SLICE
"""Records read after which some are given in any case, to tell how far reading is."""
_BEFORE_JSON: Final = b" \t\r\n\xef\xbb\xbf\xff\xfe\x00"
"""Blanks and byte order marks."""
_RECORD: Final = b'{"eventVersion":'
"""How CloudTrail begins a record; whatever else the line holds, it wraps nothing."""
_GZIP: Final = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Slice:
    """The next records of a file, as far as they are wanted."""

    records: tuple[bytes, ...]
    read: int
    """How many were read, those not wanted too."""
    bytes_read: int
    """How much of the file, compressed as it may be, is read by now."""


class DamagedError(Exception):
    """The file breaks off or is damaged; what came before was given."""


class NoRecordsError(Exception):
    """The file holds something else than JSON."""


def read_slices(file: BinaryIO, test: RawTest | None = None) -> Iterator[Slice]:
    """Yield the records that pass ``test``: JSON lines as they come, other forms when whole.

    gzip is known by its first bytes, whatever the file's name. Raises `NoRecordsError`,
    `OSError`, and `DamagedError` after what could be read.
    """
    raw = _Counting(file)
    kept: list[bytes] = []
    read = 0
    try:
        for records, more in _parts(_blocks(_chunks(raw)), raw, test):
            kept += records
            read += more
            while len(kept) >= _SLICE:
                yield Slice(tuple(kept[:_SLICE]), read, raw.count)
                del kept[:_SLICE]
                read = 0
            if raw.may_wait or read >= _READ:
                yield Slice(tuple(kept), read, raw.count)
                kept, read = [], 0
    except OSError:
        yield Slice(tuple(kept), read, raw.count)
        raise
    yield Slice(tuple(kept), read, raw.count)
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
        self.may_wait = not stat.S_ISREG(os.fstat(file.fileno()).st_mode)
        """Whether the next bytes may be long in coming, as from a pipe."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        got = os.readv(self._file.fileno(), (buffer,))
        self.count += got
        return got


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


def _blocks(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield whole lines, many at a time, without the last one's end; then what is left."""
    rest: list[bytes] = []
    for chunk in chunks:
        end = chunk.rfind(b"\n")
        if end < 0:
            rest.append(chunk)
            continue
        yield b"".join((*rest, memoryview(chunk)[:end]))
        rest = [chunk[end + 1 :]]
    yield b"".join(rest)


def _parts(
    blocks: Iterator[bytes], raw: _Counting, test: RawTest | None
) -> Iterator[tuple[Sequence[bytes], int]]:
    """Yield records that pass, and of how many."""
    first = next((block.lstrip() for block in blocks if block and not block.isspace()), b"")
    if not first:
        return
    if _is_json(first.partition(b"\n")[0]):
        yield from (_in_lines(block, test) for block in chain((first,), blocks))
    elif _may_be_json(first):
        records = split_records(b"\n".join((first, *blocks)))
        while some := tuple(islice(records, _SLICE)):
            yield tuple(filter(test, some)) if test else some, len(some)
    else:
        raise DamagedError(raw.damage) if raw.damage else NoRecordsError


def _in_lines(block: bytes, test: RawTest | None) -> tuple[Sequence[bytes], int]:
    """Give the records in whole lines that pass, and of how many; what does not is not cut out."""
    passing = test.line_starts(block) if test else None
    records: list[bytes] = []
    read = start = 0
    while start < len(block):
        end = block.find(b"\n", start)
        end = len(block) if end < 0 else end
        if _is_one_record(block, start, end):
            read += 1
            if passing is None or start in passing:
                records.append(block[start:end])
        else:
            inside = tuple(split_records(block[start:end]))
            read += len(inside)
            records += filter(test, inside) if test else inside
        start = end + 1
    return records, read


def _is_one_record(block: bytes, start: int, end: int) -> bool:
    return (
        block.startswith(_RECORD, start)
        and block.endswith(b"}", start, end)
        and block.rfind(_RECORD, start, end) == start
    )


def _may_be_json(beginning: bytes) -> bool:
    return beginning.lstrip(_BEFORE_JSON).startswith((b"{", b"["))


def _is_json(line: bytes) -> bool:
    try:
        msgspec.json.decode(line, type=msgspec.Raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return True

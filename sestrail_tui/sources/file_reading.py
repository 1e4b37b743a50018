"""A file's records, read from start to end in blocking slices (run in a thread)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO, Final

import msgspec

from sestrail_tui.cloudtrail.split import RECORD_START, split_records
from sestrail_tui.sources.line_blocks import CountedFile, line_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sestrail_tui.filters.pushdown.raw import RawTest

_SLICE: Final = 500
"""Records given at a time, at most."""
_READ: Final = 10 * _SLICE
"""Records read after which some are given in any case, to tell how far reading is."""
_BEFORE_JSON: Final = b" \t\r\n\xef\xbb\xbf\xff\xfe\x00"
"""Blanks and byte order marks."""
_END: Final = ord("}")


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
    raw = CountedFile(file)
    kept: list[bytes] = []
    read = 0
    try:
        for records, more in _parts(line_blocks(raw), raw, test):
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
    blocks = line_blocks(CountedFile(file))
    beginning = next((block for block in blocks if block.strip()), b"{")
    if not _may_be_json(beginning):
        raise NoRecordsError


def _parts(
    blocks: Iterator[bytes], raw: CountedFile, test: RawTest | None
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
        # A line that holds this at its start alone wraps nothing.
        if block.rfind(RECORD_START, start, end) == start and block[end - 1] == _END:
            read += 1
            if passing is None or start in passing:
                records.append(block[start:end])
        else:
            inside = tuple(split_records(block[start:end]))
            read += len(inside)
            records += filter(test, inside) if test else inside
        start = end + 1
    return records, read


def _may_be_json(beginning: bytes) -> bool:
    return beginning.lstrip(_BEFORE_JSON).startswith((b"{", b"["))


def _is_json(line: bytes) -> bool:
    try:
        msgspec.json.decode(line, type=msgspec.Raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return True

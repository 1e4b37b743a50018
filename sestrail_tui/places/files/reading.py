"""A file's records, read from start to end in blocking slices (run in a thread)."""

from __future__ import annotations

import os
import stat
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final

import msgspec

from sestrail_tui.core.parsing.json_documents import RECORD_START, JsonDocuments, PieceKind
from sestrail_tui.core.parsing.line_blocks import line_blocks
from sestrail_tui.core.parsing.split_records import records_of
from sestrail_tui.core.parsing.text_encoding import as_utf8
from sestrail_tui.core.parsing.unpacking import NotUnpackedError, UnpackingError, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sestrail_tui.core.parsing.json_documents import DocumentPiece
    from sestrail_tui.core.parsing.record_formats import NoRecord
    from sestrail_tui.filters.pushdown.raw import RawTest

CHUNK: Final = 1 << 17
_SLICE: Final = 500
"""Records given at a time, at most."""
_READ: Final = 10 * _SLICE
"""Records read after which some are given in any case, to tell how far reading is."""
_EARLY: Final = 1000
"""Lines before the first JSON that are held, to be shown if any comes."""
_END: Final = ord("}")
_validate: Final = msgspec.json.Decoder(msgspec.Raw).decode


@dataclass(frozen=True, slots=True)
class Slice:
    """The next records of a file, as far as they are wanted."""

    records: tuple[bytes, ...]
    read: int
    """How many were read, those not wanted too."""
    bytes_read: int
    """How much of the file, compressed as it may be, is read by now."""


class FileReading:
    """One reading of a file, or of a pipe; what was amiss is known once `slices` has ended.

    Records that ``test`` refuses are read, and not given, unless they cannot be read as JSON: then
    nobody knows what they are.
    """

    def __init__(self, file: BinaryIO, test: RawTest | None = None) -> None:
        self._file = file
        self._test = test
        about = os.fstat(file.fileno())
        self._may_wait = not stat.S_ISREG(about.st_mode)
        self.size = about.st_size
        """Bytes of it, as it lies there; 0 for a pipe."""
        self._count = 0
        self._documents = JsonDocuments()
        self._early: list[bytes] = []
        self._held: list[bytes] = []
        self._read = 0
        self.holds_json = False
        """Whether any JSON was in it, even if it broke off."""
        self.is_text = False
        """Whether it holds text, and no JSON."""
        self.left_out: Counter[NoRecord] = Counter()
        self.is_of_another_kind = False
        """Whether it is packed in a way that is not unpacked here."""
        self.damage = ""
        """Why it could not be read to its end, or not all of it; ``""`` where it was."""
        self._cut_bytes = 0
        self._hole_bytes = 0

    def slices(self) -> Iterator[Slice]:
        """Yield the records as they come. Raises `OSError` after what could be read."""
        try:
            for block in line_blocks(as_utf8(unpacked(self._chunks())), at_once=self._may_wait):
                if not block.is_lines:
                    self._take(self._documents.feed(block.data))
                elif self._documents.idle and b"\x00" not in block.data:
                    self._take_lines(block.data)
                else:
                    self._take(self._documents.feed(block.data + b"\n"))
                yield from self._filled()
        except UnpackingError as error:
            self.damage = str(error)
            self.is_of_another_kind = isinstance(error, NotUnpackedError)
        except OSError:
            yield from self._rest()
            raise
        self._take(self._documents.end())
        yield from self._rest()
        self._judge()

    def _chunks(self) -> Iterator[bytes]:
        descriptor = self._file.fileno()
        while chunk := os.read(descriptor, CHUNK):
            self._count += len(chunk)
            yield chunk

    def _filled(self) -> Iterator[Slice]:
        while len(self._held) >= _SLICE:
            yield self._slice(_SLICE)
        if self._read >= _READ or (self._may_wait and self._held):
            yield self._slice(len(self._held))

    def _rest(self) -> Iterator[Slice]:
        while self._held or self._read:
            yield self._slice(_SLICE)

    def _slice(self, most: int) -> Slice:
        read, self._read = self._read, 0
        part = Slice(tuple(self._held[:most]), read, self._count)
        del self._held[:most]
        return part

    def _take_lines(self, block: bytes) -> None:
        """Take whole lines: most hold a record each; others are looked into."""
        passing = self._test.line_starts(block) if self._test else None
        start, size = 0, len(block)
        while start < size:
            end = block.find(b"\n", start)
            end = size if end < 0 else end
            line = block[start:end]
            # A line that holds this at its start alone wraps nothing.
            if line.rfind(RECORD_START) == 0 and line[-1] == _END and _is_json(line):
                self._read += 1
                if passing is None or start in passing:
                    self._held.append(line)
                if not self.holds_json:
                    self._found_json()
            else:
                self._take(self._documents.feed(line + b"\n"))
                if not self._documents.idle and end < size:
                    self._take(self._documents.feed(block[end + 1 :] + b"\n"))
                    return
            start = end + 1

    def _take(self, pieces: Sequence[DocumentPiece]) -> None:
        for piece in pieces:
            if piece.kind is PieceKind.CUT:
                self._cut_bytes += max(1, piece.size)
            elif piece.kind is PieceKind.HOLE:
                self._hole_bytes += piece.size
            elif self.holds_json or _is_like_json(piece):
                self._take_records(piece)
            else:
                self._early += [piece.data][: _EARLY - len(self._early)]
            if not self.holds_json and _is_like_json(piece):
                self._found_json()

    def _take_records(self, piece: DocumentPiece) -> None:
        for record in records_of(piece, self.left_out):
            self._read += 1
            if self._test is None or self._test(record) or not _is_json(record):
                self._held.append(record)

    def _found_json(self) -> None:
        self.holds_json = True
        self._read += len(self._early)
        self._held[:0] = self._early
        self._early.clear()

    def _judge(self) -> None:
        """Say what was not read."""
        self.is_text = bool(self._early)
        if not self._may_wait and os.fstat(self._file.fileno()).st_size < self._count:
            self.damage = "it became shorter while it was read"
        elif not self.damage and self._cut_bytes:
            self.damage = "it breaks off within a document"
        if self._hole_bytes:
            hole = f"it has holes of {self._hole_bytes:,} NUL bytes, where nothing was written"
            self.damage = f"{self.damage}; {hole}" if self.damage else hole


def _is_like_json(piece: DocumentPiece) -> bool:
    return piece.kind is PieceKind.DOCUMENT or piece.data.startswith((b"{", b"["))


def _is_json(record: bytes) -> bool:
    try:
        _validate(record)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return True


def begins_like_json(file: BinaryIO) -> bool:
    """Tell by a file's beginning whether it may hold JSON. Raises `OSError`, `UnpackingError`."""
    reading = FileReading(file)
    blocks = line_blocks(as_utf8(unpacked(reading._chunks())))
    beginning = next((one.data for one in blocks if one.data.strip()), b"{")
    return b"{" in beginning or b"[" in beginning

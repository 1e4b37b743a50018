"""One log file of a trail: its name, and the records inside its bytes (blocking; for a thread)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import msgspec

from sestrail_tui.core.parsing.json_documents import DocumentPiece, JsonDocuments, PieceKind
from sestrail_tui.core.parsing.split_records import records_of
from sestrail_tui.core.parsing.text_encoding import as_utf8
from sestrail_tui.core.parsing.unpacking import UnpackingError, unpacked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.core.parsing.record_formats import NoRecord

_SES: Final = b"ses.amazonaws.com"
_SOURCE: Final = re.compile(rb'"eventSource"\s*:\s*"(?!aws:)')
"""What every record of CloudTrail has; S3 and SQS call something else records."""
_CHUNK: Final = 1 << 18
_MOST: Final = 1 << 28
"""Bytes of content that are read; CloudTrail's files hold 50 MB at most."""
_AT_ONCE: Final = 2 << 20
"""Bytes that decode in less than a frame; msgspec holds the interpreter all that time."""


@dataclass(frozen=True, slots=True)
class LogFile:
    """One object of a bucket."""

    bucket: str
    key: str
    etag: str = ""
    """Without quotes; a key that is written again has another."""
    delivered_ms: int | None = None
    """When it became readable (S3's ``LastModified``), ms UTC."""
    region: str = ""
    size: int = 0
    """Bytes as stored, where they were listed."""

    @property
    def identity(self) -> str:
        """Return what it is remembered by."""
        return f"{self.bucket}/{self.key} {self.etag}"

    @property
    def name(self) -> str:
        """Return the last part of its key."""
        return self.key.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Contents:
    """What could be read of a log file."""

    records: tuple[bytes, ...] = ()
    """The bytes of each record that may be of SES."""
    others: int = 0
    """Records of other services."""
    left_out: Counter[NoRecord] = field(default_factory=Counter)
    """What holds no records."""
    damage: str = ""
    """Why not all of it was read; empty where the file was read to its end."""


class _File(msgspec.Struct):
    Records: list[msgspec.Raw]


_decode = msgspec.json.Decoder(_File).decode


def contents(data: bytes, *, at_once: int = _AT_ONCE, most: int = _MOST) -> Contents:
    """Read a log file, however packed; never raises. What precedes a damage is kept.

    Up to ``at_once`` bytes are decoded in one call, and up to ``most`` bytes read at all.
    """
    plain, damage = _plain(data, most)
    if not damage and len(plain) <= at_once:
        try:
            return _of_log_file(_decode(plain).Records)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            pass
    reading = _Reading()
    documents = JsonDocuments()
    for at in range(0, len(plain), _CHUNK):
        reading.take(documents.feed(plain[at : at + _CHUNK]))
    reading.take(documents.end())
    return reading.contents(damage)


def _of_log_file(items: Sequence[msgspec.Raw]) -> Contents:
    """Choose of what is whole and as CloudTrail writes it, as nearly every file is."""
    records = [bytes(item) for item in items]
    if all(map(_SOURCE.search, records)):
        kept = tuple(record for record in records if _SES in record)
        return Contents(kept, len(records) - len(kept))
    reading = _Reading()
    for record in records:
        reading.take_document(record)
    return reading.contents("")


class _Reading:
    """A log file's records, piece by piece."""

    def __init__(self) -> None:
        self._kept: list[bytes] = []
        self._others = 0
        self._left_out: Counter[NoRecord] = Counter()
        self._damages: Counter[PieceKind] = Counter()

    def take(self, pieces: Sequence[DocumentPiece]) -> None:
        """Take more of it."""
        for piece in pieces:
            if piece.kind is PieceKind.DOCUMENT:
                self.take_document(piece.data)
            else:
                self._damages[piece.kind] += 1
                if _SES in piece.data and piece.kind is not PieceKind.CUT:
                    self._kept.append(piece.data)

    def take_document(self, document: bytes) -> None:
        """Take one JSON document."""
        for record in records_of(DocumentPiece(PieceKind.DOCUMENT, document, 0), self._left_out):
            if _SES in record:
                self._kept.append(record)
            else:
                self._others += 1

    def contents(self, damage: str) -> Contents:
        """Return what was read; ``damage`` is why there was no more to take."""
        if not damage and self._damages[PieceKind.CUT]:
            damage = "it breaks off within a document"
        broken = sum(self._damages.values()) - self._damages[PieceKind.CUT]
        if broken and not damage:
            damage = f"{broken:,} of its pieces are no JSON"
        return Contents(tuple(self._kept), self._others, self._left_out, damage)


def _plain(data: bytes, most: int) -> tuple[bytes, str]:
    """Unpack as far as it goes; the second part says why it goes no further."""
    if not data:
        return data, "it is empty"
    parts: list[bytes] = []
    size = 0
    try:
        for part in as_utf8(unpacked((data,))):
            parts.append(part)
            size += len(part)
            if size > most:
                return b"".join(parts), f"it holds more than {most >> 20} MB"
    except UnpackingError as error:
        return b"".join(parts), str(error)
    return b"".join(parts), ""

"""One log file of a trail: its name, and the records inside its bytes (blocking; for a thread)."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_GZIP: Final = b"\x1f\x8b"
_SES: Final = b"ses.amazonaws.com"
_CHUNK: Final = 1 << 18
_MOST: Final = 1 << 28
"""Bytes of content that are read; CloudTrail's files hold 50 MB at most."""
_AT_ONCE: Final = 2 << 20
"""Bytes that decode in less than a frame; msgspec holds the interpreter all that time."""
_scan: Final = json.JSONDecoder(strict=False).raw_decode


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
        """Give what it is remembered by."""
        return f"{self.bucket}/{self.key} {self.etag}"

    @property
    def name(self) -> str:
        """Give the last part of its key."""
        return self.key.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Contents:
    """What could be read of a log file."""

    records: tuple[bytes, ...] = ()
    """The bytes of each record that may be of SES."""
    others: int = 0
    """Records of other services."""
    damage: str = ""
    """Why reading broke off; empty where the file was read to its end."""


class _File(msgspec.Struct):
    Records: list[msgspec.Raw]


_decode = msgspec.json.Decoder(_File).decode


def contents(data: bytes) -> Contents:
    """Read a log file, gzip or plain; never raises. What precedes a damage is kept."""
    plain, damage = _plain(data)
    if not damage and plain is not data and _SES not in plain:  # its checksum was right
        return Contents(others=plain.count(b'"eventVersion"'))
    if not damage and len(plain) <= _AT_ONCE:
        try:
            return _chosen([bytes(item) for item in _decode(plain).Records], "")
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            pass
    records: list[bytes] = []
    try:
        for record in _one_by_one(plain):
            records.append(record)  # noqa: PERF402 - those before a damage are kept
    except (ValueError, RecursionError) as error:
        damage = damage or f"no whole JSON: {error}"
    return _chosen(records, damage)


def _chosen(records: Sequence[bytes], damage: str) -> Contents:
    kept = tuple(record for record in records if _SES in record)
    return Contents(kept, len(records) - len(kept), damage)


def _plain(data: bytes) -> tuple[bytes, str]:
    """Unpack as far as it goes; the second part says why it goes no further."""
    if not data.startswith(_GZIP):
        return data, "" if data else "it is empty"
    parts: list[bytes] = []
    size = 0
    with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
        try:
            while chunk := file.read1(_CHUNK):
                parts.append(chunk)
                size += len(chunk)
                if size > _MOST:
                    return b"".join(parts), f"it holds more than {_MOST >> 20} MB"
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            return b"".join(parts), str(error) or type(error).__name__
    return b"".join(parts), ""


def _one_by_one(plain: bytes) -> Iterator[bytes]:
    """Yield each record of ``{"Records": [...`` up to where the text breaks off (`ValueError`)."""
    text = plain.decode("latin-1")  # one character a byte, so that offsets are those of bytes
    start = text.find('"Records"')
    at = text.find("[", start) + 1
    if start < 0 or not at:
        raise ValueError("it holds no Records")
    while True:
        while text[at : at + 1] in {" ", ",", "\n", "\r", "\t"}:
            at += 1
        if text[at : at + 1] == "]":
            return
        if at >= len(text):
            raise ValueError("it is cut off")
        start, at = at, _scan(text, at)[1]
        yield plain[start:at]

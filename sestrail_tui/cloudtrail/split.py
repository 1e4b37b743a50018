"""The records inside a file, whatever it wraps them in."""

from __future__ import annotations

import codecs
import json
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_Items = list[msgspec.Raw]
_ABSENT: Final = msgspec.Raw(b"")


class _Wrapping(msgspec.Struct):
    """The keys under which records are found; a record itself has none of them."""

    Records: _Items | None = None
    """A trail's file in S3; event history as the console downloads it."""
    Events: _Items | None = None
    """Output of ``aws cloudtrail lookup-events``."""
    events: _Items | None = None
    """Output of ``aws logs filter-log-events`` and ``get-log-events``."""
    logEvents: _Items | None = None  # noqa: N815 - the name in the JSON
    """What a subscription filter sends."""
    detail: msgspec.Raw = _ABSENT
    """An EventBridge event."""
    CloudTrailEvent: str | None = None
    message: str | None = None
    eventName: msgspec.Raw = _ABSENT  # noqa: N815 - the name in the JSON
    """Only a record has it."""
    class_uid: msgspec.Raw = _ABSENT
    """Only a record rewritten to OCSF has it, and that may have a ``message``."""


_unwrap = msgspec.json.Decoder(_Wrapping).decode
_items = msgspec.json.Decoder(_Items).decode
_scan = json.JSONDecoder(strict=False).raw_decode
RECORD_START: Final = b'{"eventVersion":'
"""How CloudTrail begins a record."""
_DEEPEST: Final = 6
"""Wrappings inside wrappings, more than any tool makes."""
_LISTS: Final = ("Records", "Events", "events", "logEvents")
_REFUSED: Final = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


def split_records(data: bytes) -> Iterator[bytes]:
    """Yield each record's bytes: one record, a wrapping of records, a list, or any of these a line.

    A record that is a nested object comes out as the bytes it has in ``data``; one inside a string
    (``CloudTrailEvent``, ``message``) as the string's text in UTF-8. A line that is no JSON comes
    out as it is. Blank lines are passed over; UTF-16 with a byte order mark is read too.
    """
    data = _utf8(data).strip()
    if not data:
        return
    whole = _unfold(data, 0)
    if whole is not None:
        yield from whole
    else:
        yield from _documents(data)


def _utf8(data: bytes) -> bytes:
    if data.startswith(codecs.BOM_UTF8):
        return data[len(codecs.BOM_UTF8) :]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # PowerShell's ">" writes it
        return data.decode("utf-16", "replace").encode()
    return data


def _documents(data: bytes) -> Iterator[bytes]:
    """Take lines; where a line is no document, one that runs over several lines may begin."""
    text: str | None = None
    place = 0
    while place < len(data):
        end = data.find(b"\n", place)
        end = len(data) if end < 0 else end
        line = data[place:end].strip()
        found = _unfold(line, 0) if line else ()
        if found is None and line[:1] in (b"{", b"["):
            # Latin-1 keeps one character a byte, so that offsets in the text are those of bytes.
            text = data.decode("latin-1") if text is None else text
            start = data.index(line[:1], place)
            stop = _document_end(text, start)
            if stop is not None:
                document = data[start:stop]
                found = _unfold(document, 0) or (document,)
                end = stop - 1
        yield from (line,) if found is None else found
        place = end + 1


def _document_end(text: str, start: int) -> int | None:
    try:
        return _scan(text, start)[1]
    except (ValueError, RecursionError):
        return None


def _unfold(document: bytes, depth: int) -> Iterable[bytes] | None:
    """Give the records of one JSON document, or `None` when it is not one."""
    try:
        inside = _contents(document)
    except msgspec.ValidationError:
        return (document,) if _is_json(document) else None
    except _REFUSED:
        inside = _loose_contents(document)
        if inside is None:
            return None
    if inside is None or depth >= _DEEPEST:
        return (document,)
    return _each(inside, depth + 1)


def _each(documents: Sequence[bytes], depth: int) -> Iterator[bytes]:
    for document in documents:
        found = _unfold(document, depth)
        yield from (document,) if found is None else found


def _contents(document: bytes) -> Sequence[bytes] | None:
    """Give the documents that this one wraps; `None` when it is a record itself."""
    if document.startswith(b"["):
        return [bytes(item) for item in _items(document)]
    wrapping = _unwrap(document)
    if bytes(wrapping.eventName) or bytes(wrapping.class_uid):
        return None
    for items in (wrapping.Records, wrapping.Events, wrapping.events, wrapping.logEvents):
        if items is not None:
            return [bytes(item) for item in items]
    for text in (wrapping.CloudTrailEvent, wrapping.message):
        if text is not None and text.lstrip().startswith("{"):
            return [text.strip().encode()]
    detail = bytes(wrapping.detail)
    return [detail] if detail.startswith(b"{") else None


def _loose_contents(document: bytes) -> Sequence[bytes] | None:
    """Unwrap what only the tolerant reader takes (lone surrogates); equal in value, not bytes."""
    try:
        value = json.loads(document.decode("utf-8", "replace"), strict=False)
    except (ValueError, RecursionError):
        return None
    if isinstance(value, dict):
        value = next((value[key] for key in _LISTS if key in value), None)
    return [json.dumps(item).encode() for item in value] if isinstance(value, list) else None


def _is_json(document: bytes) -> bool:
    try:
        msgspec.json.decode(document, type=msgspec.Raw)
    except _REFUSED:
        return False
    return True

"""The records inside what they are wrapped in, and the count of what is no record."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Final

import msgspec

from sestrail_tui.core.parsing.json_documents import RECORD_START, JsonDocuments, PieceKind
from sestrail_tui.core.parsing.record_formats import FORMATS, LOG_TEXT, OTHER_JSON, NoRecord, Shape
from sestrail_tui.core.parsing.tolerant_json import load

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Sequence

    from sestrail_tui.core.parsing.json_documents import DocumentPiece

_DEEPEST: Final = 6
"""Wrappings inside wrappings, more than any tool makes."""
_items = msgspec.json.Decoder(list[msgspec.Raw]).decode
_read_shape = msgspec.json.Decoder(Shape).decode
_read_object = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_FIELDS: Final = {one.encode_name: one for one in msgspec.structs.fields(Shape)}
_OF_S3_OR_SQS: Final = b'"eventSource":"aws:'
_RECORD_KEYS: Final = frozenset({"eventName", "eventSource", "eventVersion", "eventID"})
_REFUSED: Final = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


def split_records(data: bytes, left_out: Counter[NoRecord] | None = None) -> Iterator[bytes]:
    """Yield each record's bytes: one record, a wrapping of records, a list, any of these a line.

    A record that is a nested object comes out as the bytes it has in ``data``; one inside a string
    (``CloudTrailEvent``, ``message``) as the string's text in UTF-8. What is no JSON comes out as
    it is; what is JSON and no record is counted in ``left_out``. UTF-16 is read too.
    """
    documents = JsonDocuments()
    pieces = documents.feed(_utf8(data)) + documents.end()
    for piece in pieces:
        yield from records_of(piece, left_out)


def records_of(
    piece: DocumentPiece, left_out: Counter[NoRecord] | None = None, depth: int = 0
) -> Iterator[bytes]:
    """Yield the records of a document; what is no JSON as it is, unless it is a string of JSON."""
    data = piece.data
    if piece.kind is PieceKind.DOCUMENT and _is_plainly_a_record(data):
        yield data
    elif piece.kind is PieceKind.DOCUMENT:
        yield from _unfold(data, left_out, depth)
    elif data.startswith(b'"') and (text := _text_of(data)) is not None:
        yield from _unfold_text(text, left_out, depth + 1)
    elif data:
        yield data


def _utf8(data: bytes) -> bytes:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # PowerShell's ">" writes it
        return data.decode("utf-16", "replace").encode()
    return data


def _is_plainly_a_record(document: bytes) -> bool:
    """Tell most records by how they begin, for a fraction of the time that reading takes."""
    return document.rfind(RECORD_START) == 0 and document.find(_OF_S3_OR_SQS) < 0


def _unfold(document: bytes, left_out: Counter[NoRecord] | None, depth: int) -> Iterator[bytes]:
    """Yield the records of one JSON document; count it where it holds none."""
    if depth > _DEEPEST:
        yield document
        return
    inside: Sequence[bytes] | None
    if document.startswith(b"{"):
        shape = _shape_of(document)
        if shape is None:
            yield from _unfold_odd(document, left_out, depth)
            return
        found = next((one for one in FORMATS if one.is_it(shape)), None)
        what = OTHER_JSON if found is None else found.no_record
        if found is None or what is not None:
            _count(left_out, what or OTHER_JSON)
            return
        if found.inside is None:
            yield document
            return
        inside = found.inside(shape)
    elif document.startswith(b"["):
        inside = _elements(document)
        if inside is None:
            yield from _unfold_odd(document, left_out, depth)
            return
    else:
        _count(left_out, OTHER_JSON)
        return
    for one in inside:
        if one.startswith(b'"'):
            yield from _unfold_text(_text_of(one) or b"", left_out, depth + 1)
        else:
            yield from _unfold(one, left_out, depth + 1)


def _unfold_text(text: bytes, left_out: Counter[NoRecord] | None, depth: int) -> Iterator[bytes]:
    """Do the same with the text of a string, which may be anything."""
    documents = JsonDocuments()
    for piece in documents.feed(text) + documents.end():
        if piece.kind is PieceKind.TEXT:
            _count(left_out, LOG_TEXT)
        else:
            yield from records_of(piece, left_out, depth)


def _unfold_odd(document: bytes, left_out: Counter[NoRecord] | None, depth: int) -> Iterator[bytes]:
    """Do the same with what only a tolerant reader takes, such as lone surrogates."""
    documents = JsonDocuments(strict=False)
    pieces = documents.feed(document) + documents.end()
    if [piece.data for piece in pieces] != [document]:
        for piece in pieces:
            yield from records_of(piece, left_out, depth + 1)
    elif _holds_a_record_or_nothing_known(document):
        yield document
    else:
        _count(left_out, OTHER_JSON)


def _holds_a_record_or_nothing_known(document: bytes) -> bool:
    try:
        value = load(document)
    except (ValueError, RecursionError):
        return True
    return isinstance(value, dict) and not _RECORD_KEYS.isdisjoint(value)


def _shape_of(document: bytes) -> Shape | None:
    """Read the keys that matter; a list that is none is left out."""
    try:
        return _read_shape(document)
    except msgspec.ValidationError:
        values = _read_object(document)
    except _REFUSED:
        return None
    found = Shape()
    for key, raw in values.items():
        field = _FIELDS.get(key)
        if field is None:
            continue
        value = raw if field.type is msgspec.Raw else _elements(bytes(raw))
        setattr(found, field.name, value)
    return found


def _text_of(string: bytes) -> bytes | None:
    """Return the text of a JSON string in UTF-8; `None` where it is none."""
    try:
        text = load(string)
    except (ValueError, RecursionError):
        return None
    return text.encode("utf-8", "replace") if isinstance(text, str) else None


def _elements(document: bytes) -> list[bytes] | None:
    try:
        return [bytes(item) for item in _items(document)]
    except _REFUSED:
        return None


def _count(left_out: Counter[NoRecord] | None, what: NoRecord) -> None:
    if left_out is not None:
        left_out[what] += 1

"""Documents in bytes that come in pieces; whole files are tried in `test_read_to_the_end`."""

from __future__ import annotations

import pytest

from sestrail_tui.core.parsing import json_documents
from sestrail_tui.core.parsing.json_documents import JsonDocuments, PieceKind

D, B, T, C, H = (
    PieceKind.DOCUMENT,
    PieceKind.BROKEN,
    PieceKind.TEXT,
    PieceKind.CUT,
    PieceKind.HOLE,
)


def pieces(data: bytes, chunk: int, longest: int = 1 << 20) -> list[tuple[PieceKind, bytes]]:
    documents = JsonDocuments(longest)
    found = [
        piece
        for at in range(0, len(data), chunk)
        for piece in documents.feed(data[at : at + chunk])
    ]
    return [(piece.kind, piece.data) for piece in (*found, *documents.end())]


@pytest.mark.parametrize("chunk", [1, 3, 1000])
@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'{"a":1}{"b":2}', [(D, b'{"a":1}'), (D, b'{"b":2}')]),
        (b'{"a":\n{"b":1}\n{"c":2}\n', [(B, b'{"a":'), (D, b'{"b":1}'), (D, b'{"c":2}')]),
        (b'{"a":[1,2', [(C, b'{"a":[1,2')]),
        (b'{"Records":[{"a":1},{"b', [(D, b'{"a":1}'), (C, b""), (C, b'{"b')]),
        (b'{"Records":[{"a":1}', [(D, b'{"a":1}'), (C, b"")]),
        (b'2026 stream {"a":{}}\t7\nplain\n', [(D, b'{"a":{}}'), (T, b"plain")]),
        (b'e":"x"},"b":{"c":1}}\n{"a":1}', [(B, b'e":"x"},"b":{"c":1}}'), (D, b'{"a":1}')]),
        (
            b'{"eventVersion":"x{"eventVersion":"2"}',
            [(B, b'{"eventVersion":"x'), (D, b'{"eventVersion":"2"}')],
        ),
        (b"[INFO] x\n", [(B, b"[INFO] x")]),
        (b'{"a":"\\ud800"}{"b":NaN}', [(D, b'{"a":"\\ud800"}'), (D, b'{"b":NaN}')]),
    ],
)
def test_pieces(data: bytes, chunk: int, expected: list[tuple[PieceKind, bytes]]) -> None:
    assert pieces(data, chunk) == expected


@pytest.mark.parametrize("chunk", [7, 1000])
def test_what_is_longer_than_is_held_is_broken_and_the_next_is_read(chunk: int) -> None:
    data = b'{"a":"' + b"x" * 5000 + b'"}{"b":1}'
    found = pieces(data, chunk, 1000)
    assert found[-1] == (D, b'{"b":1}')
    if chunk == 7:
        assert [kind for kind, _ in found] == [B, D]


def test_the_strict_reader_still_says_where_a_document_ends() -> None:
    """In these words of msgspec; said otherwise, the end is found in 20 times the time."""
    assert json_documents._end_of(bytearray(b'{"a":1} \n{"b":2}'), 0) == 7
    assert json_documents._end_of(bytearray(b'x{"a":[{}]},'), 1) == 11
    assert json_documents._end_of(bytearray(b'{"a":1'), 0) is None

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.tui.detail.json_view import LONGEST, json_page

if TYPE_CHECKING:
    from sestrail_tui.tui.panes.page import Page


def text(page: Page) -> str:
    page.wrap(10_000)
    page.wrap_all()
    return "\n".join("".join(piece.text for piece in page.row(at)) for at in range(page.row_count))


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(values)
def test_what_is_shown_of_escaped_json_is_that_json(value: object) -> None:
    assert json.loads(text(json_page(json.dumps(value).encode()))) == value


def test_tokens_are_shown_as_delivered() -> None:
    raw = b'{"a":1.10,"b":1e400,"n":12345678901234567890123,"a":"\\u202e\\u001b"}'
    assert text(json_page(raw)) == (
        '{\n  "a": 1.10,\n  "b": 1e400,\n  "n": 12345678901234567890123,\n'
        '  "a": "\\u202e\\u001b"\n}'
    )


def test_tones() -> None:
    page = json_page(b'{"k\\"":[-1.5e3,true,null,"x","HIDDEN_DUE_TO_SECURITY_REASONS"]}')
    page.wrap(80)
    pieces = [page.row(at) for at in range(page.row_count)]
    toned = [(piece.text, piece.tone) for row in pieces for piece in row if piece.tone != "plain"]
    assert toned == [
        ('"k\\""', "key"),
        ("-1.5e3", "literal"),
        ("true", "literal"),
        ("null", "literal"),
        ('"HIDDEN_DUE_TO_SECURITY_REASONS"', "dim"),
    ]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (b"", ""),
        (b"{", "{"),
        (b"\x1b[2Jno\r\njson", "␛[2Jno␍\njson"),
        (b"\xff\xfe", "\\xff\\xfe"),
        (b'{"a":"\x07"}', '{"a":"␇"}'),
        (b"[" * 1500, "[" * LONGEST + "\n" + "[" * (1500 - LONGEST)),
    ],
)
def test_what_is_no_json_is_shown_as_text(raw: bytes, shown: str) -> None:
    assert text(json_page(raw)) == shown


def test_raw_controls_inside_strings_become_pictures() -> None:
    shown = text(json_page('{"a":"\u202e\x7f\u2028\u200b"}'.encode()))
    assert shown == '{\n  "a": "<U+202E>␡<U+2028><U+200B>"\n}'


@pytest.mark.parametrize(
    "raw",
    [
        json.dumps({"a": [{f"k{i}": "some value"} for i in range(12_000)]}).encode(),
        json.dumps({"a": "x y" * 85_000}).encode(),
        b"\x1b[2J" * 65_000,
    ],
    ids=["many lines", "one line", "no json"],
)
def test_a_quarter_of_a_megabyte_is_shown_from_its_beginning(raw: bytes) -> None:
    assert len(raw) > 250_000
    page = json_page(raw)
    page.wrap(76)
    assert all(page.row(at) is not None for at in range(20))

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.core.safe_text import by_number, in_json, safe

ANY_TEXT = st.text(st.characters(exclude_categories=())) | st.text(
    st.sampled_from("a\x1b[]\n\t\x7f\x9b\u0301\u0e31\u200b\u202e\u2066\ufeff\ud800\ufe0f\u3164<+>")
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("plain [/] text", "plain [/] text"),
        ("Zoë 日本語 🎉", "Zoë 日本語 🎉"),
        ("\x1b[31mred", "␛[31mred"),
        ("a\nb\tc\rd\x00", "a␊b␉c␍d␀"),
        ("\x7f", "␡"),
        ("\x9b31m", "<U+009B>31m"),
        ("a\u202eb", "a<U+202E>b"),
        ("a\u2066b\u2069", "a<U+2066>b<U+2069>"),
        ("zero\u200bwidth\u200d\ufeff", "zero<U+200B>width<U+200D><U+FEFF>"),
        ("soft\u00adhyphen", "soft<U+00AD>hyphen"),
        ("line\u2028\u2029", "line<U+2028><U+2029>"),
        ("\ud800", "<U+D800>"),
        ("\ue000\U000f0000", "<U+E000><U+F0000>"),
        ("\u0378", "<U+0378>"),
        ("no\u00a0break", "no<U+00A0>break"),
        ("\u3164\u115f\u2800", "<U+3164><U+115F><U+2800>"),
        ("❤\ufe0f", "❤<U+FE0F>"),
        ("e\u0301", "e\u0301"),
        ("e\u0301\u0302", "e\u0301\u0302"),
        ("e" + "\u0301" * 5 + "x", "e\u0301\u0301<+3 marks>x"),
        ("\u0301x", "◌\u0301x"),
        ("\u0995" + "\u09be" * 5, "\u0995\u09be\u09be<+3 marks>"),
        ("\u091c\u093c\u0940\u0902", "\u091c\u093c\u0940\u0902"),
        ("\u1112\u1161\u11ab", "\u1112\u1161\u11ab"),
        ("\u1112" + "\u1161" * 4, "\u1112\u1161\u1161<+2 marks>"),
        ("👍🏽", "👍<U+1F3FD>"),
        ("🇩🇪", "<U+1F1E9><U+1F1EA>"),
        ("\U000e0041", "<U+E0041>"),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    assert safe(text) == shown


@given(ANY_TEXT)
def test_everything_shown_can_be_seen(text: str) -> None:
    shown = safe(text)
    assert shown.isprintable()
    marks = 0
    for char in shown:
        assert unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
        assert unicodedata.bidirectional(char) not in {"LRE", "RLE", "LRO", "RLO", "PDF"}
        assert not 0xFE00 <= ord(char) <= 0xFE0F
        marks = marks + 1 if unicodedata.category(char) in {"Mn", "Me"} else 0
        assert marks <= 2


@given(ANY_TEXT)
def test_idempotent(text: str) -> None:
    assert safe(safe(text)) == safe(text)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_printable_ascii_is_left_alone(text: str) -> None:
    assert safe(text) is text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain é 名", "plain é 名"),
        ("a\u202eb\x1b", "a\\u{202e}b\\u{1b}"),
        ("\u0301x", "\\u{301}x"),
        ("e\u0301\u0301\u0301", "e\u0301\u0301\\u{301}"),
    ],
)
def test_what_is_read_again_is_written_by_number(text: str, written: str) -> None:
    assert by_number(text) == written
    assert safe(written) == written


@given(ANY_TEXT)
def test_json_escapes_are_the_same_string(text: str) -> None:
    told = json.dumps(text, ensure_ascii=False)
    assert json.loads(in_json(told)) == json.loads(told)
    assert safe(in_json(told)) == in_json(told)


def test_a_long_text_is_safe_too() -> None:
    assert safe("é\x1b" * 10_000) == "é␛" * 10_000

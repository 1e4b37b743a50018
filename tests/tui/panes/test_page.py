from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from sestrail_tui.core.safe_text import safe
from sestrail_tui.tui.panes.page import LEAST_WIDTH, Page, StyledSpan


def plain(lines: list[str], hang: int = 0) -> Page:
    return Page(lines, lambda _index, _line: (), lambda _index, _line: hang)


def texts(page: Page) -> list[str]:
    page.wrap_all()
    return ["".join(piece.text for piece in page.row(at)) for at in range(page.row_count)]


@given(
    st.lists(st.text(max_size=200), max_size=8),
    st.integers(min_value=2, max_value=80),
    st.integers(min_value=0, max_value=40),
)
def test_wrapping_loses_nothing_and_keeps_the_width(
    lines: list[str], width: int, hang: int
) -> None:
    page = plain(lines, hang)
    page.wrap(width)
    rows = texts(page)
    assert all(cell_len(row) <= width for row in rows)
    hanging = max(0, min(hang, width - LEAST_WIDTH))
    joined = "".join(rows).replace(" ", "")
    assert joined == "".join(map(safe, lines)).replace(" ", "")
    assert hanging == 0 or len(rows) >= len(lines)


@given(
    st.lists(st.text("aB \u3042\u0301", max_size=60), max_size=6), st.text("aB \u3042", max_size=3)
)
def test_what_is_marked_is_what_was_searched(lines: list[str], wanted: str) -> None:
    page = plain(lines)
    page.wrap(1000)
    page.search(wanted)
    page.current = -1
    marked = [
        piece.text
        for at in range(page.row_count)
        for piece in page.row(at)
        if piece.tone == "match"
    ]
    assert [text.lower() for text in marked] == [wanted.lower()] * len(page.matches)


def test_a_line_breaks_at_a_blank_and_hangs() -> None:
    page = plain(["Why   the address of the sender is not verified in this region"], hang=6)
    page.wrap(36)
    assert texts(page) == [
        "Why   the address of the sender is ",
        "      not verified in this region",
    ]


def test_a_value_begins_beside_its_label() -> None:
    page = plain(["Identity   ARN              arn:aws:sts::123456789012:assumed-role/a"], hang=28)
    page.wrap(52)
    assert texts(page) == [
        "Identity   ARN              arn:aws:sts::12345678901",
        " " * 28 + "2:assumed-role/a",
    ]


def test_a_long_word_breaks_anywhere() -> None:
    page = plain(["x" * 25])
    page.wrap(10)
    assert texts(page) == ["x" * 10, "x" * 10, "x" * 5]


def test_a_wide_character_is_never_halved() -> None:
    page = plain(["日本語日本語"])
    page.wrap(5)
    assert texts(page) == ["日本", "語日", "本語"]


def test_a_match_across_two_rows_is_marked_in_both() -> None:
    page = plain(["abcdefghij"])
    page.wrap(5)
    page.search("DEFG")
    assert page.row(0) == [("abc", "plain"), ("de", "current")]
    assert page.row(1) == [("fg", "current"), ("hij", "plain")]
    assert page.current_row() == 0


def test_a_match_covers_the_tones_below() -> None:
    page = Page(["abcdef"], lambda _i, _l: (StyledSpan(1, 5, "key"),), lambda _i, _l: 0)
    page.wrap(80)
    page.search("cd")
    page.current = 5
    assert page.row(0) == [
        ("a", "plain"), ("b", "key"), ("cd", "match"), ("e", "key"), ("f", "plain")
    ]  # fmt: skip


@pytest.mark.parametrize(("wanted", "count"), [("", 0), ("*", 0), ("a*d", 2), ("(", 1), ("zz", 0)])
def test_search(wanted: str, count: int) -> None:
    page = plain(["abcd A..D", "("])
    page.wrap(80)
    page.search(wanted)
    assert len(page.matches) == count
    assert (page.current_row() is None) == (count == 0)


def test_lines_are_made_safe_only_when_needed() -> None:
    page = plain(["\x1b" * 3] * 10_000)
    page.wrap(80)
    assert page._known_safe < 1000
    assert page.row_count == 10_000
    assert page.row(9_999) == [("␛␛␛", "plain")]


def test_the_rows_of_a_far_match_are_found() -> None:
    page = plain(["x" * 100] * 5_000 + ["needle"])
    page.wrap(50)
    page.search("needle")
    assert page.current_row() == 10_000

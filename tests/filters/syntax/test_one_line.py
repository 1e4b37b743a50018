from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.core.errors import FilterError
from sestrail_tui.filters.syntax.one_line import one_line
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.filters.syntax.tree import to_text
from tests.filters.trees import trees


@pytest.mark.parametrize(
    ("pasted", "line"),
    [
        ("config:a error:*", "config:a error:*"),
        ("\nconfig:a", " config:a"),
        ("config:a\nerror:*\n", "config:a error:* "),
        ("config:a\r\n  error:*", "config:a   error:*"),
        ("config:a\terror:*", "config:a error:*"),
        ("config:a\xa0error:*", "config:a error:*"),
        ("a\u3000|\u2028b", "a | b"),
        ('"a\nb\xa0c"', '"a\\u{a}b\\u{a0}c"'),
        ("config:a\u200bb", 'config:"a\\u{200b}b"'),
        ("\ufeffx*", '"\\u{feff}x*"'),
        ("\u201ca b\u201d", "\u201ca b\u201d"),
        ("", ""),
        ("\n", " "),
    ],
)
def test_a_pasted_filter_becomes_a_line(pasted: str, line: str) -> None:
    assert one_line(pasted) == line


def tree_or_mistake(text: str) -> object:
    try:
        return parse(text)
    except FilterError as error:
        return error.message[:20]


@given(
    st.text('ab:*"|()-! \n\t\r\xa0\u3000\u200b\ufeff\x1b\u202e\u0301\\', max_size=20)
    | trees.map(to_text)
)
def test_it_means_what_it_meant_and_can_be_shown(text: str) -> None:
    line = one_line(text)
    assert line.isprintable() or not line
    assert one_line(line) == line
    before, after = tree_or_mistake(text), tree_or_mistake(line)
    assert before == after

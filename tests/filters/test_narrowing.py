"""A filter said to narrow another must do so for every record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from sestrail_tui.filters.match import matches
from sestrail_tui.filters.narrowing import narrows
from sestrail_tui.filters.syntax.parse import parse
from tests.store.samples import records
from tests.store.trees import trees

if TYPE_CHECKING:
    from sestrail_tui.filters.syntax.tree import Node

SENDS = records(12)


@pytest.mark.parametrize(
    ("text", "before", "expected"),
    [
        ("config:a", "", True),
        ("config:a boto", "config:a", True),
        ("boto config:a", "config:a bo", True),
        ("BOTO3", "bot", True),
        ("b*oto3", "oto", True),
        ("config:a", "config:(a|b)", True),
        ("config:(a|b)", "config:(a|b|c)", True),
        ("config:b", "config:a", False),
        ("", "config:a", False),
        ("bot", "boto", False),
        ("-boto", "-bot", False),
        ("bo", "b*o", False),
    ],
)
def test_examples(text: str, before: str, expected: bool) -> None:
    assert narrows(parse(text), parse(before)) is expected


@given(trees, trees)
def test_what_matches_the_narrower_matches_the_wider(node: Node, before: Node) -> None:
    if narrows(node, before):
        assert all(matches(before, send) for send in SENDS if matches(node, send))

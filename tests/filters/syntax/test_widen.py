from __future__ import annotations

import pytest
from hypothesis import given

from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.filters.syntax.tree import to_text
from sestrail_tui.filters.syntax.widen import replaced, whole_values, widened
from tests.filters.trees import trees


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ("principal:ord", ["principal:ord"]),
        ("x config:a (from:b | error:c) -call:d", ["config:a", "from:b", "error:c"]),
        ('config:a* config:(none) error:* config:"(unknown)" mfa:no kind:send time:20:00 word', []),
        ("", []),
    ],
)
def test_what_asks_for_a_whole_value(written: str, whole: list[str]) -> None:
    assert list(map(to_text, whole_values(parse(written)))) == whole


def test_a_value_becomes_a_beginning_or_a_part() -> None:
    node = parse("principal:ord -principal:ord (x | principal:ord)")
    (term, _) = whole_values(node)
    begins, contains = widened(term)
    assert (to_text(begins), to_text(contains)) == ("principal:ord*", "principal:*ord*")
    assert to_text(replaced(node, term, begins)) == (
        "principal:ord* -principal:ord (x | principal:ord*)"
    )


@given(trees)
def test_putting_a_term_in_its_own_place_changes_nothing(node: object) -> None:
    for term in whole_values(node):  # type: ignore[arg-type]
        assert replaced(node, term, term) == node  # type: ignore[arg-type]

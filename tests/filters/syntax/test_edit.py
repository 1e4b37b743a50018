from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.core.record import Record
from sestrail_tui.filters.fields.pattern import Pattern
from sestrail_tui.filters.match import matches
from sestrail_tui.filters.syntax.edit import exclude, picked, toggle, with_conjunct, with_values
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.filters.syntax.tree import Node, Not, Term, conjuncts, to_text
from tests.filters.trees import nodes, records, trees, values

REFUSED = parse("error:*")


@pytest.mark.parametrize(
    ("before", "picks", "after"),
    [
        ("", ["a"], "config:a"),
        ("", ["a", "b"], "config:(a|b)"),
        ("", ["", "b c"], 'config:((none)|"b c")'),
        ("", [], ""),
        ("config:a", [], ""),
        ("x config:a y", ["b"], "x config:b y"),
        ("x config:(a|b) y config:c*", ["d", "d"], "x config:d y"),
        ("config:a | config:b", ["c"], "config:c"),
        ("config:a | x", ["c"], "(config:a | x) config:c"),
        ("-config:ci-*", ["a"], "config:a"),
        ("-config:ci-*", [], "-config:ci-*"),
        ("principal:a", ["a"], "principal:a config:a"),
    ],
)
def test_picked_values_take_the_place_of_those_before(
    before: str, picks: list[str], after: str
) -> None:
    assert to_text(with_values(parse(before), "config", picks)) == after


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ("", "a", "-config:a"),
        ("", "", "-config:(none)"),
        ("x", "a b", 'x -config:"a b"'),
        ("-config:a", "a", "-config:a"),
        ("config:(a|b|c)", "b", "config:(a|c)"),
        ("config:a x", "a", "x -config:a"),
        ("config:a*", "ab", "config:a* -config:ab"),
        ("config:(a|b*)", "a", "config:b*"),
        ("config:(a|A|*)", "a", "config:(A|*) -config:a"),
        ("config:(a|a)", "a", "-config:a"),
    ],
)
def test_excluding(before: str, value: str, after: str) -> None:
    assert to_text(exclude(parse(before), "config", value)) == after


def test_errors_only_goes_on_and_off() -> None:
    assert to_text(toggle(parse("a | b"), REFUSED)) == "(a | b) error:*"
    assert to_text(toggle(parse("a error:* b"), REFUSED)) == "a b"
    assert to_text(toggle(REFUSED, REFUSED)) == ""


@given(trees, st.sampled_from(["config", "principal", "tag"]), st.lists(values, max_size=4))
def test_picks_come_back(node: Node, field: str, picks: list[str]) -> None:
    changed = with_values(node, field, picks)
    assert picked(changed, field) == tuple(dict.fromkeys(picks))
    assert parse(to_text(changed)) == changed
    assert with_values(changed, field, picks) == changed


@given(trees, st.sampled_from(["config", "principal", "tag"]), values)
def test_what_is_excluded_is_gone(node: Node, field: str, value: str) -> None:
    changed = exclude(node, field, value)
    assert value not in picked(changed, field)
    assert parse(to_text(changed)) == changed
    column = {"config": "config_set", "principal": "principal", "tag": "tags"}[field]
    held = (value,) if column == "tags" and value else () if column == "tags" else value
    record: dict[str, Any] = {column: held}
    assert not matches(changed, Record(raw=b"{}", **record))


@given(trees, values, records())
def test_excluding_only_narrows(node: Node, value: str, record: Record) -> None:
    changed = with_conjunct(node, Not(Term("principal", Pattern.literal(value))))
    assert with_conjunct(changed, conjuncts(changed)[-1]) == changed
    if matches(changed, record):
        assert matches(node, record)


@given(nodes.filter(lambda node: REFUSED not in conjuncts(node)))
def test_toggling_twice_changes_nothing(node: Node) -> None:
    assert toggle(toggle(node, REFUSED), REFUSED) == node

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.filters.fields.pattern import Pattern
from sestrail_tui.filters.fields.registry import FIELDS
from sestrail_tui.filters.syntax.complete import Completions, complete
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.filters.syntax.tree import Node, Term, to_text
from tests.filters.trees import NASTY, nodes

SEEN = {
    "config": [("hoge-config", 1900), ("", 212), ('a "b"', 3), ("(none)", 1), ("the-hoge", 1)],
    "mfa": [("yes", 4)],
}


def seen(field: str) -> list[tuple[str, int]]:
    return SEEN.get(field, [])


def at(marked: str) -> tuple[str, Completions]:
    """Complete at the ``^`` in the text."""
    text = marked.replace("^", "")
    return text, complete(text, marked.index("^"), seen)


def accepted(text: str, found: Completions, index: int) -> str:
    return text[: found.start] + found.items[index].text + text[found.end :]


@pytest.mark.parametrize(
    ("marked", "first"),
    [
        ("con^", "config:"),
        ("-pr^", "-principal:"),
        ("(pr^)", "(principal:)"),
        ("a | te^", "a | template:"),
        ("a con^ b", "a config: b"),
        ("con^fig:x", "console:x"),
        ("sender^", "from:"),
        ("^", "config:"),
        ("a ^", "a config:"),
        ("-^", "-config:"),
        ("config:^", "config:hoge-config"),
        ("config:ho^", "config:hoge-config"),
        ("config:ho^ge x", "config:hoge-config x"),
        ("config:HC^", "config:hoge-config"),
        ("config:ho*^", "config:hoge-config"),
        ("config:none^", "config:(none)"),
        ("config:(no^", "config:(none)"),
        ("config:(no^ne)", 'config:"(none)"'),
        ("config:(ho^", "config:(hoge-config"),
        ("config:(ho^)", "config:(hoge-config)"),
        ("config:(a|^", "config:(a|hoge-config"),
        ("config:(a | the^|b)", "config:(a | the-hoge|b)"),
        ('config:"a ^', 'config:"a \\"b\\""'),
        ('config:"a ^ x', 'config:"a \\"b\\"" x'),
        ('config:"a^x', 'config:"a \\"b\\"" x'),
        ("mfa:n^", "mfa:no"),
        ("NOT ^", "NOT config:"),
        ("a AND con^", "a AND config:"),
        ("a && con^", "a && config:"),
        ("!con^", "!config:"),
        ("config=ho^", "config=hoge-config"),
        ("config!=ho^", "config!=hoge-config"),
        ("console:^", "console:yes"),
    ],
)
def test_the_first_completion(marked: str, first: str) -> None:
    text, found = at(marked)
    assert accepted(text, found, 0) == first


@pytest.mark.parametrize("marked", ["-(config:(^none) mfa:no)", "-(config:(no^ne) mfa:no)"])
def test_within_none_the_whole_of_it_is_replaced(marked: str) -> None:
    text, found = at(marked)
    assert text[found.start : found.end] == "(none)"


@pytest.mark.parametrize(
    "marked",
    [
        "NOT^",
        "a OR^",
        "a AND^ b",
        "zzz^",
        "config:zzz^",
        "nope:^",
        '"con^"',
        "config:^(a)",
        "a)^",
        "config:hoge-config^",
    ],
)
def test_nothing_to_add(marked: str) -> None:
    assert at(marked)[1].items == ()


def test_each_says_what_it_is() -> None:
    assert at("te^")[1].items[0].note == FIELDS["template"].help
    assert [item.note for item in at("config:^")[1].items] == ["1,900", "212", "3", "1", "1"]
    assert [item.note for item in at("mfa:^")[1].items] == ["4", ""]


def test_beginnings_come_before_parts_and_parts_before_letters() -> None:
    items = at("config:h^")[1].items
    assert [item.text for item in items] == ["hoge-config", "the-hoge"]


@given(nodes, st.integers(0, 60), st.lists(st.sampled_from(NASTY), unique=True))
def test_a_value_taken_always_reads(node: Node, cursor: int, known: list[str]) -> None:
    text = to_text(node)
    cursor = min(cursor, len(text))
    found = complete(text, cursor, lambda _: [(value, 1) for value in known])
    assert 0 <= found.start <= cursor <= found.end <= len(text)
    if not any(name in text for name in ("mfa:", "console:", "kind:")):
        for index, item in enumerate(found.items):
            if not item.text.endswith(":"):
                parse(accepted(text, found, index))


@given(st.sampled_from(NASTY))
def test_any_value_seen_can_be_taken_and_means_itself(value: str) -> None:
    found = complete("from:", 5, lambda _: [(value, 1)])
    taken = accepted("from:", found, 0)
    assert parse(taken) == Term("from", Pattern.literal(value))


@given(st.text(alphabet='config:()|-" a*\\\u3000', max_size=20), st.integers(0, 20))
def test_any_half_typed_text_is_borne(text: str, cursor: int) -> None:
    cursor = min(cursor, len(text))
    found = complete(text, cursor, seen)
    assert 0 <= found.start <= cursor <= found.end <= len(text)

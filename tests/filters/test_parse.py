from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.errors import FilterError
from sestrail_tui.filters.parse import parse
from sestrail_tui.filters.pattern import ANY, NONE, Pattern
from sestrail_tui.filters.tree import All, And, Node, Not, Or, Term, Text, to_text

from .trees import trees, values


def text(*parts: str) -> Text:
    return Text(Pattern(parts))


def term(field: str, *parts: str) -> Term:
    return Term(field, Pattern(parts))


@pytest.mark.parametrize(
    ("written", "node"),
    [
        ("", All()),
        (" \t\u3000", All()),
        ("hoge", text("hoge")),
        ('"two words"', text("two words")),
        ("config:hoge-config", term("config", "hoge-config")),
        ("CONFIG:Hoge", term("config", "Hoge")),
        ("config:(none)", Term("config", NONE)),
        ("config:(NONE)", Term("config", NONE)),
        ('config:"(none)"', term("config", "(none)")),
        ("config:(none|a)", Or((term("config", "none"), term("config", "a")))),
        ("config:((none)|a)", Or((Term("config", NONE), term("config", "a")))),
        ("error:*", Term("error", ANY)),
        ("error:**", Term("error", ANY)),
        ("from:*@example.com", term("from", "", "@example.com")),
        ('principal:"a b"', term("principal", "a b")),
        (r'principal:"\"\\\*\u{1b}\q"', term("principal", '"\\*\x1b\\q')),
        ('principal:"my role*"', term("principal", "my role", "")),
        ("ip:2001:db8::1", term("ip", "2001:db8::1")),
        ("config:-x", term("config", "-x")),
        ("tag:campaign=test", term("tag", "campaign=test")),
        ("-error:*", Not(Term("error", ANY))),
        ("--a", Not(Not(text("a")))),
        ("a-b", text("a-b")),
        ("a b | c", Or((And((text("a"), text("b"))), text("c")))),
        ("a (b | c)", And((text("a"), Or((text("b"), text("c")))))),
        ("(a b) c", And((text("a"), text("b"), text("c")))),
        ("-(a | b)", Not(Or((text("a"), text("b"))))),
        ("config:( a | b )", Or((term("config", "a"), term("config", "b")))),
        ("arn:aws:ses:eu:1:identity/x", text("arn:aws:ses:eu:1:identity/x")),
        ("https://x.example/?a=1", text("https://x.example/?a=1")),
        ("20:02:52", text("20:02:52")),
        ("SESV2::x", text("SESV2::x")),
        ("Mozilla/5.0 (X11)", And((text("Mozilla/5.0"), text("X11")))),
    ],
)
def test_reads(written: str, node: Node) -> None:
    assert parse(written) == node


@pytest.mark.parametrize(
    ("written", "said", "marked"),
    [
        ("prncipal:x", "Is principal: meant?", "prncipal:"),
        ("a sender:x", "Is from: meant?", "sender:"),
        ("qqqq:x", "There are config, principal,", "qqqq:"),
        ("config:", "needs a value", "config:"),
        ("config: x", "needs a value", "config:"),
        ("config:|x", "needs a value", "config:"),
        ("config:(a b)", 'stands "|"', "b"),
        ("config:(a", "never closed", "("),
        ("config:(a|", "never closed", "("),
        ("config:(a|)", "value is missing", ")"),
        ("mfa:maybe", "is yes or no", "maybe"),
        ("kind:mail", "send, change", "mail"),
        ("ip:10.0.0.0/99", "network", "10.0.0.0/99"),
        ("a (b", "never closed", "("),
        ("a) b", "never opened", ")"),
        (")", "never opened", ")"),
        ("a ()", "nothing between", "()"),
        ("a |", 'missing after "|"', "|"),
        ("(a | )", 'missing after "|"', "|"),
        ("| a", 'missing before "|"', "|"),
        ("a || b", 'missing after "|"', "|"),
        ("a - b", "minus sign", "-"),
        ("-", "minus sign", "-"),
        ('"a', "quote is never closed", '"a'),
        ('config:"a\\', "quote is never closed", '"a\\'),
        ('"a"b', "space is missing", "b"),
        ('""', "no text between", '""'),
        ("(" * 60, "More than 50", "("),
        ("-" * 60 + "a", "More than 50", "-"),
    ],
)
def test_a_mistake_is_named_and_marked(written: str, said: str, marked: str) -> None:
    with pytest.raises(FilterError) as caught:
        parse(written)
    assert said in str(caught.value)
    assert written[caught.value.start : caught.value.end] == marked


@pytest.mark.parametrize("sign", ["(", "-", "a ", '"', "config:(", "|"])
def test_a_flood_is_refused(sign: str) -> None:
    with pytest.raises(FilterError):
        parse(sign * 1_000_000)
    with pytest.raises(FilterError):
        parse(sign * 5_000 + "(")


@given(trees)
def test_what_is_written_reads_back_the_same(node: Node) -> None:
    assert parse(to_text(node)) == node


@given(trees)
def test_what_is_written_can_be_shown_anywhere(node: Node) -> None:
    assert to_text(node).isprintable()


@given(st.sampled_from(["config", "from", "tag"]), values)
def test_any_value_seen_can_be_written(field: str, value: str) -> None:
    node = Term(field, Pattern.literal(value))
    assert parse(to_text(node)) == node


PIECES = ["config:", "(none)", "error:*", "(", ")", "|", "-", '"', "\\", " ", "a", "nope:", "mfa:x"]


@given(st.text(max_size=30) | st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_any_text_is_read_or_marked(written: str) -> None:
    try:
        node = parse(written)
    except FilterError as caught:
        mistake = caught
    else:
        assert parse(to_text(node)) == node
        return
    assert 0 <= mistake.start < mistake.end <= len(written)
    assert mistake.text == written

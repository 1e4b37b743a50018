from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.core.errors import FilterError
from sestrail_tui.filters.fields.pattern import ANY, NONE, Pattern
from sestrail_tui.filters.fields.registry import FIELDS
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.filters.syntax.tree import (
    All,
    And,
    Node,
    Not,
    Or,
    Term,
    Text,
    any_one,
    every_one,
    to_text,
)
from tests.filters.trees import trees, values


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
        ("message:<a1@mail.example>", term("message", "a1")),
        ("tag:a!=b", term("tag", "a!=b")),
        ("config:!x", term("config", "!x")),
        ("config:=x", term("config", "=x")),
        ("config:AND", term("config", "AND")),
        ("config:(OR|a)", Or((term("config", "OR"), term("config", "a")))),
        ("a=b", text("a=b")),
        ("a!=b", text("a!=b")),
        ("a & b", And((text("a"), text("&"), text("b")))),
        ("a=1&b=2", text("a=1&b=2")),
        ("not ANDROID", And((text("not"), text("ANDROID")))),
        ("AND*", text("AND", "")),
        ('"AND"', text("AND")),
        ('"NOT" a', And((text("NOT"), text("a")))),
        ('"config=a"', text("config=a")),
        ('"!a"', text("!a")),
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
        ("a |||", 'missing after "||"', "||"),
        ("|| a", 'missing before "||"', "||"),
        ("AND a", "missing before AND: a AND b finds what is both. To search for the word", "AND"),
        ("a AND", "missing after AND", "AND"),
        ("a AND AND b", "missing after AND", "AND"),
        ("a && | b", 'missing after "&&": a && b', "&&"),
        ("a OR", "missing after OR: a OR b finds either", "OR"),
        ("(a OR) b", "missing after OR", "OR"),
        ("NOT", 'NOT error:*. To search for the word, put it in quotes: "NOT"', "NOT"),
        ("a NOT | b", "NOT stands before", "NOT"),
        ("a ! b", '"!" stands right before what it excludes: !error:*', "!"),
        ("config = a", "between a field and its value: config:a", "config ="),
        ("config =a", "between a field and its value: config:a", "config ="),
        ("a Config != b c", "between a field and its value: -config:b", "Config !="),
        ("config: a", "as in config:a;", "config:"),
        ("config= a", "as in config:a;", "config="),
        ("config=", "needs a value", "config="),
        ("ip:>10", "ip: has no more or less; ip:203.0.113.* is how", ">10"),
        ("account:<=5", 'put the value in quotes: account:"<=5"', "<=5"),
        ("config:(a|>b)", "no more or less", ">b"),
        ("time:>10:00", "with dots: time:10:00..", ">10:00"),
        ("time:<=10:00", "with dots: time:..10:00", "<=10:00"),
        ("config:(a AND b)", "config:a AND config:b", "AND"),
        ("tag:(a&&b)", "tag:a AND tag:b", "&&"),
        ("config:(NOT a)", "-config:a", "NOT"),
        ('"a"AND b', "space is missing", "AND"),
        ('"a"!b', "space is missing", "!"),
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


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("NOT error:*", "-error:*"),
        ("from:a AND error:*", "from:a error:*"),
        ("from:a AND NOT error:*", "from:a -error:*"),
        ("NOT (a OR b)", "-(a | b)"),
        ("NOT(a)", "-a"),
        ("NOT NOT a", "--a"),
        ("NOT -a", "--a"),
        ("a OR b c", "a | b c"),
        ("(a OR b) AND c", "(a | b) c"),
        ("a && b || !c", "a b | -c"),
        ("config:a&&error:*||b", "config:a error:* | b"),
        ("!error:*", "-error:*"),
        ("!!a", "--a"),
        ("!(a|b)", "-(a | b)"),
        ("a !config:b", "a -config:b"),
        ("config=billing", "config:billing"),
        ("CONFIG==billing", "config:billing"),
        ("config===billing", "config:billing"),
        ('config="a b"', 'config:"a b"'),
        ("config=(none)", "config:(none)"),
        ("error!=x", "-error:x"),
        ("error!==x", "-error:x"),
        ("error!=*", "-error:*"),
        ("-error!=x", "--error:x"),
        ("config!=(a|b)", "-config:(a|b)"),
        ("config:(a OR b||c)", "config:(a|b|c)"),
        ("tag=a=b", "tag:a=b"),
        ("tag=a!=b", 'tag:"a!=b"'),
        ("time=20:02..20:05", "time:20:02..20:05"),
    ],
)
def test_what_other_languages_write_is_understood(written: str, plain: str) -> None:
    assert parse(written) == parse(plain)
    assert parse(to_text(parse(written))) == parse(plain)


@pytest.mark.parametrize("sign", ["(", "-", "a ", '"', "config:(", "|", "!", "NOT ", "&&"])
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
    assert parse(to_text(Term(field, Pattern.literal(value)))) == canonical(field, value)


def canonical(field: str, value: str) -> Term:
    return Term(field, FIELDS[field].canonical(Pattern.literal(value)))


SIGNS = "=!&<>-~@:.,;/+%#"
bare_values = st.text("aB1é" + SIGNS, min_size=1, max_size=8).filter(
    lambda value: "&&" not in value and value[0] not in "<>"
)
bare_words = bare_values.filter(
    lambda word: word[0] not in "-!" and ":" not in word and not word.startswith(("<", ">"))
)
old_terms = st.builds(
    lambda name, value: (f"{name}:{value}", canonical(name, value)),
    st.sampled_from(["config", "from", "tag", "message"]),
    bare_values,
) | st.builds(lambda word: (word, Text(Pattern.literal(word))), bare_words)


@given(st.lists(st.lists(old_terms, min_size=1, max_size=3), min_size=1, max_size=3), st.booleans())
def test_signs_within_words_and_values_mean_what_they_always_meant(
    either: list[list[tuple[str, Node]]], excluded: bool
) -> None:
    written = " | ".join(" ".join(text for text, _ in both) for both in either)
    node = any_one(every_one(part for _, part in both) for both in either)
    assert parse(f"-({written})" if excluded else written) == (Not(node) if excluded else node)


PIECES = [
    *("config:", "config", "(none)", "error:*", "tag:a=b", "nope:", "mfa:x", "a", "and", "\\", " "),
    *("(", ")", "|", "-", '"', "AND", "OR", "NOT", " AND ", " OR ", " NOT ", "!", "=", "!="),
    *("&&", "||", "&", "<", ">"),
]


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

from __future__ import annotations

import pytest
from hypothesis import given

from sestrail_tui.core.record import Record
from sestrail_tui.filters.fields.pattern import ANY, NONE, Pattern
from sestrail_tui.filters.fields.registry import FIELDS
from sestrail_tui.filters.match import json_text, matches, raw_predicate, searched, text_predicate
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.filters.syntax.tree import All, And, Node, Not, Or, Term, Text
from tests.filters.trees import nodes, patterns, records, trees

SEND = Record(
    raw=b'{"eventName":"SendEmail","note":"Gr\\u00fc\\u00dfe \\ud83d\\ude00 a\\/b \\"q\\""}',
    kind="send",
    name="SendEmail",
    call="SendEmail v2",
    principal="lambda-mailer/job-7",
    sender="Billing <Billing@Example.com>",
    config_set="hoge-config",
    client="boto3 1.43",
    agent="Boto3/1.43.0 md/Botocore#1.43.0 ua/2.0",
    error="MailFromDomainNotVerifiedException",
    console="no",
    tls="TLSv1.3",
    ip="203.0.113.9",
    tags=("campaign=test", "team=a b"),
    message_id="0100-a 0100-b",
)
HIT = [
    "",
    "config:HOGE-config",
    "config:*",
    "config:hoge*",
    "config:(x|hoge-config)",
    "principal:lambda-mailer/*",
    "from:*@example.com",
    "from:billing@example.com",
    'from:"Billing <billing@example.com>"',
    "call:SendEmail",
    "call:v2",
    'call:"sendemail V2"',
    "error:*",
    "error:mailfromdomainnotverified",
    "error:MailFromDomainNotVerifiedException",
    "error:*Verified",
    "console:no",
    "console:false",
    "mfa:(none)",
    "-mfa:no",
    "tls:1.3",
    "tls:tlsv1.*",
    "ip:203.0.113.*",
    "ip:203.0.113.0/24",
    "agent:boto3*",
    "agent:boto3/1.43.0*",
    'agent:"boto3 1.43"',
    "tag:campaign=test",
    "tag:campaign",
    "tag:team=a*b",
    "message:0100-b",
    "template:(none)",
    "kind:send",
    "sendemail",
    "HOGE",
    "Grüße",
    "GRÜSSE",
    "😀",
    "a/b",
    r'"\"q\""',
    "name*note",
    "boto3 1.43",
    "lambda | nothing",
    "-nothing",
]
MISS = [
    "config:hoge",
    "config:(none)",
    "config:hog*x",
    "config:hoge-config*hoge-config",
    "principal:lambda-mailer",
    "from:example.com",
    'call:"SendEmail v1"',
    "call:v1",
    "-error:*",
    "error:(none)",
    "console:yes",
    "mfa:no",
    "ip:203.0.113",
    "ip:10.0.0.0/8",
    "ip:2001:db8::/32",
    "tag:test",
    "tag:(none)",
    "message:0100",
    "kind:change",
    "note*name",
    "u00fc",
    "lambda nothing",
]


@pytest.mark.parametrize("written", HIT)
def test_matches(written: str) -> None:
    assert matches(parse(written), SEND)


@pytest.mark.parametrize("written", MISS)
def test_does_not_match(written: str) -> None:
    assert not matches(parse(written), SEND)


def test_a_call_that_was_not_refused_has_no_error() -> None:
    accepted = Record(raw=b"{}")
    assert matches(parse("-error:* error:(none) -error:*exception"), accepted)


def test_many_wildcards_take_no_time() -> None:
    matches(parse("*a" * 200 + "b"), Record(raw=b"a" * 200_000))


def test_unreadable_bytes_are_searched_as_they_are() -> None:
    assert matches(parse("br*ken"), Record(raw=b"\xff not json, BROKEN"))
    assert json_text(b'\\ud800 \\uD83D\\uDE00 \\n "\\') == '\ufffd 😀 \n "\\'


@given(nodes, nodes, records())
def test_laws(a: Node, b: Node, record: Record) -> None:
    both, either = matches(And((a, b)), record), matches(Or((a, b)), record)
    assert matches(Not(a), record) is not matches(a, record)
    assert both is (matches(a, record) and matches(b, record))
    assert either is (matches(a, record) or matches(b, record))


@given(records())
def test_none_is_the_contrary_of_any(record: Record) -> None:
    for name in FIELDS:
        assert matches(Term(name, NONE), record) is not matches(Term(name, ANY), record)


@given(trees, records())
def test_a_column_is_asked_once_for_each_value(node: Node, record: Record) -> None:
    """What a store does, term by term, gives the same as `matches`."""

    def by_columns(node: Node) -> bool:
        match node:
            case All():
                return True
            case Text(pattern):
                in_text = text_predicate(pattern)
                return raw_predicate(pattern)(record.raw) or any(map(in_text, searched(record)))
            case Term(name, pattern):
                test = FIELDS[name].compile(pattern)
                return any(test(getattr(record, column)) for column in FIELDS[name].columns)
            case Not(inner):
                return not by_columns(inner)
            case And(parts):
                return all(map(by_columns, parts))
            case Or(parts):
                return any(map(by_columns, parts))

    assert by_columns(node) is matches(node, record)


@given(patterns, records())
def test_the_fast_search_finds_what_the_slow_one_finds(pattern: Pattern, record: Record) -> None:
    slow = text_predicate(pattern)(json_text(record.raw))
    assert raw_predicate(pattern)(record.raw) is slow

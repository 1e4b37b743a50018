"""What is pushed down to Logs Insights, judged by the query language of the embedded AWS."""

from __future__ import annotations

import json
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.core.parsing.split_records import split_records
from sestrail_tui.core.record import Record
from sestrail_tui.filters.fields.pattern import Pattern
from sestrail_tui.filters.fields.registry import FIELDS
from sestrail_tui.filters.match import matches
from sestrail_tui.filters.pushdown.insights import (
    MAX_CHARACTERS,
    SES_MESSAGES,
    insights_filter,
)
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.filters.syntax.tree import All, Node, Not, Text, every_one, to_text
from sestrail_tui.local_aws.logs.insights.language import parse as read_query
from tests.examples import examples
from tests.filters.pushdown.records import (
    SEND,
    SOURCE,
    Json,
    any_record,
    every_term,
    joined,
    terms_about,
    variations,
)
from tests.filters.trees import trees
from tests.paths import DATA

if TYPE_CHECKING:
    from collections.abc import Callable


def finds(node: Node) -> Callable[[str], bool]:
    """Return the test that AWS's filter makes of a message."""
    (wanted,) = read_query(f"fields @message | filter {insights_filter(node)}").wanted
    return lambda message: wanted({"@message": message})


def kept_of(node: Node, message: str) -> bool:
    """Return whether the feed shows anything of the message."""
    record = decode(message.encode("utf-8", "surrogatepass"))
    if record.kind != "other" or record.event_id:
        return record.kind != "other" and matches(node, record)
    return any(matches(node, decode(raw)) for raw in split_records(record.raw))


def whole(record: Json) -> Json:
    """Return the record with its fields in AWS's order, which what is not wanted relies on."""
    first = {"eventVersion": "1.11"}
    return {**first, **record, "eventCategory": record.pop("eventCategory", "Data")}


@st.composite
def messages(draw: st.DrawFn) -> tuple[Record, str]:
    """A record as CloudTrail, or a forwarder of its log, may write it; cut off, or wrapped."""
    record = draw(any_record)
    if draw(st.booleans()) and "userIdentity" in record:
        record = whole(record)
    extra = draw(
        st.sampled_from(["", 'Hoge "x" <b@example.com>', "ß", "K", "日本", "a/b", "<&>", "\\u0041"])
    )
    if extra:
        record = {
            **record,
            "userAgent": extra,
            "errorMessage": draw(st.sampled_from([extra, "no"])),
        }
    text = json.dumps(
        record,
        ensure_ascii=draw(st.booleans()),
        separators=draw(st.sampled_from([(",", ":"), (", ", ": ")])),
        indent=draw(st.sampled_from([None, None, None, 1])),
    )
    if draw(st.integers(0, 9)) == 0:
        text = text.replace("/", "\\/")
    match draw(st.integers(0, 11)):
        case 0:
            text = text[: draw(st.integers(0, len(text)))]
        case 1:
            text = json.dumps({"Records": [record, {**SEND, "eventName": "SendRawEmail"}]})
        case 2:
            text = json.dumps({"events": [{"message": text}]})
        case 3:
            text = f"forwarded: {text}"
        case 4 if isinstance(record.get("requestParameters"), dict):
            inner = json.dumps(record["requestParameters"])
            text = json.dumps({**record, "requestParameters": inner})
    return decode(json.dumps(record).encode()), text


def ses(message: str) -> bool:
    return "ses.amazonaws.com" in message


@pytest.mark.slow
def test_no_term_loses_a_record() -> None:
    finder = cache(finds)
    tried = set()
    for number, record in enumerate(variations()):
        for one in (record, whole(dict(record))):
            message = json.dumps(one, separators=(",", ":"))
            found = decode(message.encode(), source=SOURCE)
            for term in islice(every_term(found), number % 7, None, 7):
                kept = term if matches(term, found) else Not(term)
                assert finder(kept)(message), (to_text(kept), message)
                tried.add(term.field)
    assert tried == set(FIELDS)


@settings(max_examples=examples(120))
@given(st.data(), messages())
def test_no_filter_loses_a_message(data: st.DataObject, drawn: tuple[Record, str]) -> None:
    record, message = drawn
    about = [
        value
        for column in ("principal", "client", "agent", "sender", "call", "error_message", "tls")
        for value in [getattr(record, column)]
        if value
    ] or ["hoge"]
    text = st.sampled_from(about).flatmap(
        lambda value: st.tuples(st.integers(0, len(value) - 1), st.integers(1, len(value))).map(
            lambda ends: value[min(ends) : max(ends)] or value
        )
    )
    leaves = terms_about(record) | text.map(lambda one: Text(Pattern.literal(one)))
    node = data.draw(st.recursive(leaves, joined, max_leaves=4))
    for asked in (node, Not(node)):
        if ses(message) and kept_of(asked, message):
            assert finds(asked)(message), to_text(asked)


@settings(deadline=None)
@given(st.lists(trees | terms_about(Record(raw=b"")), max_size=12).map(every_one))
def test_aws_takes_every_filter(node: Node) -> None:
    written = insights_filter(node)
    assert len(written) <= MAX_CHARACTERS
    assert "\\" not in written.replace(SES_MESSAGES, "")
    finds(node)


def test_the_empty_filter_asks_for_all_of_ses() -> None:
    assert insights_filter(All()) == SES_MESSAGES
    takes = finds(All())
    for path in sorted(DATA.glob("*.json")):
        assert takes(path.read_text())
    assert not takes('{"eventSource":"s3.amazonaws.com"}')


@pytest.mark.parametrize(
    "written",
    [
        "config:other",
        "config:(other|hoge)",
        "config:(none)",
        "-config:hoge-config",
        "principal:deploy/*",
        "-principal:mailer/job-7",
        "from:*@example.org",
        "from:nobody@example.com",
        "call:SendRawEmail",
        "-call:SendEmail",
        "error:*",
        "error:MessageRejected | call:SendBulkEmail",
        "console:yes",
        "mfa:yes",
        "tls:1.2",
        "ip:198.51.100.0/24",
        "-ip:203.0.113.9",
        "region:eu-*",
        "-region:us-east-1",
        "account:999999999999",
        "message:0100",
        "id:0000*",
        "request:0000*",
        "template:*",
        "template:Welcome",
        "tag:campaign=test",
        "host:email.eu*",
        "agent:curl*",
        "client:curl",
        "kind:change",
        "kind:aggregate",
        "kind:unreadable",
        "nowhere",
        '"two words"',
        "-(call:SendEmail | call:SendRawEmail)",
    ],
)
def test_what_is_left_at_aws(written: str) -> None:
    """The filter is of use: this send, as AWS writes it, need not travel."""
    message = json.dumps(whole(dict(SEND)), separators=(",", ":")).replace(
        '"eventCategory":"Data"}', '"managementEvent":false,"eventCategory":"Data"}'
    )
    node = parse(written)
    assert not matches(node, decode(message.encode()))
    assert not finds(node)(message)


@pytest.mark.parametrize("written", ["-error:*", "kind:send call:v1 -console:yes"])
def test_refused_calls_are_left_at_aws(written: str) -> None:
    send = {**SEND, "userAgent": "x", "errorCode": "MessageRejected"}
    place = {"sessionCredentialFromConsole": "true"}
    order = ("eventName", "userAgent", "errorCode", "userIdentity")
    first = {name: send[name] for name in order}
    message = json.dumps({"eventVersion": "1.11", **first, **send, **place})
    assert not finds(parse(written))(message)


def test_published_records_come_whole_whatever_is_asked_of_them() -> None:
    """What is not wanted is told of records that end as AWS's do."""
    for name in ("v2-send-console", "v2-send-template"):
        record = json.loads((DATA / f"{name}.json").read_text())
        record = record.get("Records", [record])[0]
        assert not finds(parse("-call:SendEmail"))(json.dumps(record, separators=(",", ":")))


def test_a_filter_too_long_is_asked_in_part() -> None:
    long = " ".join(f"word{number}{'x' * 60}" for number in range(200))
    written = insights_filter(parse(f"config:billing {long}"))
    assert "billing" in written
    assert len(written) <= MAX_CHARACTERS

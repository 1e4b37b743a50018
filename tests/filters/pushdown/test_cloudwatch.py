"""What is pushed down, judged by the pattern engine of the embedded AWS."""

from __future__ import annotations

import json
from functools import cache
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.core.record import Record
from sestrail_tui.filters.fields.pattern import Pattern
from sestrail_tui.filters.fields.registry import FIELDS
from sestrail_tui.filters.match import matches
from sestrail_tui.filters.pushdown.filter_pattern import SES_PATTERN, filter_pattern
from sestrail_tui.filters.syntax.edit import with_values
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.filters.syntax.tree import All, Node, Not, Text, every_one, to_text
from sestrail_tui.local_aws.logs.patterns.filter_pattern import compile_pattern
from tests.examples import examples
from tests.filters.pushdown.records import (
    SEND,
    Json,
    any_record,
    decoded,
    every_term,
    joined,
    sends,
    terms_about,
    variations,
)
from tests.filters.trees import trees
from tests.paths import DATA

FACETS = [field.name for field in FIELDS.values() if field.has_facet]
"""What is picked from lists."""
hoge = st.builds(Text, st.just(Pattern.literal("hoge")))


def is_lost(node: Node, record: Json) -> bool:
    """Return whether the record matches, and the pattern made of the filter does not find it."""
    return matches(node, decoded(record)) and not compile_pattern(filter_pattern(node))(
        json.dumps(record).encode()
    )


@pytest.mark.slow
def test_no_term_loses_a_record() -> None:
    finds = cache(lambda node: compile_pattern(filter_pattern(node)))
    tried = set()
    for number, record in enumerate(variations()):
        raw, found = json.dumps(record).encode(), decoded(record)
        for term in islice(every_term(found), number % 3, None, 3):
            kept = term if matches(term, found) else Not(term)
            assert finds(kept)(raw), (to_text(kept), record)
            tried.add(term.field)
    assert tried == set(FIELDS)


@settings(max_examples=examples(100))
@given(st.data(), any_record)
def test_no_filter_loses_a_record(data: st.DataObject, record: Json) -> None:
    leaves = terms_about(decoded(record)) | hoge
    node = data.draw(st.recursive(leaves, joined, max_leaves=5))
    assert not is_lost(node, record)
    assert not is_lost(Not(node), record)


@settings(max_examples=examples(100))
@given(st.data(), sends, sends)
def test_picked_values_lose_no_record(data: st.DataObject, one: Json, other: Json) -> None:
    fields = data.draw(st.lists(st.sampled_from(FACETS), min_size=1))
    node: Node = All()
    for field in fields:
        values = [getattr(decoded(record), FIELDS[field].column) for record in (one, other)]
        node = with_values(node, field, values)
    assert not is_lost(node, one)
    assert not is_lost(node, other)


@settings(deadline=None)
@given(st.lists(trees | terms_about(Record(raw=b"")), max_size=12).map(every_one))
def test_aws_takes_every_pattern(node: Node) -> None:
    pattern = filter_pattern(node)
    assert len(pattern) <= 1024
    compile_pattern(pattern)


def test_the_empty_filter_asks_for_all_of_ses() -> None:
    assert filter_pattern(All()) == SES_PATTERN
    takes = compile_pattern(SES_PATTERN)
    for path in sorted(DATA.glob("*.json")):
        content = json.loads(path.read_bytes())
        for record in content.get("Records", [content]):
            assert takes(json.dumps(record))
    assert not takes('{"eventSource": "s3.amazonaws.com"}')
    assert not takes("START RequestId: 1")


@pytest.mark.parametrize(
    "written",
    [
        "config:other",
        "config:(other|hoge)",
        "config:(none)",
        "config:hoge",
        "principal:ci-*",
        "principal:(deploy|ci-*) config:HOGE-CONFIG",
        "call:SendRawEmail",
        "-call:SendEmail",
        "error:*",
        "error:MessageRejected | call:SendBulkEmail",
        "console:yes",
        "mfa:yes",
        "tls:1.2",
        "ip:10.0.0.0/8",
        "-ip:203.0.113.9",
        "region:ap-*",
        "-(region:us-east-1 | error:*)",
        "account:999999999999",
        "message:0100*",
        "id:0*",
        "hoge region:eu-west-1",
    ],
)
def test_what_cannot_match_does_not_travel(written: str) -> None:
    raw = json.dumps(SEND).encode()
    assert not matches(parse(written), decode(raw))
    assert not compile_pattern(filter_pattern(parse(written)))(raw)


def test_what_does_not_fit_is_left_out_and_the_rest_asked() -> None:
    many = "config:(" + "|".join(f"set-{number}" for number in range(100)) + ")"
    assert filter_pattern(parse(f"{many} error:*")) == filter_pattern(parse("error:*"))
    assert filter_pattern(parse("config:a principal:b")) == filter_pattern(parse("config:a"))


def test_another_base_is_kept() -> None:
    base = '{ $.eventName = "SendEmail" }'
    assert filter_pattern(All(), base) == base
    assert compile_pattern(filter_pattern(parse("region:us-*"), base))(json.dumps(SEND))

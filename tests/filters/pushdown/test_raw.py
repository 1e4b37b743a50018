from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.filters.match import matches
from sestrail_tui.filters.pushdown.raw import raw_test
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.filters.syntax.tree import Node, to_text
from tests.core.samples import EVERY, encode
from tests.filters.pushdown.records import any_record, terms_about
from tests.filters.trees import joined, trees

RAWS = [encode(record) for record in EVERY.values()]


@given(trees)
def test_nothing_that_matches_is_left_out(node: Node) -> None:
    test = raw_test(node)
    for raw in RAWS:
        if test is not None and matches(node, decode(raw)):
            assert test(raw), to_text(node)


@given(st.data())
def test_nothing_that_matches_is_left_out_of_any_record(data: st.DataObject) -> None:
    record = data.draw(any_record)
    raw = json.dumps(record, ensure_ascii=data.draw(st.booleans())).encode()
    about = terms_about(decode(raw))
    node = data.draw(st.recursive(about, joined, max_leaves=4))
    test = raw_test(node)
    if test is not None and matches(node, decode(raw)):
        assert test(raw), to_text(node)


@pytest.mark.parametrize(
    "text",
    ["", "hoge", "-config:a", "config:(none)", "config:*", "principal:a", "config:a | call:b"],
)
def test_what_cannot_be_told_of_bytes(text: str) -> None:
    assert raw_test(parse(text)) is None


def test_what_can_be_told() -> None:
    test = raw_test(parse("config:Billing-* (from:a@example.com | from:*@example.net) mfa:no"))
    assert test is not None
    assert test(b'{"config":"BILLING-1","from":"x@example.net"}')
    assert not test(b'{"config":"BILLING-1","from":"x@example.org"}')
    assert not test(b'{"config":"other","from":"a@example.com"}')
    assert test(b'{"written": "\\u0062illing-1"}')
    assert test('{"other": "İ"}'.encode())

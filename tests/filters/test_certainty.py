"""Who says that a send came, or that none did, knows what a record does not say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.filters.certainty import compile_certainty, widened
from sestrail_tui.filters.fields.registry import FIELDS
from sestrail_tui.filters.match import compile_node
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.filters.syntax.tree import Not
from tests.core.samples import encode, send
from tests.filters.pushdown.records import Json, any_record, decoded, joined, terms_about

LEFT_OUT = {"reason": "requestParameters too large", "omitted": True, "originalSize": 149893}
RAW = {"content": {"raw": {"data": "HIDDEN_DUE_TO_SECURITY_REASONS"}}}


@pytest.mark.parametrize(
    ("asked", "record", "answer"),
    [
        ("config:news", send(parameters=LEFT_OUT), None),
        ("-config:news", send(parameters=LEFT_OUT), None),
        ("config:news region:eu-west-1", send(parameters=LEFT_OUT), False),
        ("config:news | region:us-east-1", send(parameters=LEFT_OUT), True),
        ("from:shop@example.com", send(parameters=LEFT_OUT), None),
        ("call:v1", send(parameters=LEFT_OUT), None),
        ("call:SendEmail", send(parameters=LEFT_OUT), True),
        ("anything", send(parameters=LEFT_OUT), None),
        ("us-east-1", send(parameters=LEFT_OUT), True),
        ("from:shop@example.com", send(parameters=RAW), None),
        ("from:shop@example.com", send(parameters={**RAW, "source": "a@b.com"}), False),
        ("config:news", send(parameters=RAW), None),
        ("config:(none)", send(parameters=RAW), True),
        ("tag:run=3", send("SendRawEmail", {"source": "a@b.com"}), None),
        ("config:news", send(parameters={"source": "a@b.com", "message": {}}), False),
        ("message:1*", send(parameters={}, additionalEventData={"omitted": True}), None),
        ("-error:*", send(parameters=LEFT_OUT), True),
        ("kind:send", send(parameters=LEFT_OUT), True),
    ],
)
def test_what_a_record_does_not_say_is_not_known(
    asked: str, record: Json, answer: bool | None
) -> None:
    assert compile_certainty(parse(asked))(decode(encode(record))) is answer


@pytest.mark.parametrize("name", FIELDS)
def test_bytes_that_are_no_record_may_be_any(name: str) -> None:
    example = parse(FIELDS[name].example)
    if name not in ("kind", "source", "time"):
        assert compile_certainty(example)(decode(b"cut off")) is None


@given(st.data(), any_record)
def test_it_agrees_with_the_filter_and_is_asked_for_widely(data: st.DataObject, one: Json) -> None:
    record = decoded(one)
    node = data.draw(st.recursive(terms_about(record), joined, max_leaves=5))
    answer = compile_certainty(node)(record)
    if answer is not None:
        assert answer is compile_node(node)(record)
    if answer is not False:
        assert compile_node(widened(node))(record)
    opposite = compile_certainty(Not(node))(record)
    assert opposite is (None if answer is None else not answer)

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.core.parsing.record_formats import LOG_TEXT, OTHER_JSON, NoRecord
from sestrail_tui.core.parsing.split_records import split_records
from tests.core.samples import EVERY, OCSF, PUBLISHED, Json, encode, published
from tests.paths import DATA

if TYPE_CHECKING:
    from collections.abc import Callable

EVENT = {"eventName": "SendEmail", "eventSource": "ses.amazonaws.com"}
RECORDS = st.lists(
    st.sampled_from(list(EVERY.values()))
    | st.dictionaries(st.text(), st.integers() | st.text() | st.none()).map(
        lambda x: {**x, **EVENT}
    ),
    max_size=4,
)


def values(data: bytes) -> list[object]:
    return [json.loads(raw) for raw in split_records(data)]


def lookup_events(records: list[Json]) -> object:
    return {"Events": [{"EventId": "x", "CloudTrailEvent": json.dumps(one)} for one in records]}


def log_events(records: list[Json]) -> object:
    return {
        "events": [{"timestamp": 1, "message": json.dumps(one)} for one in records],
        "searchedLogStreams": [],
    }


CLOTHING: dict[str, Callable[[list[Json]], object]] = {
    "list": lambda records: records,
    "Records": lambda records: {"Records": records},
    "lookup-events": lookup_events,
    "filter-log-events": log_events,
    "subscription": lambda records: {
        "messageType": "DATA_MESSAGE",
        "logEvents": [{"id": "1", "message": json.dumps(one)} for one in records],
    },
    "EventBridge": lambda records: [
        {"detail-type": "AWS API Call via CloudTrail", "detail": one} for one in records
    ],
    "Records inside log events": lambda records: log_events([{"Records": records}]),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_published_files(name: str) -> None:
    assert values((DATA / f"{name}.json").read_bytes()) == [published(name)]


@pytest.mark.parametrize("clothing", CLOTHING)
@pytest.mark.parametrize("indent", [None, 2])
@given(records=RECORDS)
def test_records_come_back_from_any_clothing(
    clothing: str, indent: int | None, records: list[Json]
) -> None:
    dressed = json.dumps(CLOTHING[clothing](records), indent=indent).encode()
    assert values(dressed) == records


@given(st.lists(st.tuples(st.sampled_from([*CLOTHING, "plain"]), RECORDS)), st.booleans())
def test_json_lines_of_any_clothing(parts: list[tuple[str, list[Json]]], crlf: bool) -> None:
    lines: list[bytes] = []
    expected: list[Json] = []
    for clothing, records in parts:
        expected += records
        if clothing == "plain":
            lines += [encode(record) for record in records]
        else:
            lines.append(encode(CLOTHING[clothing](records)))
        lines.append(b"")
    assert values((b"\r\n" if crlf else b"\n").join(lines)) == expected


@pytest.mark.parametrize("between", [b"", b"\n", b"\n\n  "])
def test_documents_over_several_lines_one_after_another(between: bytes) -> None:
    files = [(DATA / f"{name}.json").read_bytes() for name in PUBLISHED]
    assert values(between.join(files)) == [published(name) for name in PUBLISHED]


def test_nested_records_keep_their_bytes() -> None:
    odd = b'{ "eventName" : "Send\\u0045mail",\n\t"n": 1.50e0 , "a":"\xc3\xa9" }'
    assert list(split_records(b'{"Records":[' + odd + b" , " + odd + b"]}")) == [odd, odd]
    assert list(split_records(b'{"detail":' + odd + b',"detail-type":"x"}')) == [odd]
    assert list(split_records(b"\n" + odd + b"\n")) == [odd]


def test_a_string_comes_out_as_its_text() -> None:
    inside = '{ "eventName":"x", "agent":"é\\ud83c\\udf89" }'
    data = json.dumps({"Events": [{"CloudTrailEvent": inside}]}).encode()
    assert list(split_records(data)) == [inside.encode()]


def test_broken_lines_stay_and_are_unreadable() -> None:
    data = b'{"eventName":"a"}\n{"eventName":\nnot json\n\n{"eventName":"b"}\n{"eventName":"c'
    found = list(split_records(data))
    assert found == [
        b'{"eventName":"a"}',
        b'{"eventName":',
        b"not json",
        b'{"eventName":"b"}',
        b'{"eventName":"c',
    ]
    kinds = [decode(raw).kind for raw in found]
    assert kinds == ["other", "unreadable", "unreadable", "other", "unreadable"]


@pytest.mark.parametrize(
    "data", [b"", b" \n\n", b"[]", b'{"Records":[]}', b'{"Records":null}', b'{"events":[]}']
)
def test_nothing_in_nothing_out(data: bytes) -> None:
    assert list(split_records(data)) == []


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b'{"Events":[{"EventId":"x","CloudTrailEvent":null}]}', OTHER_JSON),
        (b'{"level":"info","message":"started"}', LOG_TEXT),
        (b'{"level":"info"}', OTHER_JSON),
        (b'[1, null, "started"]', OTHER_JSON),
    ],
)
def test_what_is_no_record_is_counted_for_what_it_is(data: bytes, what: NoRecord) -> None:
    left_out: Counter[NoRecord] = Counter()
    assert list(split_records(data + b"\n" + data, left_out)) == []
    assert left_out[what] >= 2


def test_a_record_with_a_message_of_its_own_is_not_unwrapped() -> None:
    record = encode({**OCSF, "message": '{"MessageId":"x"}'})
    assert list(split_records(record)) == [record]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_byte_order_marks(codec: str) -> None:
    record = published("v2-send-console")
    assert values(json.dumps({"Records": [record]}).encode(codec)) == [record]


def test_a_lone_surrogate_does_not_cost_the_file() -> None:
    cut = b'{"eventName":"SendEmail","userAgent":"cut \\ud83c"}'
    whole = encode(published("v2-send-console"))
    for data in (b'{"Records":[' + cut + b"," + whole + b"]}", b"[" + cut + b"," + whole + b"]"):
        names = [decode(raw).name for raw in split_records(data)]
        assert names == ["SendEmail", "SendEmail"]


def test_nesting_has_an_end() -> None:
    deep: object = {"eventName": "x"}
    for _ in range(20):
        deep = {"Records": [deep]}
    assert len(list(split_records(encode(deep)))) == 1
    assert [set(raw) for raw in split_records(b"[" * 100_000)] == [{ord("[")}]


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes(data: bytes) -> None:
    for raw in split_records(data):
        decode(raw)

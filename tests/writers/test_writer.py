from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pytest

from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.core.parsing.split_records import split_records
from sestrail_tui.writers.writer import FORMS, Writing
from tests.paths import DATA

if TYPE_CHECKING:
    from sestrail_tui.writers.format_names import Format

SEND: Final = decode(next(split_records((DATA / "v2-send-console.json").read_bytes())))
OTHER: Final = decode(next(split_records((DATA / "v1-send-simple.json").read_bytes())))
COMPACT: Final = decode(b'{"eventName":"SendEmail","n":1.10,"a":"\\u001b"}')
REFUSED: Final = decode(
    b'{"eventSource":"ses.amazonaws.com","eventName":"SendEmail","errorCode":"MessageRejected"}'
)
RECORDS: Final = (SEND, OTHER, COMPACT, REFUSED)


@pytest.mark.parametrize("name", list(FORMS))
def test_parts_join_without_a_seam(name: Format) -> None:
    form = FORMS[name]
    writing = Writing(form)
    parts = [
        writing.some(()),
        writing.some(RECORDS[:1]),
        writing.some(()),
        writing.some(RECORDS[1:]),
    ]
    assert b"".join([*parts, writing.end()]) == form.whole(RECORDS)
    assert writing.ended


@pytest.mark.parametrize("name", list(FORMS))
def test_over_nothing_there_are_head_and_tail(name: Format) -> None:
    form = FORMS[name]
    assert form.whole(()) == Writing(form).end() == form.head + form.tail


def test_a_json_document_holds_the_very_bytes() -> None:
    document = FORMS["json"].whole(RECORDS)
    assert list(split_records(document)) == [record.raw for record in RECORDS]
    assert len(json.loads(document)["Records"]) == 4


@pytest.mark.parametrize("raw", [b"\xff\n{", b'{"a": NaN}', b'\xef\xbb\xbf{"a": 1}'])
def test_what_others_could_not_read_becomes_a_string(raw: bytes) -> None:
    (found,) = json.loads(FORMS["json"].whole([decode(raw)]))["Records"]
    assert isinstance(found, str)


def test_markdown_tells_the_first_refused_call_or_the_one_asked_for() -> None:
    form = FORMS["markdown"]
    assert b"### `SendEmail v1`" not in form.whole(RECORDS)
    assert form.whole(RECORDS).count(b"\n### ") == 1
    assert b"MessageRejected" in form.whole(RECORDS).partition(b"\n### ")[2]
    assert OTHER.event_id.encode() in form.whole(RECORDS, OTHER).partition(b"\n### ")[2]
    assert SEND.event_id.encode() in form.whole((SEND, OTHER)).partition(b"\n### ")[2]

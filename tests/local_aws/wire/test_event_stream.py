"""Frames, read by botocore's own decoder and compared with moto's own encoder."""

from __future__ import annotations

import json

import pytest
from botocore.eventstream import ChecksumMismatch, EventStreamBuffer
from hypothesis import given
from hypothesis import strategies as st
from moto.core.eventstream import EventStreamEncoder

from sestrail_tui.local_aws.wire import event_stream

NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60).filter(
    lambda name: len(name.encode()) < 256
)


def decoded(data: bytes) -> list[tuple[dict[str, str], bytes]]:
    buffer = EventStreamBuffer()
    buffer.add_data(data)
    return [(message.headers, message.payload) for message in buffer]


@given(
    frames=st.lists(
        st.tuples(
            st.dictionaries(NAMES, st.text(st.characters(codec="utf-8"), max_size=200), max_size=4),
            st.binary(max_size=500),
        ),
        max_size=4,
    )
)
def test_botocore_reads_what_was_written(frames: list[tuple[dict[str, str], bytes]]) -> None:
    data = b"".join(event_stream.frame(headers, payload) for headers, payload in frames)
    assert decoded(data) == frames


def test_an_event_is_what_moto_would_send() -> None:
    payload: dict[str, object] = {"sessionResults": []}
    headers = {
        ":message-type": "event",
        ":event-type": "sessionUpdate",
        ":content-type": "application/json",
    }
    mine = event_stream.event("sessionUpdate", payload)
    assert mine == EventStreamEncoder().encode_message(
        headers, json.dumps(payload).replace(" ", "").encode()
    )


def test_an_exception_says_its_kind() -> None:
    [(headers, payload)] = decoded(event_stream.exception("SessionTimeoutException", "Over."))
    assert headers[":message-type"] == "exception"
    assert headers[":exception-type"] == "SessionTimeoutException"
    assert json.loads(payload) == {"message": "Over."}


@given(payload=st.binary(min_size=1, max_size=50))
def test_a_corrupted_frame_is_noticed(payload: bytes) -> None:
    with pytest.raises(ChecksumMismatch):
        decoded(event_stream.corrupted(event_stream.frame({"a": "b"}, payload)))

"""What each sender of notifications says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.core.parsing.record_formats import SES_EVENT
from sestrail_tui.places.queue.notifications import Notification, read_notification
from tests.places.log_files.fake_bucket import log_key

if TYPE_CHECKING:
    from collections.abc import Callable

KEY = log_key(0, "u", base="with blank/")
DIGEST = KEY.replace("/CloudTrail/", "/CloudTrail-Digest/")


def from_s3(key: str, name: str = "ObjectCreated:Put") -> dict[str, Any]:
    thing = {"key": key.replace(" ", "+"), "size": 1, "eTag": "e"}
    return {
        "eventSource": "aws:s3",
        "eventName": name,
        "awsRegion": "eu-west-1",
        "s3": {"bucket": {"name": "b"}, "object": thing},
    }


S3 = {"Records": [from_s3(KEY), from_s3(DIGEST), from_s3(KEY, "ObjectRemoved:Delete")]}
SNS = {"s3Bucket": "b", "s3ObjectKey": [KEY, DIGEST]}
EVENT_BRIDGE = {
    "version": "0",
    "detail-type": "Object Created",
    "source": "aws.s3",
    "region": "eu-west-1",
    "detail": {"bucket": {"name": "b"}, "object": {"key": KEY, "etag": "e"}},
}


def enveloped(message: object) -> dict[str, Any]:
    return {"Type": "Notification", "TopicArn": "t", "Message": json.dumps(message)}


@pytest.mark.parametrize("message", [S3, SNS, EVENT_BRIDGE, enveloped(S3), enveloped(SNS)])
def test_every_form_names_the_log_file_and_nothing_else(message: object) -> None:
    said = read_notification(json.dumps(message), "eu-west-1")
    assert said.understood
    assert [(file.bucket, file.key, file.region) for file in said.files] == [
        ("b", KEY, "eu-west-1")
    ]
    assert said.files[0].etag in {"e", ""}


@pytest.mark.parametrize(
    "message",
    [
        {"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "b"},
        {"Records": [from_s3(KEY, "ObjectRemoved:Delete")]},
        {**EVENT_BRIDGE, "detail-type": "Object Deleted"},
        {"s3Bucket": "b", "s3ObjectKey": [DIGEST]},
    ],
)
def test_what_tells_of_no_log_file_is_understood_all_the_same(message: object) -> None:
    assert read_notification(json.dumps(message), "r") == Notification()


def test_cloudtrails_validation_message() -> None:
    assert read_notification("CloudTrail validation message.", "r") == Notification()
    assert (
        read_notification(json.dumps({"Message": "CloudTrail validation message."}), "r")
        == Notification()
    )


@pytest.mark.parametrize(
    "body",
    [
        "",
        "hello",
        "[]",
        "3",
        "null",
        '{"Records": []',
        '{"Records": []}',
        '{"Records": [1]}',
        '{"Records": [{"eventSource": "aws:ses"}]}',
        '{"s3ObjectKey": ["a"]}',
        '{"source": "aws.s3", "detail-type": "Object Created"}',
        '{"Message": {"Message": 1}}',
        json.dumps(enveloped(enveloped(enveloped(enveloped(enveloped(S3)))))),
    ],
)
def test_what_is_none_of_these(body: str) -> None:
    assert not read_notification(body, "r").understood


@given(
    st.recursive(
        st.none() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "Records",
                        "Message",
                        "s3",
                        "s3ObjectKey",
                        "s3Bucket",
                        "source",
                        "detail",
                        "eventSource",
                    ]
                )
                | st.text(max_size=3),
                inner,
            )
        ),
    )
)
def test_no_message_breaks_it(value: object) -> None:
    read_notification(json.dumps(value), "r")


RECORD = {"eventVersion": "1.11", "eventSource": "ses.amazonaws.com", "eventName": "SendEmail"}


@pytest.mark.parametrize("wrap", [dict, enveloped], ids=["plain", "SNS"])
def test_a_record_that_event_bridge_sends_is_read_from_the_message(
    wrap: Callable[[dict[str, Any]], dict[str, Any]],
) -> None:
    event = {"detail-type": "AWS API Call via CloudTrail", "source": "aws.ses", "detail": RECORD}
    said = read_notification(json.dumps(wrap(event)), "eu-west-1")
    assert said.understood
    assert [json.loads(record) for record in said.records] == [RECORD]


def test_an_event_of_ses_is_left_and_called_so() -> None:
    event = {"source": "aws.ses", "detail": {"eventType": "Send", "mail": {"messageId": "m"}}}
    said = read_notification(json.dumps(event), "eu-west-1")
    assert not said.understood
    assert said.what == "1 SES event (what became of mail): not shown yet."


def test_what_stands_beside_records_and_is_none_is_counted() -> None:
    event = {"eventType": "Send", "mail": {"messageId": "m"}}
    said = read_notification(json.dumps({"detail": RECORD}) + json.dumps(event), "eu-west-1")
    assert [json.loads(record) for record in said.records] == [RECORD]
    assert said.left_out == {SES_EVENT: 1}

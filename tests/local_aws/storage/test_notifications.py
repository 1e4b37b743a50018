"""What each service says of a new log file, held against what AWS documents of it."""

from __future__ import annotations

import json
import random
from typing import Any, get_args

import pytest

from sestrail_tui.local_aws.account.settings import Notify, Settings
from sestrail_tui.local_aws.storage.notifications import NewFile, Notifier

KEY = "logs of ours/AWSLogs/123456789012/CloudTrail/x+y.json.gz"
FILE = NewFile(KEY, 512, "d41d8cd98f00b204e9800998ecf8427e", 1_760_000_000_123)
WRAPPED: tuple[Notify, ...] = ("sns", "cloudtrail")
RAW: tuple[Notify, ...] = ("s3", "sns-raw", "cloudtrail-raw", "eventbridge")


def notifier(notify: Notify) -> Notifier:
    return Notifier(Settings(notify=notify), random.Random(1))


def said(notify: Notify) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(notifier(notify).of(FILE))
    return body


@pytest.mark.parametrize("notify", WRAPPED)
def test_a_topic_wraps_the_same_message_that_it_delivers_raw(notify: Notify) -> None:
    envelope = said(notify)
    subject = {"Subject"} if notify == "sns" else set()
    assert set(envelope) == subject | {
        "Type", "MessageId", "TopicArn", "Message", "Timestamp", "SignatureVersion", "Signature",
        "SigningCertURL", "UnsubscribeURL",
    }  # fmt: skip
    assert envelope["Type"] == "Notification"
    assert envelope["Timestamp"] == "2025-10-09T08:53:20.123Z"
    inner = json.loads(envelope["Message"])
    raw = said("sns-raw" if notify == "sns" else "cloudtrail-raw")
    assert inner.keys() == raw.keys()


def test_s3_encodes_the_key_and_eventbridge_does_not() -> None:
    assert said("sns-raw")["Records"][0]["s3"]["object"] | {"sequencer": ""} == {
        "key": "logs+of+ours/AWSLogs/123456789012/CloudTrail/x%2By.json.gz",
        "size": 512,
        "eTag": FILE.etag,
        "sequencer": "",
    }
    event = said("eventbridge")
    assert (event["source"], event["detail-type"]) == ("aws.s3", "Object Created")
    assert event["time"] == "2025-10-09T08:53:20Z"
    assert event["detail"]["object"]["key"] == KEY
    assert said("cloudtrail-raw") == {
        "s3Bucket": "ses-sends-123456789012",
        "s3ObjectKey": [KEY],
    }


def test_what_comes_first_when_it_is_set_up() -> None:
    firsts = {notify: notifier(notify).first(FILE.at) or "" for notify in get_args(Notify)}
    assert firsts["eventbridge"] == ""
    assert firsts["cloudtrail-raw"] == "CloudTrail validation message."
    assert json.loads(firsts["cloudtrail"])["Message"] == "CloudTrail validation message."
    assert json.loads(firsts["sns-raw"])["Event"] == "s3:TestEvent"
    assert json.loads(json.loads(firsts["sns"])["Message"])["Event"] == "s3:TestEvent"


def test_no_form_is_left_out() -> None:
    assert set(get_args(Notify)) == {*WRAPPED, *RAW}

"""Each fault by name, as a client meets it."""

from __future__ import annotations

import json
import time
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    HTTPClientError,
    ReadTimeoutError,
    ResponseStreamingError,
)

from tests.local_aws.admin import admin
from tests.local_aws.embedded import GROUP, Aws

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def logs(aws: Aws) -> Iterator[Any]:
    yield aws.client("logs", read_timeout=0.5)
    admin(aws, "faults", method="DELETE")


@pytest.mark.parametrize(
    ("fault", "code", "status"),
    [
        ({"name": "throttle"}, "ThrottlingException", 400),
        ({"name": "5xx"}, "ServiceUnavailableException", 503),
        ({"name": "5xx", "status": 500}, "InternalFailure", 500),
        ({"name": "access_denied"}, "AccessDeniedException", 400),
        ({"name": "expired_token"}, "ExpiredTokenException", 400),
        ({"name": "missing_group"}, "ResourceNotFoundException", 400),
    ],
)
def test_a_call_is_refused_as_often_as_asked(
    aws: Aws, logs: Any, fault: dict[str, Any], code: str, status: int
) -> None:
    admin(aws, "faults", {**fault, "api": "FilterLogEvents", "count": 2})
    logs.describe_log_groups()
    for _ in range(2):
        with pytest.raises(ClientError) as caught:
            logs.filter_log_events(logGroupName=GROUP)
        assert caught.value.response["Error"]["Code"] == code
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == status
    logs.filter_log_events(logGroupName=GROUP)


def test_access_denied_names_caller_and_action(aws: Aws, logs: Any) -> None:
    admin(aws, "faults", {"name": "access_denied"})
    with pytest.raises(ClientError, match=r"user/your-app is not authorized to perform: logs:Filt"):
        logs.filter_log_events(logGroupName=GROUP)


def test_a_fault_without_count_lasts_until_cleared(aws: Aws, logs: Any) -> None:
    admin(aws, "faults", {"name": "throttle", "count": None})
    for _ in range(3):
        with pytest.raises(ClientError):
            logs.filter_log_events(logGroupName=GROUP)
    assert [one["name"] for one in admin(aws, "faults", method="GET")["faults"]] == ["throttle"]
    assert admin(aws, "faults", method="DELETE") == {"faults": []}
    logs.filter_log_events(logGroupName=GROUP)


def test_a_connection_is_reset_in_mid_answer(aws: Aws, logs: Any) -> None:
    admin(aws, "faults", {"name": "reset", "api": "FilterLogEvents"})
    # which of these depends on how much of the answer was read before the reset
    errors = (ConnectionClosedError, ResponseStreamingError, HTTPClientError)
    with pytest.raises(errors, match=r"reset by peer|closed"):
        logs.filter_log_events(logGroupName=GROUP)
    logs.filter_log_events(logGroupName=GROUP)


def test_an_answer_stalls(aws: Aws, logs: Any) -> None:
    admin(aws, "faults", {"name": "stall", "seconds": 30})
    began = time.monotonic()
    with pytest.raises(ReadTimeoutError):
        logs.filter_log_events(logGroupName=GROUP)
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("head", [True, False])
def test_empty_pages_come_with_a_token_and_lose_nothing(aws: Aws, logs: Any, head: bool) -> None:
    group = f"/empty/{head}"
    line = {"record": {"n": 1}, "times": 3, "log_group": group}
    admin(aws, "records", line)
    admin(aws, "faults", {"name": "empty_pages", "count": 2})
    paginator = logs.get_paginator("filter_log_events")
    pages = [
        len(page["events"]) for page in paginator.paginate(logGroupName=group, startFromHead=head)
    ]
    assert pages == [0, 0, 3]


def test_a_token_is_refused(aws: Aws, logs: Any) -> None:
    admin(aws, "records", {"record": {"n": 1}, "times": 5, "log_group": "/token"})
    first = logs.filter_log_events(logGroupName="/token", limit=2)
    admin(aws, "faults", {"name": "invalid_token"})
    logs.filter_log_events(logGroupName="/token", limit=2)  # no token, so not refused
    again = {"logGroupName": "/token", "limit": 2, "nextToken": first["nextToken"]}
    with pytest.raises(ClientError, match="nextToken is invalid"):
        logs.filter_log_events(**again)
    assert len(logs.filter_log_events(**again)["events"]) == 2


def test_ses_is_throttled_in_its_own_words(aws: Aws, logs: Any) -> None:
    admin(aws, "faults", {"name": "throttle", "count": 2})
    with pytest.raises(ClientError) as v1:
        aws.client("ses").get_send_quota()
    with pytest.raises(ClientError) as v2:
        aws.client("sesv2").list_configuration_sets()
    assert v1.value.response["Error"]["Code"] == "Throttling"
    assert v2.value.response["Error"]["Code"] == "TooManyRequestsException"


def test_records_are_delivered_as_told(aws: Aws, logs: Any) -> None:
    record = '{"eventID": "1",  "kept": [1.0, "\\u00e9"]}'
    lines = [
        f'{{"record": {record}, "log_group": "/put", "timestamp_ms": 5, "times": 2}}',
        '{"message": "no json", "log_group": "/put", "timestamp_ms": 6, "stream": "mine"}',
        '{"record": {}, "log_group": "/put", "timestamp_ms": 7, "deliver_in_ms": 60000}',
    ]
    assert admin(aws, "records", "\n".join(lines).encode()) == {"delivered": 3}
    events = logs.filter_log_events(logGroupName="/put")["events"]
    assert [(one["timestamp"], one["message"]) for one in events] == [
        (5, record),
        (5, record),
        (6, "no json"),
    ]
    assert events[2]["logStreamName"] == "mine"
    late = aws.server.account.groups["us-east-1", "/put"].events[-1]
    assert (late.timestamp, late.message) == (7, "{}")


def test_a_record_can_be_put_into_history(aws: Aws, logs: Any) -> None:
    record = {
        "eventID": "put-in-history",
        "eventName": "DeleteIdentity",
        "eventSource": "ses.amazonaws.com",
        "awsRegion": "us-east-1",
        "readOnly": False,
        "userIdentity": {"type": "Root", "principalId": "1"},
    }
    admin(aws, "records", {"record": record, "history": True})
    lookup = [{"AttributeKey": "EventId", "AttributeValue": "put-in-history"}]
    found = aws.client("cloudtrail").lookup_events(LookupAttributes=lookup)["Events"]
    assert json.loads(found[0]["CloudTrailEvent"]) == record


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "faults", b'{"name": "gremlins"}', 400),
        ("POST", "faults", b"no json", 400),
        ("POST", "records", b'{"record": {}, "colour": 1}', 400),
        ("PUT", "faults", b"", 404),
        ("GET", "nothing", b"", 404),
    ],
)
def test_what_cannot_be_read_is_refused(
    aws: Aws, method: str, path: str, body: bytes, status: int
) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        admin(aws, path, body, method)
    with caught.value as answer:
        assert answer.code == status
        assert "message" in json.load(answer)

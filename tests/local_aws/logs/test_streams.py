"""Log groups by stream, as boto3 reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.local_aws.embedded import Aws

GROUP = {"logGroupName": "streams"}
STREAM = {**GROUP, "logStreamName": "a"}


@pytest.fixture
def logs(fresh: Callable[..., Aws]) -> Any:
    aws = fresh()
    client = aws.client("logs")
    client.create_log_group(**GROUP)
    for name in ("a", "b", "c"):
        client.create_log_stream(**GROUP, logStreamName=name)
    now = aws.server.account.clock.now_ms() - 60_000
    for name, count in (("b", 3), ("a", 7)):
        events = [{"timestamp": now + at, "message": f"{name}{at}"} for at in range(count)]
        client.put_log_events(**GROUP, logStreamName=name, logEvents=events)
    return client


def messages(page: dict[str, Any]) -> list[str]:
    return [event["message"] for event in page["events"]]


def names(page: dict[str, Any]) -> list[str]:
    return [one["logStreamName"] for one in page["logStreams"]]


def test_streams_are_listed_with_the_times_of_their_events(logs: Any) -> None:
    a, b, c = logs.describe_log_streams(**GROUP)["logStreams"]
    assert [one["logStreamName"] for one in (a, b, c)] == ["a", "b", "c"]
    assert a["lastEventTimestamp"] - a["firstEventTimestamp"] == 6
    assert a["lastIngestionTime"] > a["lastEventTimestamp"]
    assert a["arn"].endswith(":log-group:streams:log-stream:a")
    assert "lastEventTimestamp" not in c


def test_streams_come_in_the_order_that_is_asked_for_and_by_pages(logs: Any) -> None:
    page = logs.describe_log_streams(**GROUP, orderBy="LastEventTime", descending=True, limit=2)
    assert names(page) == ["a", "b"]
    more = {"orderBy": "LastEventTime", "descending": True, "limit": 2}
    page = logs.describe_log_streams(**GROUP, **more, nextToken=page["nextToken"])
    assert names(page) == ["c"]
    assert "nextToken" not in page
    assert names(logs.describe_log_streams(**GROUP, logStreamNamePrefix="b")) == ["b"]
    with pytest.raises(ClientError, match="LastEventTime with a logStreamNamePrefix"):
        logs.describe_log_streams(**GROUP, orderBy="LastEventTime", logStreamNamePrefix="b")
    with pytest.raises(ClientError, match="nextToken is invalid"):
        logs.describe_log_streams(**GROUP, nextToken="no-such-token")


def test_the_latest_events_come_first_and_each_page_is_oldest_first(logs: Any) -> None:
    latest = logs.get_log_events(**STREAM, limit=3)
    assert messages(latest) == ["a4", "a5", "a6"]
    before = logs.get_log_events(**STREAM, limit=3, nextToken=latest["nextBackwardToken"])
    assert messages(before) == ["a1", "a2", "a3"]
    oldest = logs.get_log_events(**STREAM, limit=3, nextToken=before["nextBackwardToken"])
    assert messages(oldest) == ["a0"]
    again = logs.get_log_events(**STREAM, limit=3, nextToken=before["nextForwardToken"])
    assert messages(again) == ["a4", "a5", "a6"]


def test_at_an_end_the_same_token_comes_again_until_something_is_there(logs: Any) -> None:
    page = logs.get_log_events(**STREAM, startFromHead=True)
    assert messages(page) == [f"a{at}" for at in range(7)]
    end = logs.get_log_events(**STREAM, nextToken=page["nextForwardToken"])
    assert messages(end) == []
    assert end["nextForwardToken"] == page["nextForwardToken"]
    newest = page["events"][-1]["timestamp"] + 1
    logs.put_log_events(**STREAM, logEvents=[{"timestamp": newest, "message": "new"}])
    assert messages(logs.get_log_events(**STREAM, nextToken=end["nextForwardToken"])) == ["new"]


def test_an_empty_stream_can_be_followed(logs: Any) -> None:
    empty = {**GROUP, "logStreamName": "c"}
    page = logs.get_log_events(**empty, startFromHead=True)
    again = logs.get_log_events(**empty, nextToken=page["nextForwardToken"])
    assert page["events"] == again["events"] == []
    assert page["nextForwardToken"] == again["nextForwardToken"]


def test_the_end_of_a_window_is_exclusive(logs: Any) -> None:
    first = logs.get_log_events(**STREAM, startFromHead=True)["events"][0]["timestamp"]
    page = logs.get_log_events(**STREAM, startTime=first + 1, endTime=first + 3)
    assert messages(page) == ["a1", "a2"]


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({**GROUP, "logStreamName": "none"}, "ResourceNotFoundException"),
        ({"logGroupName": "none", "logStreamName": "a"}, "ResourceNotFoundException"),
        ({"logStreamName": "a"}, "InvalidParameterException"),
        ({**STREAM, "nextToken": "f/none"}, "InvalidParameterException"),
        ({**STREAM, "nextToken": "none"}, "InvalidParameterException"),
    ],
)
def test_what_is_not_there_is_refused(logs: Any, params: dict[str, str], code: str) -> None:
    with pytest.raises(ClientError) as caught:
        logs.get_log_events(**params)
    assert caught.value.response["Error"]["Code"] == code


def test_a_token_of_another_stream_is_refused(logs: Any) -> None:
    token = logs.get_log_events(**STREAM)["nextForwardToken"]
    with pytest.raises(ClientError, match="nextToken is invalid"):
        logs.get_log_events(**GROUP, logStreamName="b", nextToken=token)


def test_infrequent_access_has_no_get_log_events(fresh: Callable[..., Aws]) -> None:
    aws = fresh(infrequent=True)
    named = {"logGroupName": "CloudTrail/logs"}
    (stream,) = names(aws.client("logs").describe_log_streams(**named))
    with pytest.raises(ClientError) as caught:
        aws.client("logs").get_log_events(**named, logStreamName=stream)
    assert caught.value.response["Error"]["Code"] == "InvalidOperationException"

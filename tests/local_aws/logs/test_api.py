"""CloudWatch Logs as boto3 sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from tests.local_aws.embedded import GROUP, Aws

if TYPE_CHECKING:
    from collections.abc import Callable

ARN = f"arn:aws:logs:us-east-1:123456789012:log-group:{GROUP}"


@pytest.fixture(scope="module")
def logs(aws: Aws) -> Any:
    client = aws.client("logs", parameter_validation=False)
    client.create_log_group(logGroupName="/app/many")
    client.create_log_stream(logGroupName="/app/many", logStreamName="one")
    client.create_log_stream(logGroupName="/app/many", logStreamName="two")
    for stream in ("one", "two"):
        events = [{"timestamp": 1000 + n, "message": f"{stream} {n}"} for n in range(30)]
        client.put_log_events(logGroupName="/app/many", logStreamName=stream, logEvents=events)
    return client


def refused(call: Callable[..., Any], **params: Any) -> str:
    with pytest.raises(ClientError) as caught:
        call(**params)
    return str(caught.value.response["Error"]["Code"])


def messages(answer: dict[str, Any]) -> list[str]:
    return [event["message"] for event in answer["events"]]


def test_events_come_by_time_across_streams(logs: Any) -> None:
    answer = logs.filter_log_events(logGroupName="/app/many", startTime=1000, endTime=1001)
    assert messages(answer) == ["one 0", "two 0", "one 1", "two 1"]
    assert answer["searchedLogStreams"] == []
    assert "nextToken" not in answer
    event = answer["events"][0]
    assert set(event) == {"logStreamName", "timestamp", "message", "ingestionTime", "eventId"}


@pytest.mark.parametrize("more", [{}, {"startFromHead": False}])
def test_pages_by_token_give_all(logs: Any, more: dict[str, Any]) -> None:
    pages = logs.get_paginator("filter_log_events").paginate(
        logGroupName="/app/many", limit=7, **more
    )
    found = [message for page in pages for message in messages(page)]
    assert sorted(found) == sorted(f"{s} {n}" for s in ("one", "two") for n in range(30))


def test_streams_can_be_chosen(logs: Any) -> None:
    named = logs.filter_log_events(logGroupName="/app/many", logStreamNames=["two"])
    prefixed = logs.filter_log_events(logGroupName="/app/many", logStreamNamePrefix="tw")
    assert messages(named) == messages(prefixed) == [f"two {n}" for n in range(30)]


def test_a_group_can_be_named_by_arn(logs: Any) -> None:
    many = ARN.replace(GROUP, "/app/many")
    assert len(logs.filter_log_events(logGroupIdentifier=many)["events"]) == 60
    code = refused(logs.filter_log_events, logGroupIdentifier=f"{many}:x")
    assert code == "InvalidParameterException"


def test_the_pattern_is_applied(logs: Any) -> None:
    answer = logs.filter_log_events(logGroupName="/app/many", filterPattern="one 29")
    assert messages(answer) == ["one 29"]


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"logGroupName": "/none"}, "ResourceNotFoundException"),
        ({}, "InvalidParameterException"),
        ({"logGroupName": GROUP, "logGroupIdentifier": ARN}, "InvalidParameterException"),
        ({"logGroupName": GROUP, "startTime": 2, "endTime": 1}, "InvalidParameterException"),
        ({"logGroupName": GROUP, "startTime": -1}, "InvalidParameterException"),
        ({"logGroupName": GROUP, "startTime": "now"}, "InvalidParameterException"),
        ({"logGroupName": GROUP, "limit": 0}, "InvalidParameterException"),
        ({"logGroupName": GROUP, "limit": 10_001}, "InvalidParameterException"),
        ({"logGroupName": "bad name"}, "InvalidParameterException"),
        ({"logGroupName": "x" * 513}, "InvalidParameterException"),
        ({"logGroupName": GROUP, "filterPattern": "x" * 1025}, "InvalidParameterException"),
        ({"logGroupName": GROUP, "filterPattern": "{ $.a == 1 }"}, "InvalidParameterException"),
        ({"logGroupName": GROUP, "nextToken": "made-up"}, "InvalidParameterException"),
        ({"logGroupName": GROUP, "logStreamNames": []}, "InvalidParameterException"),
        (
            {"logGroupName": GROUP, "logStreamNames": ["a"], "logStreamNamePrefix": "a"},
            "InvalidParameterException",
        ),
    ],
)
def test_bad_parameters_are_refused(logs: Any, params: dict[str, Any], code: str) -> None:
    assert refused(logs.filter_log_events, **params) == code


def test_a_token_is_good_for_its_own_question_only(logs: Any) -> None:
    token = logs.filter_log_events(logGroupName="/app/many", limit=5)["nextToken"]
    again = {"logGroupName": "/app/many", "nextToken": token}
    assert len(logs.filter_log_events(**again, limit=5)["events"]) == 5
    assert refused(logs.filter_log_events, **again, limit=6) == "InvalidParameterException"


def test_log_groups_are_described_by_prefix_pattern_and_page(logs: Any) -> None:
    for number in range(5):
        logs.create_log_group(logGroupName=f"/page/{number}")
    pages = logs.get_paginator("describe_log_groups").paginate(
        logGroupNamePrefix="/page/", PaginationConfig={"PageSize": 2}
    )
    found = [[group["logGroupName"] for group in page["logGroups"]] for page in pages]
    assert found == [["/page/0", "/page/1"], ["/page/2", "/page/3"], ["/page/4"]]
    only = logs.describe_log_groups(logGroupNamePattern="Trail")["logGroups"]
    assert [group["logGroupArn"] for group in only] == [ARN]
    assert only[0]["arn"] == f"{ARN}:*"
    both = {"logGroupNamePattern": "a", "logGroupNamePrefix": "a"}
    assert refused(logs.describe_log_groups, **both) == "InvalidParameterException"


def test_a_group_lives_in_its_region_only(aws: Aws) -> None:
    elsewhere = aws.client("logs", region="eu-west-1")
    assert elsewhere.describe_log_groups()["logGroups"] == []
    assert refused(elsewhere.filter_log_events, logGroupName=GROUP) == "ResourceNotFoundException"


def test_what_exists_or_is_missing_is_said(logs: Any) -> None:
    code = refused(logs.create_log_group, logGroupName="/app/many")
    assert code == "ResourceAlreadyExistsException"
    put = {"logGroupName": "/app/many", "logEvents": [{"timestamp": 1, "message": "x"}]}
    assert refused(logs.put_log_events, **put, logStreamName="no") == "ResourceNotFoundException"
    assert refused(logs.describe_metric_filters) == "UnknownOperationException"


def test_events_must_be_put_in_order_of_time(logs: Any) -> None:
    events = [{"timestamp": 2, "message": "x"}, {"timestamp": 1, "message": "x"}]
    code = refused(
        logs.put_log_events, logGroupName="/app/many", logStreamName="one", logEvents=events
    )
    assert code == "InvalidParameterException"


def test_calls_above_the_quota_are_throttled(fresh: Callable[..., Aws]) -> None:
    logs = fresh(quotas=True, region="eu-central-1").client("logs", region="eu-central-1")
    for _ in range(5):
        logs.filter_log_events(logGroupName=GROUP)
    code = refused(lambda: [logs.filter_log_events(logGroupName=GROUP) for _ in range(60)])
    assert code == "ThrottlingException"

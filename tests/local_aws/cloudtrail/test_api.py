"""CloudTrail as boto3 sees it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from tests.local_aws.embedded import GROUP, Aws

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES = [f"set-{number:03}" for number in range(120)]


@pytest.fixture(scope="module")
def trail(aws: Aws) -> Any:
    v2 = aws.client("sesv2")
    for name in NAMES:
        v2.create_configuration_set(ConfigurationSetName=name)
    return aws.client("cloudtrail", parameter_validation=False)


def code(call: Callable[..., Any], **params: Any) -> str:
    with pytest.raises(ClientError) as caught:
        call(**params)
    return str(caught.value.response["Error"]["Code"])


def test_the_trail_says_where_it_delivers(trail: Any) -> None:
    found = trail.describe_trails()["trailList"]
    assert [one["Name"] for one in found] == ["ses-sends"]
    assert found[0]["HomeRegion"] == "us-east-1"
    assert found[0]["CloudWatchLogsLogGroupArn"].endswith(f":log-group:{GROUP}:*")


def test_the_trail_casts_a_shadow_in_other_regions(aws: Aws) -> None:
    elsewhere = aws.client("cloudtrail", region="eu-west-1")
    shadow = elsewhere.describe_trails()["trailList"]
    assert [one["HomeRegion"] for one in shadow] == ["us-east-1"]
    assert elsewhere.describe_trails(includeShadowTrails=False)["trailList"] == []
    assert elsewhere.get_trail_status(Name=shadow[0]["TrailARN"])["IsLogging"]
    assert code(elsewhere.get_trail_status, Name="ses-sends") == "TrailNotFoundException"
    selectors = elsewhere.get_event_selectors(TrailName=shadow[0]["TrailARN"])
    put = {
        "TrailName": shadow[0]["TrailARN"],
        "AdvancedEventSelectors": selectors["AdvancedEventSelectors"],
    }
    assert code(elsewhere.put_event_selectors, **put) == "InvalidHomeRegionException"


def test_the_status_says_when_it_last_delivered(trail: Any) -> None:
    status = trail.get_trail_status(Name="ses-sends")
    assert status["IsLogging"]
    assert status["LatestCloudWatchLogsDeliveryTime"] > status["StartLoggingTime"]


def test_history_is_newest_first_by_fifty(trail: Any) -> None:
    first = trail.lookup_events()
    assert len(first["Events"]) == 50
    assert first["Events"][0]["EventName"] == "CreateConfigurationSet"
    record = json.loads(first["Events"][0]["CloudTrailEvent"])
    assert record["requestParameters"] == {"configurationSetName": NAMES[-1]}
    assert record["readOnly"] is False
    assert record["managementEvent"] is True
    assert record["eventCategory"] == "Management"
    assert first["Events"][0]["ReadOnly"] == "false"
    assert first["Events"][0]["Username"] == "your-app"


def test_history_pages_to_its_end_and_holds_no_send(aws: Aws, trail: Any) -> None:
    ses = aws.client("ses")
    ses.verify_email_identity(EmailAddress="history@example.com")
    ses.send_email(
        Source="history@example.com",
        Destination={"ToAddresses": ["to@example.org"]},
        Message={"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "b"}}},
    )
    attribute = [{"AttributeKey": "EventSource", "AttributeValue": "ses.amazonaws.com"}]
    pages = trail.get_paginator("lookup_events").paginate(LookupAttributes=attribute)
    events = [event for page in pages for event in page["Events"]]
    assert len(events) == len(NAMES) + 1
    assert len({event["EventId"] for event in events}) == len(events)
    assert {event["EventName"] for event in events} == {
        "CreateConfigurationSet",
        "VerifyEmailIdentity",
    }


@pytest.mark.parametrize(
    ("key", "value", "some"),
    [
        ("EventName", "CreateConfigurationSet", True),
        ("EventName", "SendEmail", False),
        ("Username", "your-app", True),
        ("ReadOnly", "true", False),
        ("AccessKeyId", "AKIATEST", True),
        ("ResourceType", "AWS::SES::Template", False),
    ],
)
def test_history_can_be_asked_for_one_attribute(
    trail: Any, key: str, value: str, some: bool
) -> None:
    found = trail.lookup_events(LookupAttributes=[{"AttributeKey": key, "AttributeValue": value}])
    assert bool(found["Events"]) is some


def test_history_is_of_one_region(aws: Aws) -> None:
    assert aws.client("cloudtrail", region="eu-west-1").lookup_events()["Events"] == []


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"MaxResults": 51}, "ValidationException"),
        ({"NextToken": "made-up"}, "InvalidNextTokenException"),
        ({"StartTime": 2_000_000_000, "EndTime": 1}, "InvalidTimeRangeException"),
        (
            {"LookupAttributes": [{"AttributeKey": "EventName", "AttributeValue": "x"}] * 2},
            "InvalidLookupAttributesException",
        ),
        (
            {"LookupAttributes": [{"AttributeKey": "Colour", "AttributeValue": "x"}]},
            "ValidationException",
        ),
    ],
)
def test_bad_lookups_are_refused(trail: Any, params: dict[str, Any], expected: str) -> None:
    assert code(trail.lookup_events, **params) == expected


def test_a_lookup_token_wants_the_same_parameters(trail: Any) -> None:
    token = trail.lookup_events(MaxResults=10)["NextToken"]
    assert len(trail.lookup_events(MaxResults=10, NextToken=token)["Events"]) == 10
    assert code(trail.lookup_events, MaxResults=9, NextToken=token) == "InvalidNextTokenException"


def test_lookups_are_throttled_at_two_a_second(fresh: Callable[..., Aws]) -> None:
    trail = fresh(quotas=True).client("cloudtrail")
    trail.lookup_events()
    trail.lookup_events()
    assert code(lambda: [trail.lookup_events() for _ in range(40)]) == "ThrottlingException"


def test_selectors_are_replaced_and_decide_what_is_delivered(fresh: Callable[..., Aws]) -> None:
    aws = fresh()
    trail, ses = aws.client("cloudtrail"), aws.client("ses")
    ses.verify_email_identity(EmailAddress="a@example.com")

    def delivered_after(**selectors: Any) -> list[str]:
        before = len(aws.records())
        if selectors:
            trail.put_event_selectors(TrailName="ses-sends", **selectors)
        ses.send_email(
            Source="a@example.com",
            Destination={"ToAddresses": ["to@example.org"]},
            Message={"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "b"}}},
        )
        ses.delete_identity(Identity="other@example.com")
        return [record["eventName"] for record in aws.records()[before:]]

    def chosen(*fields: dict[str, Any]) -> dict[str, Any]:
        return {"AdvancedEventSelectors": [{"FieldSelectors": list(fields)}]}

    data = {"Field": "eventCategory", "Equals": ["Data"]}
    identity = {"Field": "resources.type", "Equals": ["AWS::SES::EmailIdentity"]}
    management = {"Field": "eventCategory", "Equals": ["Management"]}
    writes = {"Field": "readOnly", "Equals": ["false"]}
    assert delivered_after() == ["SendEmail", "DeleteIdentity"]
    assert delivered_after(**chosen(management)) == ["DeleteIdentity"]
    assert delivered_after(**chosen(data, identity)) == ["SendEmail"]
    # the "write only" template drops every send, for sends are readOnly
    assert delivered_after(**chosen(data, identity, writes)) == []
    assert delivered_after(EventSelectors=[{"ReadWriteType": "All"}]) == ["DeleteIdentity"]
    assert "EventSelectors" in trail.get_event_selectors(TrailName="ses-sends")
    assert code(trail.put_event_selectors, TrailName="ses-sends", **chosen(data)) == (
        "InvalidEventSelectorsException"
    )
    trail.stop_logging(Name="ses-sends")
    assert not trail.get_trail_status(Name="ses-sends")["IsLogging"]
    assert delivered_after() == []
    trail.start_logging(Name="ses-sends")
    assert delivered_after() == ["DeleteIdentity"]

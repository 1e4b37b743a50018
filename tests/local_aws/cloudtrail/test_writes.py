"""Making and changing trails, as boto3 sees it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from sestrail_tui.local_aws.account.settings import Settings
from sestrail_tui.local_aws.wire.faults import Fault
from tests.local_aws.embedded import ONCE, Aws, in_thread

if TYPE_CHECKING:
    from collections.abc import Callable

GROUP = "arn:aws:logs:us-east-1:123456789012:log-group:made:*"
POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "cloudtrail.amazonaws.com"},
            "Action": "s3:PutObject",
            "Resource": "arn:aws:s3:::writes-bucket/AWSLogs/*",
        }
    ],
}


def code(call: Callable[..., Any], **params: Any) -> str:
    with pytest.raises(ClientError) as caught:
        call(**params)
    return str(caught.value.response["Error"]["Code"])


def test_a_trail_from_its_making_to_its_end(aws: Aws) -> None:
    trail, logs = aws.client("cloudtrail"), aws.client("logs")
    s3, iam = aws.client("s3"), aws.client("iam")
    ask = {"Name": "made", "S3BucketName": "writes-bucket"}
    assert code(trail.create_trail, **ask) == "S3BucketDoesNotExistException"
    s3.create_bucket(Bucket="writes-bucket")
    assert code(trail.create_trail, **ask) == "InsufficientS3BucketPolicyException"
    s3.put_bucket_policy(Bucket="writes-bucket", Policy=json.dumps(POLICY))
    role = "arn:aws:iam::123456789012:role/writes-role"
    ask |= {"CloudWatchLogsLogGroupArn": GROUP, "CloudWatchLogsRoleArn": role}
    assert code(trail.create_trail, **ask) == "InvalidCloudWatchLogsRoleArnException"
    iam.create_role(RoleName="writes-role", AssumeRolePolicyDocument=json.dumps(POLICY))
    assert code(trail.create_trail, **ask) == "InvalidCloudWatchLogsLogGroupArnException"
    logs.create_log_group(logGroupName="made", tags={"a": "b"})
    logs.put_retention_policy(logGroupName="made", retentionInDays=7)
    assert code(logs.put_retention_policy, logGroupName="made", retentionInDays=8)
    assert logs.list_tags_for_resource(resourceArn=GROUP[:-2])["tags"] == {"a": "b"}
    shown = logs.describe_log_groups(logGroupNamePrefix="made")["logGroups"][0]
    assert shown["retentionInDays"] == 7

    made = trail.create_trail(**ask, TagsList=[{"Key": "k", "Value": "v"}])
    assert code(trail.create_trail, **ask) == "TrailAlreadyExistsException"
    assert code(trail.create_trail, **{**ask, "Name": "-"}) == "InvalidTrailNameException"
    assert [one["Key"] for one in s3.list_objects_v2(Bucket="writes-bucket")["Contents"]] == [
        "AWSLogs/123456789012/"
    ]
    assert not trail.get_trail_status(Name="made")["IsLogging"]
    assert trail.get_trail(Name="made")["Trail"]["HomeRegion"] == "us-east-1"
    assert "made" in [one["Name"] for one in trail.list_trails()["Trails"]]
    trail.add_tags(ResourceId=made["TrailARN"], TagsList=[{"Key": "x", "Value": "y"}])
    trail.remove_tags(ResourceId=made["TrailARN"], TagsList=[{"Key": "k"}])
    tags = trail.list_tags(ResourceIdList=[made["TrailARN"]])["ResourceTagList"][0]["TagsList"]
    assert tags == [{"Key": "x", "Value": "y"}]
    first = trail.get_event_selectors(TrailName="made")["EventSelectors"]
    assert first[0]["IncludeManagementEvents"]

    trail.start_logging(Name="made")
    aws.client("ses").verify_email_identity(EmailAddress="x@example.com")
    group = aws.server.account.groups["us-east-1", "made"]
    assert [json.loads(one.message)["eventName"] for one in group.events] == ["VerifyEmailIdentity"]
    elsewhere = aws.client("cloudtrail", region="eu-west-1")
    assert "made" not in [one["Name"] for one in elsewhere.describe_trails()["trailList"]]
    aws.client("ses", region="eu-west-1").verify_email_identity(EmailAddress="x@example.com")
    assert len(group.events) == 1

    trail.update_trail(Name="made", IsMultiRegionTrail=True, CloudWatchLogsLogGroupArn="")
    assert "CloudWatchLogsLogGroupArn" not in trail.get_trail(Name="made")["Trail"]
    delete = {"Name": made["TrailARN"]}
    assert code(elsewhere.delete_trail, **delete) == "InvalidHomeRegionException"
    trail.delete_trail(**delete)
    assert code(trail.get_trail, **delete) == "TrailNotFoundException"
    assert code(trail.list_tags, ResourceIdList=[made["TrailARN"]]) == "ResourceNotFoundException"


def test_a_new_account_records_no_send_until_somebody_says_so() -> None:
    with in_thread(Settings(logging_off=True, twice_chance=0)) as server:
        trail = server.account.trail
        assert trail.advanced == []
        assert trail.description()["HasCustomEventSelectors"] is False
        assert not trail.delivers({"managementEvent": False, "readOnly": True, "resources": []})


def test_an_organizations_trail_is_not_ours_to_change(aws: Aws) -> None:
    trail = aws.server.account.trail
    client = aws.client("cloudtrail")
    trail.account, trail.organization = "999999999999", True
    try:
        shown = client.describe_trails()["trailList"][0]
        assert shown["IsOrganizationTrail"]
        put = {"TrailName": shown["TrailARN"], "EventSelectors": [{"ReadWriteType": "All"}]}
        assert code(client.put_event_selectors, **put) == "NotOrganizationMasterAccountException"
    finally:
        trail.account, trail.organization = ONCE.account, False


def test_selectors_can_be_read_stale(aws: Aws) -> None:
    client = aws.client("cloudtrail")
    before = client.get_event_selectors(TrailName="ses-sends")
    client.put_event_selectors(TrailName="ses-sends", EventSelectors=[{"ReadWriteType": "All"}])
    aws.server.account.faults.add(Fault("stale"))
    stale = client.get_event_selectors(TrailName="ses-sends")
    assert stale["AdvancedEventSelectors"] == before["AdvancedEventSelectors"]
    assert client.get_event_selectors(TrailName="ses-sends")["EventSelectors"]
    client.put_event_selectors(
        TrailName="ses-sends", AdvancedEventSelectors=before["AdvancedEventSelectors"]
    )

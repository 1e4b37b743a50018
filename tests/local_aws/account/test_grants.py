"""Who may do what: denied until an inline policy allows it, on what it names."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

from sestrail_tui.local_aws.account.grants import Grants, is_on, user_or_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.local_aws.embedded import Aws

ARN = "arn:aws:logs:us-east-1:123456789012:log-group:CloudTrail/logs"


def document(action: str, resource: str, effect: str = "Allow") -> str:
    statement = {"Effect": effect, "Action": action, "Resource": resource}
    return json.dumps({"Version": "2012-10-17", "Statement": statement})


@pytest.mark.parametrize(
    ("pattern", "resource", "covered"),
    [
        ("*", "anything", True),
        (ARN, "CloudTrail/logs", True),
        (f"{ARN}:*", "CloudTrail/logs", True),
        (ARN, "other", False),
        (ARN, ARN, True),
        ("arn:aws:s3:::shelf/*", "arn:aws:s3:::shelf/a/b", True),
        ("arn:aws:s3:::shelf", "arn:aws:s3:::other", False),
        ("arn:aws:cloudtrail:*:1:trail/*", "ses-sends", True),
        ("arn:aws:cloudtrail:*:1:trail/t", "ses-sends", False),
        (ARN, "", True),
    ],
)
def test_what_a_pattern_covers(pattern: str, resource: str, covered: bool) -> None:
    assert is_on(pattern, resource) is covered


def test_a_policy_allows_what_was_denied_and_no_more() -> None:
    grants = Grants()
    assert grants.allows("me", "logs:FilterLogEvents", "x")
    grants.deny("me", "logs:FilterLogEvents")
    assert not grants.allows("me", "logs:FilterLogEvents", "x")
    assert grants.allows("you", "logs:FilterLogEvents", "x")
    grants.put("me", "p", document("logs:*", "*", "Deny"))
    assert not grants.allows("me", "logs:FilterLogEvents", "x")
    grants.put("me", "p", document("logs:Filter*", "*"))
    assert grants.allows("me", "logs:FilterLogEvents", "x")
    grants.put("me", "p", document("logs:Get*", "*"))
    assert not grants.allows("me", "logs:FilterLogEvents", "x")


def test_names() -> None:
    assert user_or_role("arn:aws:iam::1:user/team/me") == "me"
    assert user_or_role("arn:aws:sts::1:assumed-role/reader/session") == "reader"


@pytest.mark.parametrize(
    ("service", "method", "params", "action"),
    [
        ("logs", "filter_log_events", {"logGroupName": "CloudTrail/logs"}, "logs:FilterLogEvents"),
        ("cloudtrail", "describe_trails", {}, "cloudtrail:DescribeTrails"),
        ("s3", "list_objects_v2", {"Bucket": "granted-123456789012"}, "s3:ListBucket"),
        ("sesv2", "get_account", {}, "ses:GetAccount"),
    ],
)
def test_a_call_is_refused_until_a_policy_is_put_on_the_caller(
    fresh: Callable[..., Aws], service: str, method: str, params: dict[str, str], action: str
) -> None:
    aws = fresh(trail="granted")
    call = getattr(aws.client(service), method)
    call(**params)
    aws.server.account.grants.deny("your-app", action)
    with pytest.raises(ClientError, match="AccessDenied"):
        call(**params)
    aws.client("iam").put_user_policy(
        UserName="your-app", PolicyName="p", PolicyDocument=document(action, "*")
    )
    call(**params)


def test_iam_knows_the_account_s_users_and_roles_and_refuses_what_is_no_policy(
    fresh: Callable[..., Aws],
) -> None:
    iam = fresh().client("iam")
    assert "your-app" in [one["UserName"] for one in iam.list_users()["Users"]]
    assert "cloudtrail-to-logs" in [one["RoleName"] for one in iam.list_roles()["Roles"]]
    with pytest.raises(ClientError, match="MalformedPolicyDocument"):
        iam.put_user_policy(UserName="your-app", PolicyName="p", PolicyDocument="{")
    with pytest.raises(ClientError, match="NoSuchEntity"):
        iam.put_user_policy(UserName="x", PolicyName="p", PolicyDocument=document("a:b", "*"))


def test_the_trail_s_role_may_lose_the_right_to_write(fresh: Callable[..., Aws]) -> None:
    aws = fresh()
    trail = aws.client("cloudtrail")
    aws.server.account.grants.deny("cloudtrail-to-logs", "logs:PutLogEvents")
    status = trail.get_trail_status(Name="ses-sends")
    assert status["LatestCloudWatchLogsDeliveryError"] == "AccessDenied"

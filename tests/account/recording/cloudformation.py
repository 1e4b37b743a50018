"""As much of CloudFormation as the template needs: its functions resolved, its resources made.

A property that is not among those of AWS's template reference is an error.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

REGION, ACCOUNT = "us-east-1", "123456789012"
PSEUDO = {
    "AWS::Region": REGION,
    "AWS::AccountId": ACCOUNT,
    "AWS::Partition": "aws",
    "AWS::StackName": "a-stack",
}
PROPERTIES = {
    "AWS::S3::Bucket": {"Tags", "LifecycleConfiguration", "PublicAccessBlockConfiguration"},
    "AWS::S3::BucketPolicy": {"Bucket", "PolicyDocument"},
    "AWS::Logs::LogGroup": {"RetentionInDays", "Tags"},
    "AWS::IAM::Role": {"AssumeRolePolicyDocument", "Policies", "Tags"},
    "AWS::CloudTrail::Trail": {
        "TrailName", "IsLogging", "IsMultiRegionTrail", "S3BucketName", "CloudWatchLogsLogGroupArn",
        "CloudWatchLogsRoleArn", "AdvancedEventSelectors", "Tags",
    },
}  # fmt: skip


class Stack:
    """A template being made real through ``client(service)``."""

    def __init__(self, template: dict[str, Any], client: Callable[[str], Any]) -> None:
        self.resources = template["Resources"]
        self.client = client
        self.made: dict[str, tuple[str, str]] = {}
        """Ref and Arn by logical name."""
        for name in self.resources:
            self.make(name)
        self.outputs = {
            name: self.resolved(one["Value"]) for name, one in template["Outputs"].items()
        }

    def make(self, name: str) -> tuple[str, str]:
        """Make a resource after all that it refers to."""
        if name not in self.made:
            resource = self.resources[name]
            if "DependsOn" in resource:
                self.make(resource["DependsOn"])
            kind, properties = resource["Type"], resource["Properties"]
            assert set(properties) <= PROPERTIES[kind]
            self.made[name] = MAKERS[kind](self.client, name, self.resolved(properties))
        return self.made[name]

    def resolved(self, value: Any) -> Any:
        """Put in what functions stand for."""
        match value:
            case {"Ref": name}:
                return PSEUDO[name] if name in PSEUDO else self.make(name)[0]
            case {"Fn::GetAtt": [name, "Arn"]}:
                return self.make(name)[1]
            case {"Fn::Join": [between, parts]}:
                return between.join(self.resolved(part) for part in parts)
            case {"Fn::Sub": text}:
                return re.sub(r"\$\{([^}]+)\}", lambda one: self.resolved({"Ref": one[1]}), text)
            case dict():
                return {key: self.resolved(one) for key, one in value.items()}
            case list():
                return [self.resolved(one) for one in value]
        return value


def bucket(client: Any, name: str, properties: dict[str, Any]) -> tuple[str, str]:
    made = f"a-stack-{name.lower()}"
    client("s3").create_bucket(Bucket=made)
    for rule in properties["LifecycleConfiguration"]["Rules"]:
        assert rule["ExpirationInDays"] > 0
    return made, f"arn:aws:s3:::{made}"


def bucket_policy(client: Any, _name: str, properties: dict[str, Any]) -> tuple[str, str]:
    policy = json.dumps(properties["PolicyDocument"])
    assert "{" not in str(properties["PolicyDocument"]["Statement"][1]["Resource"])
    client("s3").put_bucket_policy(Bucket=properties["Bucket"], Policy=policy)
    return "", ""


def log_group(client: Any, name: str, properties: dict[str, Any]) -> tuple[str, str]:
    made = f"a-stack-{name}"
    client("logs").create_log_group(logGroupName=made)
    days = properties["RetentionInDays"]
    client("logs").put_retention_policy(logGroupName=made, retentionInDays=days)
    return made, f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{made}:*"


def role(client: Any, name: str, properties: dict[str, Any]) -> tuple[str, str]:
    made = f"a-stack-{name}"
    trust = json.dumps(properties["AssumeRolePolicyDocument"])
    client("iam").create_role(RoleName=made, AssumeRolePolicyDocument=trust)
    for policy in properties["Policies"]:
        assert set(policy) == {"PolicyName", "PolicyDocument"}
        document = json.dumps(policy["PolicyDocument"])
        client("iam").put_role_policy(
            RoleName=made, PolicyName=policy["PolicyName"], PolicyDocument=document
        )
    return made, f"arn:aws:iam::{ACCOUNT}:role/{made}"


def trail(client: Any, _name: str, properties: dict[str, Any]) -> tuple[str, str]:
    given = dict(properties)
    made, selectors = given.pop("TrailName"), given.pop("AdvancedEventSelectors")
    on, tags = given.pop("IsLogging"), given.pop("Tags")
    answer = client("cloudtrail").create_trail(Name=made, TagsList=tags, **given)
    client("cloudtrail").put_event_selectors(TrailName=made, AdvancedEventSelectors=selectors)
    if on:
        client("cloudtrail").start_logging(Name=made)
    return made, str(answer["TrailARN"])


MAKERS = {
    "AWS::S3::Bucket": bucket,
    "AWS::S3::BucketPolicy": bucket_policy,
    "AWS::Logs::LogGroup": log_group,
    "AWS::IAM::Role": role,
    "AWS::CloudTrail::Trail": trail,
}

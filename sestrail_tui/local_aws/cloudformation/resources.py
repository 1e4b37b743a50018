"""How each resource type is made and removed, as calls of the service that it is of.

AWS: CloudFormation template reference of each type; its return values for ``Ref`` and ``GetAtt``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import msgspec

from sestrail_tui.local_aws.wire.answer import AwsError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sestrail_tui.local_aws.cloudformation.stacks import CallSpec

PROPERTIES: Final[Mapping[str, frozenset[str]]] = {
    "AWS::S3::Bucket": frozenset(
        {"BucketName", "Tags", "LifecycleConfiguration", "PublicAccessBlockConfiguration"}
    ),
    "AWS::S3::BucketPolicy": frozenset({"Bucket", "PolicyDocument"}),
    "AWS::Logs::LogGroup": frozenset({"LogGroupName", "RetentionInDays", "Tags"}),
    "AWS::IAM::Role": frozenset(
        {"RoleName", "Description", "AssumeRolePolicyDocument", "Policies", "Tags"}
    ),
    "AWS::CloudTrail::Trail": frozenset(
        {
            "TrailName", "IsLogging", "IsMultiRegionTrail", "S3BucketName", "S3KeyPrefix",
            "CloudWatchLogsLogGroupArn", "CloudWatchLogsRoleArn", "AdvancedEventSelectors",
            "EnableLogFileValidation", "Tags",
        }
    ),
}  # fmt: skip
"""The types that there are, and the properties of each."""


@dataclass(frozen=True, slots=True)
class NewResource:
    """What the caller of a maker knows: where it is made, and a name where none is given."""

    region: str
    account: str
    generated: str
    """``STACK-LOGICAL-RANDOM``."""


@dataclass(frozen=True, slots=True)
class ResourceCalls:
    """A resource's names, and the calls that make and remove it."""

    physical: str
    creates: tuple[CallSpec, ...]
    deletes: tuple[CallSpec, ...]
    attributes: dict[str, str] = field(default_factory=dict)


def calls_for(kind: str, new: NewResource, properties: Mapping[str, Any]) -> ResourceCalls:
    """Return the calls for a resource. Raises `AwsError` for a property that it has not."""
    if unknown := sorted(properties.keys() - PROPERTIES[kind]):
        raise AwsError("InvalidRequest", f"Encountered unsupported property {unknown[0]}")
    return MAKERS[kind](new, dict(properties))


def bucket(new: NewResource, properties: dict[str, Any]) -> ResourceCalls:
    """Make a bucket; one that is not empty cannot be removed."""
    name = properties.get("BucketName", new.generated.lower())
    named = {"Bucket": name}
    place = {"CreateBucketConfiguration": {"LocationConstraint": new.region}}
    calls: list[CallSpec] = [
        ("s3", "CreateBucket", named | (place if new.region != "us-east-1" else {}))
    ]
    if tags := properties.get("Tags"):
        calls.append(("s3", "PutBucketTagging", {**named, "Tagging": {"TagSet": tags}}))
    if closed := properties.get("PublicAccessBlockConfiguration"):
        params = {**named, "PublicAccessBlockConfiguration": closed}
        calls.append(("s3", "PutPublicAccessBlock", params))
    if lifecycle := properties.get("LifecycleConfiguration"):
        rules = [lifecycle_rule(one) for one in lifecycle["Rules"]]
        params = {**named, "LifecycleConfiguration": {"Rules": rules}}
        calls.append(("s3", "PutBucketLifecycleConfiguration", params))
    arn = {"Arn": f"arn:aws:s3:::{name}"}
    return ResourceCalls(name, tuple(calls), (("s3", "DeleteBucket", named),), arn)


def lifecycle_rule(rule: Mapping[str, Any]) -> dict[str, Any]:
    """Write a rule as S3's API has it."""
    return {
        "ID": rule.get("Id", "rule"),
        "Status": rule["Status"],
        "Filter": {"Prefix": rule.get("Prefix", "")},
        "Expiration": {"Days": rule["ExpirationInDays"]},
    }


def bucket_policy(_new: NewResource, properties: dict[str, Any]) -> ResourceCalls:
    """Put a policy on a bucket."""
    named = {"Bucket": properties["Bucket"]}
    policy = msgspec.json.encode(properties["PolicyDocument"]).decode()
    return ResourceCalls(
        properties["Bucket"],
        (("s3", "PutBucketPolicy", {**named, "Policy": policy}),),
        (("s3", "DeleteBucketPolicy", named),),
    )


def log_group(new: NewResource, properties: dict[str, Any]) -> ResourceCalls:
    """Make a log group."""
    name = properties.get("LogGroupName", new.generated)
    named = {"logGroupName": name}
    tags = {one["Key"]: one["Value"] for one in properties.get("Tags", ())}
    calls: list[CallSpec] = [("logs", "CreateLogGroup", named | ({"tags": tags} if tags else {}))]
    if days := properties.get("RetentionInDays"):
        calls.append(("logs", "PutRetentionPolicy", {**named, "retentionInDays": days}))
    arn = {"Arn": f"arn:aws:logs:{new.region}:{new.account}:log-group:{name}:*"}
    return ResourceCalls(name, tuple(calls), (("logs", "DeleteLogGroup", named),), arn)


def role(new: NewResource, properties: dict[str, Any]) -> ResourceCalls:
    """Make a role with its inline policies."""
    name = properties.get("RoleName", new.generated)
    named = {"RoleName": name}
    trust = msgspec.json.encode(properties["AssumeRolePolicyDocument"]).decode()
    made: dict[str, Any] = {**named, "AssumeRolePolicyDocument": trust}
    made |= {key: properties[key] for key in ("Description", "Tags") if key in properties}
    calls: list[CallSpec] = [("iam", "CreateRole", made)]
    deletes: list[CallSpec] = []
    for policy in properties.get("Policies", ()):
        whose = {**named, "PolicyName": policy["PolicyName"]}
        document = msgspec.json.encode(policy["PolicyDocument"]).decode()
        calls.append(("iam", "PutRolePolicy", {**whose, "PolicyDocument": document}))
        deletes.append(("iam", "DeleteRolePolicy", whose))
    deletes.append(("iam", "DeleteRole", named))
    arn = {"Arn": f"arn:aws:iam::{new.account}:role/{name}"}
    return ResourceCalls(name, tuple(calls), tuple(deletes), arn)


def trail(new: NewResource, properties: dict[str, Any]) -> ResourceCalls:
    """Make a trail, which logs or does not."""
    name = properties.pop("TrailName", new.generated)
    is_logging, selectors = (
        properties.pop("IsLogging"),
        properties.pop("AdvancedEventSelectors", []),
    )
    tags = properties.pop("Tags", [])
    made = {"Name": name, **properties, **({"TagsList": tags} if tags else {})}
    calls: list[CallSpec] = [("cloudtrail", "CreateTrail", made)]
    if selectors:
        params = {"TrailName": name, "AdvancedEventSelectors": selectors}
        calls.append(("cloudtrail", "PutEventSelectors", params))
    if is_logging:
        calls.append(("cloudtrail", "StartLogging", {"Name": name}))
    arn = {"Arn": f"arn:aws:cloudtrail:{new.region}:{new.account}:trail/{name}"}
    return ResourceCalls(name, tuple(calls), (("cloudtrail", "DeleteTrail", {"Name": name}),), arn)


MAKERS: Final[Mapping[str, Callable[[NewResource, dict[str, Any]], ResourceCalls]]] = {
    "AWS::S3::Bucket": bucket,
    "AWS::S3::BucketPolicy": bucket_policy,
    "AWS::Logs::LogGroup": log_group,
    "AWS::IAM::Role": role,
    "AWS::CloudTrail::Trail": trail,
}

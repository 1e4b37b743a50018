"""Stacks of the embedded CloudFormation, judged by boto3, its waiters, and the AWS CLI."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError, WaiterError

from sestrail_tui.local_aws.wire.faults import Fault
from tests.doctor.aws_cli import PROGRAM, run_program
from tests.local_aws.embedded import embedded, replaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.local_aws.embedded import Aws

QUICK = {"Delay": 0.05, "MaxAttempts": 400}
ROLE = {
    "Type": "AWS::IAM::Role",
    "Properties": {
        "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": []},
        "Policies": [
            {
                "PolicyName": "write",
                "PolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Action": "logs:PutLogEvents",
                            "Resource": {"Fn::Sub": "${Group.Arn}-in-${AWS::Region}-${!Literal}"},
                        }
                    ],
                },
            }
        ],
    },
}
RESOURCES: dict[str, Any] = {
    "Trail": {
        "Type": "AWS::CloudTrail::Trail",
        "DependsOn": "Policy",
        "Properties": {
            "TrailName": {"Ref": "AWS::StackName"},
            "IsLogging": True,
            "S3BucketName": {"Ref": "Bucket"},
            "CloudWatchLogsLogGroupArn": {"Fn::GetAtt": ["Group", "Arn"]},
            "CloudWatchLogsRoleArn": {"Fn::GetAtt": ["Role", "Arn"]},
            "AdvancedEventSelectors": [
                {"FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}]}
            ],
            "Tags": [{"Key": "a", "Value": "b"}],
        },
    },
    "Policy": {
        "Type": "AWS::S3::BucketPolicy",
        "Properties": {
            "Bucket": {"Ref": "Bucket"},
            "PolicyDocument": {
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "cloudtrail.amazonaws.com"},
                        "Action": "s3:PutObject",
                        "Resource": {"Fn::Join": ["/", [{"Fn::GetAtt": ["Bucket", "Arn"]}, "*"]]},
                    }
                ]
            },
        },
    },
    "Bucket": {
        "Type": "AWS::S3::Bucket",
        "Properties": {
            "Tags": [{"Key": "a", "Value": "b"}],
            "LifecycleConfiguration": {"Rules": [{"Status": "Enabled", "ExpirationInDays": 7}]},
            "PublicAccessBlockConfiguration": {"BlockPublicAcls": True},
        },
    },
    "Group": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 7}},
    "Role": ROLE,
}
OUTPUTS = {"Where": {"Description": "the group", "Value": {"Ref": "Group"}}}
IAM = ["CAPABILITY_IAM"]


def body(**changes: Any) -> str:
    return json.dumps({"Resources": {**RESOURCES, **changes}, "Outputs": OUTPUTS})


@pytest.fixture(scope="module")
def aws() -> Iterator[Aws]:
    """Run an embedded AWS whose resources take a moment each."""
    with embedded(replaced(resource_s=0.02)) as running_aws:
        yield running_aws


@pytest.fixture
def formation(aws: Aws) -> Iterator[Any]:
    """Give CloudFormation's client; whatever it made is gone afterwards."""
    client = aws.client("cloudformation")
    yield client
    aws.server.account.faults.clear()
    aws.server.account.grants.denied.clear()
    for stack in client.describe_stacks()["Stacks"]:
        settled(client, stack["StackId"])
        for one in resources(client, stack["StackId"]).values():
            if one["ResourceType"] == "AWS::S3::Bucket":
                empty(aws, one["PhysicalResourceId"])
        client.delete_stack(StackName=stack["StackName"])
        waits(client, "stack_delete_complete", stack["StackName"])


def empty(aws: Aws, bucket: str) -> None:
    s3 = aws.client("s3")
    try:
        keys = [one["Key"] for one in s3.list_objects_v2(Bucket=bucket).get("Contents", ())]
    except ClientError:
        return
    for key in keys:
        s3.delete_object(Bucket=bucket, Key=key)


def waits(client: Any, waiter: str, name: str) -> None:
    client.get_waiter(waiter).wait(StackName=name, WaiterConfig=QUICK)


def settled(client: Any, name: str = "the-stack") -> str:
    """Give a stack's status once nothing is at work on it."""
    while status(client, name).endswith("IN_PROGRESS"):
        pass
    return status(client, name)


def create(client: Any, template: str = "", **more: Any) -> str:
    made = client.create_stack(
        StackName="the-stack", TemplateBody=template or body(), Capabilities=IAM, **more
    )
    return str(made["StackId"])


def resources(client: Any, name: str = "the-stack") -> dict[str, Any]:
    found = client.describe_stack_resources(StackName=name)["StackResources"]
    return {one["LogicalResourceId"]: one for one in found}


def status(client: Any, name: str = "the-stack") -> str:
    return str(client.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"])


def events(client: Any, name: str = "the-stack") -> list[tuple[str, str]]:
    """Give logical names and statuses, oldest first."""
    found = client.describe_stack_events(StackName=name)["StackEvents"]
    return [(one["LogicalResourceId"], one["ResourceStatus"]) for one in reversed(found)]


def test_a_stack_is_made_listed_and_deleted(aws: Aws, formation: Any) -> None:
    stack_id = create(formation, Tags=[{"Key": "created-by", "Value": "me"}])
    assert status(formation) == "CREATE_IN_PROGRESS"
    waits(formation, "stack_create_complete", "the-stack")
    (stack,) = formation.describe_stacks()["Stacks"]
    assert (stack["StackId"], stack["Tags"]) == (
        stack_id,
        [{"Key": "created-by", "Value": "me"}],
    )
    made = {name: one["PhysicalResourceId"] for name, one in resources(formation).items()}
    assert stack["Outputs"] == [
        {"OutputKey": "Where", "OutputValue": made["Group"], "Description": "the group"}
    ]
    trails, logs = aws.client("cloudtrail"), aws.client("logs")
    trail = trails.get_trail(Name="the-stack")["Trail"]
    assert trail["S3BucketName"] == made["Bucket"] == made["Policy"]
    assert trail["CloudWatchLogsLogGroupArn"].endswith(f":log-group:{made['Group']}:*")
    assert trails.get_trail_status(Name="the-stack")["IsLogging"]
    tags = trails.list_tags(ResourceIdList=[trail["TrailARN"]])["ResourceTagList"][0]["TagsList"]
    both = [{"Key": "a", "Value": "b"}, {"Key": "created-by", "Value": "me"}]
    assert tags == both  # the stack's own too
    (group,) = logs.describe_log_groups(logGroupNamePrefix=made["Group"])["logGroups"]
    assert group["retentionInDays"] == 7
    iam, s3 = aws.client("iam"), aws.client("s3")
    policy = iam.get_role_policy(RoleName=made["Role"], PolicyName="write")["PolicyDocument"]
    assert policy["Statement"][0]["Resource"] == f"{group['arn']}-in-us-east-1-${{Literal}}"
    assert s3.get_bucket_tagging(Bucket=made["Bucket"])["TagSet"] == both
    assert iam.list_role_tags(RoleName=made["Role"])["Tags"] == both[1:]
    (rule,) = s3.get_bucket_lifecycle_configuration(Bucket=made["Bucket"])["Rules"]
    assert rule["Expiration"] == {"Days": 7}
    granted = json.loads(s3.get_bucket_policy(Bucket=made["Bucket"])["Policy"])
    assert granted["Statement"][0]["Resource"] == f"arn:aws:s3:::{made['Bucket']}/*"
    assert events(formation)[0] == ("the-stack", "CREATE_IN_PROGRESS")
    assert events(formation)[-1] == ("the-stack", "CREATE_COMPLETE")

    formation.delete_stack(StackName="the-stack")  # the trail left its folder in the bucket
    with pytest.raises(WaiterError):
        waits(formation, "stack_delete_complete", "the-stack")
    assert status(formation) == "DELETE_FAILED"
    left = {name: one["ResourceStatus"] for name, one in resources(formation).items()}
    assert left.pop("Bucket") == "DELETE_FAILED"
    assert set(left.values()) == {"DELETE_COMPLETE"}
    assert "not empty" in resources(formation)["Bucket"]["ResourceStatusReason"]
    empty(aws, made["Bucket"])
    formation.delete_stack(StackName="the-stack")
    waits(formation, "stack_delete_complete", "the-stack")
    with pytest.raises(ClientError, match=r"ValidationError.*the-stack does not exist"):
        status(formation)
    assert status(formation, stack_id) == "DELETE_COMPLETE"
    assert formation.describe_stacks()["Stacks"] == []
    formation.delete_stack(StackName="the-stack")  # nothing to complain of
    assert made["Role"] not in [one["RoleName"] for one in iam.list_roles()["Roles"]]


def test_what_cannot_be_made_whole_is_taken_back(aws: Aws, formation: Any) -> None:
    aws.server.account.grants.deny("your-app", "cloudtrail:CreateTrail")
    create(formation)
    with pytest.raises(WaiterError):
        waits(formation, "stack_create_complete", "the-stack")
    assert settled(formation) == "ROLLBACK_COMPLETE"
    assert {one["ResourceStatus"] for one in resources(formation).values()} == {"DELETE_COMPLETE"}
    (failed,) = [
        one
        for one in formation.describe_stack_events(StackName="the-stack")["StackEvents"]
        if one["ResourceStatus"] == "CREATE_FAILED"
    ]
    assert failed["LogicalResourceId"] == "Trail"
    assert "not authorized to perform: cloudtrail:CreateTrail" in failed["ResourceStatusReason"]
    with pytest.raises(ClientError, match="AlreadyExistsException"):
        create(formation)


def test_a_trail_that_was_made_keeps_the_bucket_from_being_taken_back(
    aws: Aws, formation: Any
) -> None:
    aws.server.account.faults.add(Fault("access_denied", api="StartLogging"))
    create(formation)
    assert settled(formation) == "ROLLBACK_FAILED"
    assert resources(formation)["Bucket"]["ResourceStatus"] == "DELETE_FAILED"


@pytest.mark.parametrize(
    ("on_failure", "ends"), [("DO_NOTHING", "CREATE_FAILED"), ("DELETE", "DELETE_COMPLETE")]
)
def test_what_is_done_on_failure(aws: Aws, formation: Any, on_failure: str, ends: str) -> None:
    aws.server.account.faults.add(Fault("access_denied", api="CreateRole"))
    stack_id = create(formation, OnFailure=on_failure)
    assert settled(formation, stack_id) == ends
    assert ("Role", "CREATE_FAILED") in events(formation, stack_id)


def test_what_is_retained_outlives_the_stack(aws: Aws, formation: Any) -> None:
    kept = RESOURCES["Bucket"] | {"DeletionPolicy": "Retain"}
    create(formation, json.dumps({"Resources": {"Bucket": kept}}))
    waits(formation, "stack_create_complete", "the-stack")
    bucket = resources(formation)["Bucket"]["PhysicalResourceId"]
    formation.delete_stack(StackName="the-stack")
    waits(formation, "stack_delete_complete", "the-stack")
    aws.client("s3").delete_bucket(Bucket=bucket)


def test_a_stack_may_be_deleted_while_it_is_made(formation: Any) -> None:
    create(formation)
    formation.delete_stack(StackName="the-stack")
    waits(formation, "stack_delete_complete", "the-stack")


def test_a_protected_stack_is_not_deleted(aws: Aws, formation: Any) -> None:
    create(formation, EnableTerminationProtection=True)
    with pytest.raises(ClientError, match="cannot be deleted while TerminationProtection"):
        formation.delete_stack(StackName="the-stack")
    stack = aws.server.account.stacks.find("us-east-1", "the-stack")
    assert stack is not None
    stack.options = {}


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"TemplateBody": "{"}, "JSON not well-formed"),
        ({"TemplateBody": "{}"}, "At least one Resources member"),
        ({"TemplateBody": body(Queue={"Type": "AWS::SQS::Queue"})}, "AWS::SQS::Queue"),
        ({"TemplateBody": body(Policy={"Type": "AWS::S3::BucketPolicy", "DependsOn": "No"})},
         r"Unresolved resource dependencies \[No\]"),
        ({"TemplateBody": body(Bucket={"Type": "AWS::S3::Bucket", "DependsOn": "Trail"})},
         "Circular dependency"),
        ({"Capabilities": []}, r"InsufficientCapabilities.*\[CAPABILITY_IAM\]"),
        ({"OnFailure": "PANIC"}, "ValidationError.*enum"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_stack_is_refused(
    formation: Any, changes: dict[str, Any], error: str
) -> None:
    params = {"StackName": "the-stack", "TemplateBody": body(), "Capabilities": IAM}
    with pytest.raises(ClientError, match=error):
        formation.create_stack(**params | changes)
    assert formation.describe_stacks()["Stacks"] == []


def test_a_property_that_is_none_fails_its_resource(formation: Any) -> None:
    create(formation, body(Group={"Type": "AWS::Logs::LogGroup", "Properties": {"Colour": 1}}))
    assert settled(formation) == "ROLLBACK_COMPLETE"
    assert ("Group", "CREATE_FAILED") in events(formation)


@pytest.mark.parametrize("operation", ["CreateStack", "DescribeStacks", "DeleteStack"])
def test_who_may_not_is_refused_until_a_policy_allows_it(
    aws: Aws, formation: Any, operation: str
) -> None:
    grants = aws.server.account.grants
    grants.deny("your-app", f"cloudformation:{operation}")
    calls: dict[str, Callable[[], object]] = {
        "CreateStack": lambda: create(formation),
        "DescribeStacks": lambda: formation.describe_stacks(StackName="the-stack"),
        "DeleteStack": lambda: formation.delete_stack(StackName="the-stack"),
    }
    with pytest.raises(ClientError, match=f"AccessDenied.*cloudformation:{operation}"):
        calls[operation]()
    statement = {
        "Effect": "Allow",
        "Action": f"cloudformation:{operation}",
        "Resource": "arn:aws:cloudformation:us-east-1:123456789012:stack/the-stack/*",
    }
    grants.put("your-app", "p", json.dumps({"Statement": [statement]}))
    if operation == "DescribeStacks":
        with pytest.raises(ClientError, match="does not exist"):
            calls[operation]()
    else:
        calls[operation]()
    grants.policies.clear()


def test_operations_that_are_not_here(formation: Any) -> None:
    with pytest.raises(ClientError, match="InvalidAction"):
        formation.list_stacks()


@pytest.mark.skipif(PROGRAM is None, reason="the AWS CLI is not installed")
def test_the_aws_cli_makes_and_deletes_one(aws: Aws, formation: Any) -> None:
    named = ("--stack-name", "the-stack")
    group = json.dumps({"Resources": {"Group": RESOURCES["Group"]}})
    run_program(aws, ("aws", "cloudformation", "create-stack", *named, "--template-body", group))
    run_program(aws, ("aws", "cloudformation", "wait", "stack-create-complete", *named))
    assert status(formation) == "CREATE_COMPLETE"
    run_program(aws, ("aws", "cloudformation", "describe-stack-events", *named))
    run_program(aws, ("aws", "cloudformation", "delete-stack", *named))
    run_program(aws, ("aws", "cloudformation", "wait", "stack-delete-complete", *named))
    assert formation.describe_stacks()["Stacks"] == []

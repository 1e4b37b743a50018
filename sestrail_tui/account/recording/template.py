"""The same trail as a CloudFormation template, for accounts that are changed by stacks only.

AWS: CloudFormation template reference of each ``Type``.
"""

from __future__ import annotations

import json
from typing import Any, Final

from sestrail_tui.account.recording.created_resources import (
    KEPT_DAYS,
    TAG,
    bucket_policy,
    role_policy,
    role_trust,
)
from sestrail_tui.account.selectors.change import SENDS_SELECTOR

_TAGS: Final = [{"Key": TAG[0], "Value": TAG[1]}]
_TRAIL_ARN: Final = {
    "Fn::Sub": "arn:${AWS::Partition}:cloudtrail:${AWS::Region}:${AWS::AccountId}:trail/"
    "${AWS::StackName}"
}
_STREAMS: Final = {
    "Fn::Sub": "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${Records}:"
    "log-stream:${AWS::AccountId}_CloudTrail_${AWS::Region}*"
}


def template() -> dict[str, Any]:
    """Give a template that makes a trail which records SES sends alone, and all that it needs."""
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "Records Amazon SES sends as CloudTrail data events in a log group, for "
        "sestrail. The bucket outlives the stack: empty and delete it afterwards.",
        "Resources": {
            "Files": {
                "Type": "AWS::S3::Bucket",
                "DeletionPolicy": "Retain",
                "UpdateReplacePolicy": "Retain",
                "Properties": {
                    "Tags": _TAGS,
                    "LifecycleConfiguration": {
                        "Rules": [{"Status": "Enabled", "ExpirationInDays": KEPT_DAYS}]
                    },
                    "PublicAccessBlockConfiguration": {
                        "BlockPublicAcls": True,
                        "BlockPublicPolicy": True,
                        "IgnorePublicAcls": True,
                        "RestrictPublicBuckets": True,
                    },
                },
            },
            "FilesPolicy": {
                "Type": "AWS::S3::BucketPolicy",
                "Properties": {
                    "Bucket": {"Ref": "Files"},
                    "PolicyDocument": bucket_policy(
                        {"Fn::GetAtt": ["Files", "Arn"]}, {"Ref": "AWS::AccountId"}, _TRAIL_ARN
                    ),
                },
            },
            "Records": {
                "Type": "AWS::Logs::LogGroup",
                "DeletionPolicy": "Delete",
                "UpdateReplacePolicy": "Delete",
                "Properties": {"RetentionInDays": KEPT_DAYS, "Tags": _TAGS},
            },
            "Writer": {
                "Type": "AWS::IAM::Role",
                "Properties": {
                    "AssumeRolePolicyDocument": role_trust(),
                    "Policies": [
                        {"PolicyName": "write-records", "PolicyDocument": role_policy(_STREAMS)}
                    ],
                    "Tags": _TAGS,
                },
            },
            "Trail": {
                "Type": "AWS::CloudTrail::Trail",
                "DependsOn": "FilesPolicy",
                "Properties": {
                    "TrailName": {"Ref": "AWS::StackName"},
                    "IsLogging": True,
                    "IsMultiRegionTrail": False,
                    "S3BucketName": {"Ref": "Files"},
                    "CloudWatchLogsLogGroupArn": {"Fn::GetAtt": ["Records", "Arn"]},
                    "CloudWatchLogsRoleArn": {"Fn::GetAtt": ["Writer", "Arn"]},
                    "AdvancedEventSelectors": [dict(SENDS_SELECTOR)],
                    "Tags": _TAGS,
                },
            },
        },
        "Outputs": {
            "LogGroup": {
                "Description": "Follow it with sestrail --log-group NAME",
                "Value": {"Ref": "Records"},
            },
            "TrailArn": {"Value": {"Fn::GetAtt": ["Trail", "Arn"]}},
        },
    }


def template_text() -> str:
    """Give it as JSON text."""
    return json.dumps(template(), indent=2)

"""Whether CloudTrail may write where a trail is to deliver: a bucket and a role, which moto holds.

AWS: CreateTrail API reference; "Amazon S3 bucket policy for CloudTrail".
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

import msgspec

from sestrail_tui.local_aws.moto.in_process import FORM
from sestrail_tui.local_aws.storage.bucket_delivery import as_cloudtrail
from sestrail_tui.local_aws.storage.moto_stores import call as ask
from sestrail_tui.local_aws.wire.answer import AwsError

if TYPE_CHECKING:
    from sestrail_tui.local_aws.account.account import BaseAccount
    from sestrail_tui.local_aws.moto.in_process import Moto
    from sestrail_tui.local_aws.wire.answer import Answer, ApiCall

OPERATIONS: Final = frozenset({"CreateTrail", "UpdateTrail"})
CLOUDTRAIL: Final = "cloudtrail.amazonaws.com"


async def check(account: BaseAccount, moto: Moto, call: ApiCall) -> None:
    """Raise `AwsError` where CloudTrail could not deliver; leave its folder in a bucket else."""
    bucket = call.params.get("S3BucketName")
    if bucket:
        await check_bucket(account, moto, bucket)
    if call.params.get("CloudWatchLogsRoleArn"):
        await check_role(account, moto, call.params["CloudWatchLogsRoleArn"])
    if bucket:
        prefix = call.params.get("S3KeyPrefix", "")
        folder = f"{prefix}/" if prefix else ""
        path = f"/{bucket}/{folder}AWSLogs/{account.settings.account}/"
        await ask(moto, as_cloudtrail(account.settings, "s3", "PUT", path))


async def check_bucket(account: BaseAccount, moto: Moto, bucket: str) -> None:
    """Refuse a bucket that there is not, or whose policy lets nobody of CloudTrail write."""
    got = await ask(moto, as_cloudtrail(account.settings, "s3", "GET", f"/{bucket}?policy"))
    if b"NoSuchBucket<" in got.body:
        raise AwsError("S3BucketDoesNotExistException", f"S3 bucket {bucket} does not exist!")
    if not any(lets_write(one) for one in statements(got)):
        raise AwsError(
            "InsufficientS3BucketPolicyException",
            f"Incorrect S3 bucket policy is detected for bucket: {bucket}",
        )


def statements(got: Answer) -> list[dict[str, Any]]:
    """Read a bucket's policy."""
    try:
        policy: dict[str, Any] = msgspec.json.decode(got.body)
    except msgspec.DecodeError:
        return []
    return list(policy.get("Statement", ()))


def lets_write(statement: dict[str, Any]) -> bool:
    """Return whether a statement allows CloudTrail to put objects."""
    actions = statement.get("Action", [])
    principal = statement.get("Principal", {})
    service = principal.get("Service", []) if isinstance(principal, dict) else []
    return (
        statement.get("Effect") == "Allow" and CLOUDTRAIL in service and "s3:PutObject" in actions
    )


async def check_role(account: BaseAccount, moto: Moto, arn: str) -> None:
    """Refuse a role that there is not."""
    form = {"Action": "GetRole", "RoleName": arn.rpartition("/")[2], "Version": "2010-05-08"}
    request = as_cloudtrail(account.settings, "iam", "POST", "/")
    headers = {**request.headers, "Content-Type": FORM}
    got = await ask(moto, replace(request, headers=headers, body=urlencode(form).encode()))
    if got.status != 200:
        raise AwsError(
            "InvalidCloudWatchLogsRoleArnException",
            "Access denied. Verify in IAM that the role has adequate permissions.",
        )

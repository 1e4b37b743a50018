"""What the account has in moto from the start: the trail's bucket, its role, users and roles."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import msgspec

from sestrail_tui.local_aws.account.grants import user_or_role
from sestrail_tui.local_aws.account.principals import UNKNOWN_USER
from sestrail_tui.local_aws.moto import internals
from sestrail_tui.local_aws.moto.in_process import FORM
from sestrail_tui.local_aws.storage.bucket_delivery import LOCATION, as_cloudtrail
from sestrail_tui.local_aws.storage.moto_stores import call

if TYPE_CHECKING:
    from sestrail_tui.local_aws.moto.in_process import Moto
    from sestrail_tui.local_aws.storage.account import StorageAccount

VERSION: Final = "2010-05-08"
TRUST: Final = '{"Version":"2012-10-17","Statement":[]}'


async def furnish(account: StorageAccount, moto: Moto) -> None:
    """Make them, before the first call to S3 or IAM; later calls find it done."""
    if account.furnished.is_set():
        return
    account.furnished.set()  # at once: a second caller's calls come behind these in moto's thread
    await bucket(account, moto)
    users = {UNKNOWN_USER}
    roles = {account.delivery_role.rpartition("/")[2]}
    for one in account.people.values():
        kind = one.identity["type"]
        if kind == "IAMUser":
            users.add(user_or_role(one.arn))
        elif kind == "AssumedRole":
            roles.add(user_or_role(one.arn))
    for name in sorted(users):
        await iam(account, moto, {"Action": "CreateUser", "UserName": name})
    for name in sorted(roles):
        form = {"Action": "CreateRole", "RoleName": name, "AssumeRolePolicyDocument": TRUST}
        await iam(account, moto, form)


async def clear(moto: Moto) -> None:
    """Leave no bucket behind: their names are of the whole process, not of one account."""
    if moto.moto.done():
        await asyncio.get_running_loop().run_in_executor(
            moto.thread, internals.reset_buckets, moto.account
        )


async def bucket(account: StorageAccount, moto: Moto) -> None:
    """Make the trail's bucket, where CloudTrail may write."""
    settings = account.settings
    body = LOCATION.format(region=settings.region) if settings.region != "us-east-1" else ""
    request = as_cloudtrail(settings, "s3", "PUT", f"/{settings.bucket}")
    await call(moto, replace(request, body=body.encode()))
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "cloudtrail.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::{settings.bucket}/*",
    }
    policy = msgspec.json.encode({"Version": "2012-10-17", "Statement": [statement]})
    request = as_cloudtrail(settings, "s3", "PUT", f"/{settings.bucket}?policy")
    await call(moto, replace(request, body=policy))


async def iam(account: StorageAccount, moto: Moto, form: dict[str, str]) -> None:
    """Make a call to moto's IAM."""
    request = as_cloudtrail(account.settings, "iam", "POST", "/")
    headers = {**request.headers, "Content-Type": FORM}
    body = urlencode(form | {"Version": VERSION}).encode()
    await call(moto, replace(request, headers=headers, body=body))

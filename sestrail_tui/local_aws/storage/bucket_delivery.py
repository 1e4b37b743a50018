"""The trail's bucket and its queue, and writing log files into it every few seconds."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import msgspec

from sestrail_tui.local_aws.moto import internals
from sestrail_tui.local_aws.storage.moto_stores import StoreRequest, call
from sestrail_tui.local_aws.storage.notifications import NewFile, Notifier

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sestrail_tui.local_aws.account.settings import Settings
    from sestrail_tui.local_aws.moto.in_process import Moto
    from sestrail_tui.local_aws.storage.account import StorageAccount
    from sestrail_tui.local_aws.wire.answer import Answer

NOTIFICATION: Final = (
    '<NotificationConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
    "<QueueConfiguration><Queue>{arn}</Queue><Event>s3:ObjectCreated:*</Event>"
    "</QueueConfiguration></NotificationConfiguration>"
)
BACKLOG_MS: Final = 180_000
"""A file that is so much older than now is of the backlog."""
LOCATION: Final = (
    '<CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
    "<LocationConstraint>{region}</LocationConstraint></CreateBucketConfiguration>"
)


async def set_up(account: StorageAccount, moto: Moto) -> None:
    """Make the bucket, and the queue that is told of each new object."""
    settings = account.settings
    elsewhere = settings.region != "us-east-1"
    location = LOCATION.format(region=settings.region) if elsewhere else ""
    await s3(account, moto, f"/{settings.bucket}", location.encode())
    await sqs(account, moto, "CreateQueue", {"QueueName": settings.queue})
    if settings.notify != "s3":
        await tell(account, moto, notifier(account).first(account.clock.now_ms()))
        return
    arn = f"arn:aws:sqs:{settings.region}:{moto.account}:{settings.queue}"
    configuration = NOTIFICATION.format(arn=arn).encode()
    await s3(account, moto, f"/{settings.bucket}?notification", configuration)


async def deliver(account: StorageAccount, moto: Moto) -> None:
    """Write log files until cancelled."""
    while True:
        await write(account, moto)
        await account.clock.sleep(account.settings.log_file_s)


async def write(account: StorageAccount, moto: Moto) -> None:
    """Write what is due by now."""
    if account.files is None:
        return
    now = account.clock.now_ms()
    for one in account.files.due(now):
        got = await s3(account, moto, f"/{account.settings.bucket}/{one.key}", one.body)
        if one.minute < now - BACKLOG_MS:
            loop = asyncio.get_running_loop()
            bucket = account.settings.bucket
            written = datetime.fromtimestamp(one.minute / 1000, UTC).replace(tzinfo=None)
            date = partial(internals.date_object, moto.account, bucket, one.key, written)
            await loop.run_in_executor(moto.thread, date)  # as old as it is
        if account.settings.notify != "s3":
            file = NewFile(one.key, len(one.body), got.headers.get("ETag", "").strip('"'), now)
            await tell(account, moto, notifier(account).of(file))


def notifier(account: StorageAccount) -> Notifier:
    """Return who words what the queue is told."""
    return Notifier(account.settings, account.chance)


async def tell(account: StorageAccount, moto: Moto, message: str | None) -> None:
    """Put a message into the queue, if there is one to put."""
    if message is not None:
        url = f"http://127.0.0.1/{moto.account}/{account.settings.queue}"
        await sqs(account, moto, "SendMessage", {"QueueUrl": url, "MessageBody": message})


async def s3(account: StorageAccount, moto: Moto, path: str, body: bytes) -> Answer:
    """Put an object, or a setting of the bucket."""
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    return await ask(moto, as_cloudtrail(account.settings, "s3", "PUT", path), headers, body)


async def sqs(account: StorageAccount, moto: Moto, name: str, params: dict[str, Any]) -> None:
    """Make a call to SQS."""
    headers = {
        "Content-Type": "application/x-amz-json-1.0",
        "X-Amz-Target": f"AmazonSQS.{name}",
    }
    body = msgspec.json.encode(params)
    await ask(moto, as_cloudtrail(account.settings, "sqs", "POST", "/"), headers, body)


def as_cloudtrail(settings: Settings, service: str, method: str, path: str) -> StoreRequest:
    """Make a request whose signature names service and Region."""
    scope = f"{settings.access_key}/20260101/{settings.region}/{service}/aws4_request"
    headers = {
        "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, Signature=none",
        "Host": "127.0.0.1",
    }
    return StoreRequest(service, settings.region, settings.access_key, method, path, headers)


async def ask(moto: Moto, request: StoreRequest, headers: Mapping[str, str], body: bytes) -> Answer:
    """Call moto; `TypeError` where it refuses: a mistake of this package."""
    got = await call(moto, replace(request, headers={**request.headers, **headers}, body=body))
    if got.status >= 300:
        raise TypeError(f"moto refuses {request.method} {request.path}: {got.body.decode()}")
    return got

"""S3, SQS, SES and CloudFormation, as far as a reader of log files or a doctor asks them.

AWS: S3, SQS, SES v2 and CloudFormation API references, the operation of each function's name.
"""

from __future__ import annotations

import asyncio
import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Self

from sestrail_tui.local_aws.wire.answer import AwsError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from tests.truth.world import Stored, World

Params = dict[str, Any]


class Body:
    """What GetObject streams."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    async def read(self, size: int = -1) -> bytes:
        end = len(self._data) if size < 0 else self._at + size
        part, self._at = self._data[self._at : end], min(end, len(self._data))
        return part

    def close(self) -> None:
        pass


def _date(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms // 1000, UTC)


def _there(world: World, name: str) -> dict[str, Stored]:
    if name != world.bucket:
        raise AwsError("NoSuchBucket", "The specified bucket does not exist", 404)
    now_ms = world.timeline.aws_ms()
    return {key: one for key, one in sorted(world.objects.items()) if one.readable_ms <= now_ms}


async def list_objects_v2(world: World, params: Params) -> Params:
    prefix, slash = params.get("Prefix", ""), params.get("Delimiter", "")
    after = params.get("ContinuationToken") or params.get("StartAfter", "")
    most = params.get("MaxKeys", 1000)
    entries: dict[str, Params] = {}
    for key, one in _there(world, params["Bucket"]).items():
        if not key.startswith(prefix) or key <= after:
            continue
        name, found, _ = key[len(prefix) :].partition(slash) if slash else (key, "", "")
        if found:
            entries[f"{prefix}{name}/"] = {"Prefix": f"{prefix}{name}/"}
        else:
            entries[key] = {
                "Key": key,
                "ETag": f'"{one.etag}"',
                "Size": len(one.body),
                "LastModified": _date(one.readable_ms),
            }
    page = list(entries.items())[:most]
    cut = len(entries) > most
    return {
        "IsTruncated": cut,
        "KeyCount": len(page),
        **({"NextContinuationToken": page[-1][0]} if cut else {}),
        "Contents": [one for _, one in page if "Key" in one],
        "CommonPrefixes": [one for _, one in page if "Prefix" in one],
    }


async def get_object(world: World, params: Params) -> Params:
    one = _there(world, params["Bucket"]).get(params["Key"])
    if one is None:
        raise AwsError("NoSuchKey", "The specified key does not exist.", 404)
    data = one.body[:1] if "Range" in params else one.body
    return {
        "Body": Body(data),
        "ContentLength": len(data),
        "ETag": f'"{one.etag}"',
        "LastModified": _date(one.readable_ms),
    }


async def get_bucket_location(_world: World, _params: Params) -> Params:
    return {"LocationConstraint": None}


async def receive_message(world: World, params: Params) -> Params:
    most, hidden_s = params.get("MaxNumberOfMessages", 1), params.get("VisibilityTimeout", 30)
    until_s = world.timeline.now_s + params.get("WaitTimeSeconds", 0)
    while True:
        world.catch_up()
        found = world.queue.receive(world.timeline.aws_ms(), most, hidden_s * 1000)
        if found or world.timeline.now_s >= until_s:
            break
        await asyncio.sleep(1.0)
    messages = [
        {
            "MessageId": f"message-{one.number}",
            "ReceiptHandle": one.receipts[-1],
            "MD5OfBody": hashlib.md5(one.body.encode()).hexdigest(),
            "Body": one.body,
            "Attributes": {
                "SentTimestamp": str(one.sent_ms),
                "ApproximateReceiveCount": str(len(one.receipts)),
            },
        }
        for one in found
    ]
    return {"Messages": messages} if messages else {}


async def delete_message_batch(world: World, params: Params) -> Params:
    done = []
    for entry in params["Entries"]:
        if (one := world.queue.by_receipt(entry["ReceiptHandle"])) is not None:
            one.deleted_ms = world.timeline.aws_ms()
        done.append({"Id": entry["Id"]})
    return {"Successful": done, "Failed": []}


async def change_message_visibility_batch(world: World, params: Params) -> Params:
    done = []
    for entry in params["Entries"]:
        if (one := world.queue.by_receipt(entry["ReceiptHandle"])) is not None:
            one.visible_ms = world.timeline.aws_ms() + 1000 * entry.get("VisibilityTimeout", 0)
        done.append({"Id": entry["Id"]})
    return {"Successful": done, "Failed": []}


async def change_message_visibility(world: World, params: Params) -> Params:
    if (one := world.queue.by_receipt(params["ReceiptHandle"])) is not None:
        one.visible_ms = world.timeline.aws_ms() + 1000 * params["VisibilityTimeout"]
    return {}


async def get_queue_attributes(world: World, _params: Params) -> Params:
    seen, hidden = world.queue.counts(world.timeline.aws_ms())
    return {
        "Attributes": {
            "ApproximateNumberOfMessages": str(seen),
            "ApproximateNumberOfMessagesNotVisible": str(hidden),
            "ApproximateNumberOfMessagesDelayed": "0",
            "VisibilityTimeout": "30",
            "MessageRetentionPeriod": "345600",
        }
    }


async def get_account(_world: World, _params: Params) -> Params:
    return {
        "SendingEnabled": True,
        "ProductionAccessEnabled": True,
        "EnforcementStatus": "HEALTHY",
        "SendQuota": {"Max24HourSend": 50_000.0, "MaxSendRate": 14.0, "SentLast24Hours": 3.0},
    }


async def list_email_identities(_world: World, _params: Params) -> Params:
    return {
        "EmailIdentities": [
            {"IdentityType": "DOMAIN", "IdentityName": "example.com", "SendingEnabled": True}
        ]
    }


async def describe_stacks(_world: World, params: Params) -> Params:
    """Refuse: nothing was set up by a stack in this account."""
    message = f"Stack with id {params['StackName']} does not exist"
    raise AwsError("ValidationError", message, 400)


STORE_APIS: Final[Mapping[str, Callable[[World, Params], Awaitable[Params]]]] = {
    "ListObjectsV2": list_objects_v2,
    "GetObject": get_object,
    "GetBucketLocation": get_bucket_location,
    "ReceiveMessage": receive_message,
    "DeleteMessageBatch": delete_message_batch,
    "ChangeMessageVisibilityBatch": change_message_visibility_batch,
    "ChangeMessageVisibility": change_message_visibility,
    "GetQueueAttributes": get_queue_attributes,
    "GetAccount": get_account,
    "ListEmailIdentities": list_email_identities,
    "DescribeStacks": describe_stacks,
}

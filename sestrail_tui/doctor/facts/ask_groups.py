"""Questions about log groups and buckets: are they there, and may they be read."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import msgspec

from sestrail_tui.account.discovery.discover import DIRECT_GROUP
from sestrail_tui.account.discovery.log_classes import DELIVERY, INFREQUENT_ACCESS
from sestrail_tui.account.discovery.log_groups import LogGroup, from_arn
from sestrail_tui.core.errors import SourceError
from sestrail_tui.doctor.facts.facts import BucketFacts, GroupDescription, GroupFacts, Sample
from sestrail_tui.doctor.facts.log_group_uses import LogGroupUse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.account.discovery.buckets import TrailBucket
    from sestrail_tui.doctor.facts.answer import Answer
    from sestrail_tui.doctor.facts.asker import Asker
    from sestrail_tui.doctor.facts.log_group_uses import LogGroupCheck

LogGroupChecks: TypeAlias = "Sequence[LogGroupCheck]"

DAY_MS: Final = 24 * 3600 * 1000
_NEWEST: Final = 5
_KEYS: Final = 20
_TEXT: Final = '"ses.amazonaws.com"'
"""What every record of SES holds, rewritten ones too."""
_NO_KEY: Final = "there-is-no-such-object"
"""AWS: GetObject API reference: who may list a bucket and read its objects is told that there is
none, and who may not read is refused."""


async def ask_group(
    asker: Asker, group: LogGroup, account: str, now_ms: int, checks: LogGroupChecks
) -> GroupFacts:
    """Ask about one log group of this account."""
    target = f"log group {group.name}"

    async def describe(logs: Any) -> GroupDescription | None:
        answer = await logs.describe_log_groups(logGroupNamePrefix=group.name)
        found = msgspec.convert(answer.get("logGroups", []), list[GroupDescription], strict=False)
        return next((one for one in found if one.log_group_name == group.name), None)

    async def read(logs: Any) -> Sample:
        answer = await logs.filter_log_events(
            logGroupName=group.name,
            startTime=now_ms - DAY_MS,
            filterPattern=_TEXT,
            startFromHead=False,
            limit=_NEWEST,
        )
        events = answer.get("events", ())
        newest = max((int(one["timestamp"]) for one in events), default=None)
        return Sample(tuple(str(one.get("message", "")) for one in events), newest)

    described, sample = await asyncio.gather(
        asker.ask("logs", group.region, "logs:DescribeLogGroups", describe),
        asker.ask("logs", group.region, "logs:FilterLogEvents", read, target),
    )
    followed = isinstance(described, SourceError) or (
        described is not None and described.log_group_class not in (INFREQUENT_ACCESS, DELIVERY)
    )
    asked = [check for check in checks if (followed if check.follows else described is not None)]
    uses = await asyncio.gather(*(_use(asker, group, check, account, now_ms) for check in asked))
    return GroupFacts(group, described, sample, tuple(uses))


async def _use(
    asker: Asker, group: LogGroup, check: LogGroupCheck, account: str, now_ms: int
) -> LogGroupUse:
    answer = await check.ask(asker, group, account, now_ms)
    return LogGroupUse(check, answer, is_absent=answer is None)


async def ask_direct(
    asker: Asker, region: str, account: str, now_ms: int, checks: LogGroupChecks
) -> Answer[GroupFacts | None]:
    """Ask about the log group that CloudTrail fills without a trail."""

    async def do(logs: Any) -> list[str]:
        answer = await logs.describe_log_groups(logGroupNamePrefix=DIRECT_GROUP)
        return [
            str(one.get("arn", ""))
            for one in answer.get("logGroups", ())
            if one.get("logGroupName") == DIRECT_GROUP
        ]

    found = await asker.ask("logs", region, "logs:DescribeLogGroups", do)
    if isinstance(found, SourceError):
        return found
    if not found:
        return None
    group = from_arn(found[0], "") or LogGroup(DIRECT_GROUP, region, account)
    return await ask_group(asker, group, account, now_ms, checks)


async def ask_bucket(asker: Asker, bucket: TrailBucket) -> BucketFacts:
    """Ask whether a bucket can be listed, and an object of it read."""
    target = f"s3://{bucket.name}/{bucket.prefix}"

    async def first(s3: Any) -> str:
        answer = await s3.list_objects_v2(Bucket=bucket.name, Prefix=bucket.prefix, MaxKeys=_KEYS)
        keys = (str(one["Key"]) for one in answer.get("Contents", ()) if one.get("Size"))
        return next(keys, "")

    key = await asker.ask("s3", bucket.region, "s3:ListBucket", first, target)
    if isinstance(key, SourceError):
        return BucketFacts(bucket, key)

    async def one_byte(s3: Any) -> None:
        wanted = key or f"{bucket.prefix}{_NO_KEY}"
        answer = await s3.get_object(Bucket=bucket.name, Key=wanted, Range="bytes=0-0")
        async with answer["Body"] as body:
            await body.read()

    read = await asker.may(
        "s3", bucket.region, "s3:GetObject", one_byte, f"s3://{bucket.name}/{key or bucket.prefix}"
    )
    return BucketFacts(bucket, key, read)

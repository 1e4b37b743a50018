"""Questions about log groups and buckets: are they there, and may they be read."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

import msgspec

from sestrail_tui.account.discovery.discover import DIRECT_GROUP
from sestrail_tui.account.discovery.log_classes import DELIVERY, INFREQUENT_ACCESS
from sestrail_tui.account.discovery.log_groups import LogGroup, from_arn
from sestrail_tui.account.partitions import has_live_tail
from sestrail_tui.core.errors import SourceError
from sestrail_tui.doctor.facts.facts import (
    Answer,
    BucketFacts,
    GroupDescription,
    GroupFacts,
    Sample,
)

if TYPE_CHECKING:
    from sestrail_tui.account.discovery.buckets import TrailBucket
    from sestrail_tui.doctor.facts.asker import Asker

DAY_MS: Final = 24 * 3600 * 1000
_NEWEST: Final = 5
_KEYS: Final = 20
_TEXT: Final = '"ses.amazonaws.com"'
"""What every record of SES holds, rewritten ones too."""
_NO_PATTERN: Final = "{"
"""Cannot be read, so that no session begins and is billed."""
_NO_QUERY: Final = "fields |"
"""Cannot be read either."""
_NO_KEY: Final = "there-is-no-such-object"
"""AWS: GetObject API reference: who may list a bucket and read its objects is told that there is
none, and who may not read is refused."""


async def ask_group(asker: Asker, group: LogGroup, account: str, now_ms: int) -> GroupFacts:
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
    there = described is not None
    followed = isinstance(described, SourceError) or (
        described is not None and described.log_group_class not in (INFREQUENT_ACCESS, DELIVERY)
    )
    live, insights = await asyncio.gather(
        _ask_live(asker, group, account) if followed else _nothing(),
        _ask_insights(asker, group, target, now_ms) if there else _nothing(),
    )
    return GroupFacts(group, described, sample, live, insights)


async def _nothing() -> None:
    return None


async def _ask_live(asker: Asker, group: LogGroup, account: str) -> Answer[bool] | None:
    if not has_live_tail(group.region):
        return None
    owner = group.account or account
    arn = group.arn or f"arn:aws:logs:{group.region}:{owner}:log-group:{group.name}"

    async def do(logs: Any) -> None:
        answer = await logs.start_live_tail(
            logGroupIdentifiers=[arn], logEventFilterPattern=_NO_PATTERN
        )
        answer["responseStream"].close()

    return await asker.may(
        "logs", group.region, "logs:StartLiveTail", do, f"log group {group.name}"
    )


async def _ask_insights(
    asker: Asker, group: LogGroup, target: str, now_ms: int
) -> Answer[bool] | None:
    async def do(logs: Any) -> None:
        answer = await logs.start_query(
            logGroupName=group.name,
            startTime=now_ms // 1000 - 60,
            endTime=now_ms // 1000,
            queryString=_NO_QUERY,
        )
        await logs.stop_query(queryId=answer["queryId"])

    return await asker.may("logs", group.region, "logs:StartQuery", do, target)


async def ask_direct(
    asker: Asker, region: str, account: str, now_ms: int
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
    return await ask_group(asker, group, account, now_ms)


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

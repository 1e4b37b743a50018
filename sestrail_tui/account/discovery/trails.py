"""Trails, and the bucket that serves where a trail's log group does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from sestrail_tui.account.discovery.buckets import TrailBucket, folder
from sestrail_tui.account.discovery.log_groups import LogGroup, from_arn
from sestrail_tui.account.errors.call import CallName
from sestrail_tui.account.errors.denials import may_be_allowed
from sestrail_tui.account.errors.source_errors import to_source_error
from sestrail_tui.core.errors import AccessDenied, LogGroupMissing, SourceError
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sestrail_tui.account.session.clients import Clients


class Trail(msgspec.Struct, frozen=True, rename="pascal"):
    """One trail of DescribeTrails."""

    name: str = ""
    trail_arn: str = msgspec.field(default="", name="TrailARN")
    home_region: str = ""
    is_organization_trail: bool = False
    is_multi_region_trail: bool = False
    cloud_watch_logs_log_group_arn: str = ""
    cloud_watch_logs_role_arn: str = ""
    s3_bucket_name: str = msgspec.field(default="", name="S3BucketName")
    s3_key_prefix: str = msgspec.field(default="", name="S3KeyPrefix")

    @property
    def bucket(self) -> TrailBucket | None:
        """The place in its bucket where its log files lie; one bucket may serve many trails."""
        if not self.s3_bucket_name:
            return None
        place = f"{folder(self.s3_key_prefix)}AWSLogs/"
        account = self.trail_arn.split(":")[4:5]
        if account and not self.is_organization_trail:
            place += f"{account[0]}/"
        return TrailBucket(self.s3_bucket_name, place, self.home_region, f"trail {self.name}")


async def list_trails(clients: Clients, region: str, login: str) -> list[Trail]:
    """Return the trails that a region shows, whatever their home. Raises `SourceError`."""
    try:
        cloudtrail = await clients.client("cloudtrail", region)
        answer = await cloudtrail.describe_trails(includeShadowTrails=True)
        return msgspec.convert(answer.get("trailList", []), list[Trail], strict=False)
    except Exception as error:
        raise to_source_error(
            error, CallName("cloudtrail:DescribeTrails", region, login=login)
        ) from error


async def every_bucket(
    clients: Clients, regions: tuple[str, ...], login: str
) -> tuple[tuple[TrailBucket, ...], tuple[str, ...]]:
    """Return the bucket of every trail, and a sentence on each region that does not tell."""
    buckets: dict[str, TrailBucket] = {}
    notes: list[str] = []
    for region in regions:
        try:
            for trail in await list_trails(clients, region, login):
                if trail.bucket is not None:
                    buckets.setdefault(trail.bucket.url, trail.bucket)
        except SourceError as error:
            notes.append(error.message)
    return tuple(buckets.values()), tuple(notes)


async def with_buckets(
    clients: Clients, trails: Iterable[Trail], groups: Sequence[LogGroup], login: str
) -> tuple[list[LogGroup], tuple[TrailBucket, ...], dict[TrailBucket, str]]:
    """Return the log groups that can be read, and the buckets of the trails left.

    With a sentence for each bucket that stands in for a log group.
    """
    kept = list(groups)
    instead: dict[TrailBucket, str] = {}
    buckets: dict[str, TrailBucket] = {}
    for trail in trails:
        bucket = trail.bucket
        group = from_arn(trail.cloud_watch_logs_log_group_arn, f"trail {trail.name}")
        if bucket is None:
            continue
        if group in kept:
            refusal = await _refusal(clients, group, login)
            if refusal is None:
                continue
            kept.remove(group)
            why = _why(refusal, group, trail)
            instead[bucket] = f"{instead.get(bucket, '')} {why}".strip()
        buckets.setdefault(bucket.url, bucket)
    return kept, tuple(buckets.values()), instead


def _why(refusal: SourceError, group: LogGroup, trail: Trail) -> str:
    """Say why a trail's bucket is read, and what fixes it."""
    slower = f"the bucket of trail {safe(trail.name)} is read instead, which is minutes slower."
    if isinstance(refusal, AccessDenied) and not may_be_allowed(refusal):
        return f"{refusal.message} Meanwhile {slower}"
    if isinstance(refusal, LogGroupMissing):
        return f"Log group {safe(group.name)} does not exist: {slower} See `sestrail doctor`."
    return (
        f"You may not read log group {safe(group.name)} (logs:FilterLogEvents): {slower} "
        "`sestrail policy` prints what to allow."
    )


async def _refusal(clients: Clients, group: LogGroup, login: str) -> SourceError | None:
    """Try to read next to nothing of a log group; give what forbids it."""
    call = CallName("logs:FilterLogEvents", group.region, f"log group {group.name}", login)
    try:
        logs = await clients.client("logs", group.region)
        await logs.filter_log_events(logGroupName=group.name, startTime=0, endTime=1, limit=1)
    except Exception as error:
        reason = to_source_error(error, call)
        return reason if isinstance(reason, AccessDenied | LogGroupMissing) else None
    return None

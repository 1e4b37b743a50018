"""The ARNs that a policy names: those that are known, placeholders in capitals for the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sestrail_tui.account.partitions import partition
from sestrail_tui.account.recording.created_resources import CreatedResources

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sestrail_tui.account.discovery.buckets import Queue, TrailBucket
    from sestrail_tui.account.discovery.event_data_stores import EventDataStore
    from sestrail_tui.account.discovery.log_groups import LogGroup
    from sestrail_tui.account.iam.permissions import On

REGION, ACCOUNT = "REGION", "ACCOUNT"


@dataclass(frozen=True, slots=True)
class ResourceArns:
    """What is known of an account; empty: a placeholder is written."""

    region: str = ""
    account: str = ""
    log_groups: tuple[LogGroup, ...] = ()
    buckets: tuple[TrailBucket, ...] = ()
    queues: tuple[Queue, ...] = ()
    stores: tuple[EventDataStore, ...] = ()
    trails: tuple[str, ...] = ()
    """ARNs."""
    roles: tuple[str, ...] = ()
    """ARNs."""

    def arns(self, on: On) -> tuple[str, ...]:
        """Give the ARNs of what an action is allowed on."""
        return _ARNS[on](self)

    def arn(self, service: str, rest: str, region: str = "", account: str = "") -> str:
        """Give ``arn:PARTITION:SERVICE:REGION:ACCOUNT:REST``."""
        where = region or self.region or REGION
        return (
            f"arn:{partition(where)}:{service}:{where}:{account or self.account or ACCOUNT}:{rest}"
        )

    @property
    def made(self) -> CreatedResources:
        """What ``sestrail logging on --create`` makes."""
        return CreatedResources(self.account or ACCOUNT, self.region or REGION)

    @property
    def global_partition(self) -> str:
        """The partition of ARNs without a region, such as S3's."""
        return partition(self.region)


def _log_groups(at: ResourceArns) -> tuple[str, ...]:
    """Give each with and without ``:*``: which form is asked for differs by action."""
    arns = [
        group.arn or at.arn("logs", f"log-group:{group.name}", group.region, group.account)
        for group in at.log_groups
    ] or [at.arn("logs", "log-group:LOGGROUP")]
    return tuple(form for arn in arns for form in (arn, f"{arn}:*"))


def _buckets(at: ResourceArns) -> tuple[str, ...]:
    names = dict.fromkeys(one.name for one in at.buckets) or ("BUCKET",)
    return tuple(f"arn:{at.global_partition}:s3:::{name}" for name in names)


def _objects(at: ResourceArns) -> tuple[str, ...]:
    head = f"arn:{at.global_partition}:s3:::"
    places = dict.fromkeys(f"{one.name}/{one.prefix}*" for one in at.buckets) or ("BUCKET/*",)
    return tuple(head + place for place in places)


def _queues(at: ResourceArns) -> tuple[str, ...]:
    return tuple(
        at.arn("sqs", one.name, one.region, one.url.rsplit("/", 2)[-2]) for one in at.queues
    ) or (at.arn("sqs", "QUEUE"),)


def _stores(at: ResourceArns) -> tuple[str, ...]:
    return tuple(
        at.arn("cloudtrail", f"eventdatastore/{one.id}", one.region, one.account)
        for one in at.stores
    ) or (at.arn("cloudtrail", "eventdatastore/STORE-ID"),)


_ARNS: Final[Mapping[On, Callable[[ResourceArns], tuple[str, ...]]]] = {
    "*": lambda _at: ("*",),
    "log group": _log_groups,
    "trail": lambda at: at.trails or (at.arn("cloudtrail", "trail/TRAIL"),),
    "any trail": lambda at: (at.arn("cloudtrail", "trail/*", "*"),),
    "channel": lambda at: (at.arn("cloudtrail", "channel/*", "*"),),
    "event data store": _stores,
    "any event data store": lambda at: (at.arn("cloudtrail", "eventdatastore/*", "*"),),
    "bucket": _buckets,
    "objects": _objects,
    "queue": _queues,
    "role": lambda at: at.roles or (f"arn:{at.global_partition}:iam::{ACCOUNT}:role/ROLE",),
    "workgroup": lambda at: (at.arn("athena", "workgroup/WORKGROUP"),),
    "query results": lambda at: (f"arn:{at.global_partition}:s3:::RESULTS-BUCKET/*",),
    "made trail": lambda at: (at.made.trail_arn,),
    "made log group": lambda at: (at.made.group_arn, f"{at.made.group_arn}:*"),
    "made role": lambda at: (at.made.role_arn,),
    "made bucket": lambda at: (at.made.bucket_arn,),
    "made objects": lambda at: (f"{at.made.bucket_arn}/*",),
}

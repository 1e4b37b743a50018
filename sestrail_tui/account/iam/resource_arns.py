"""The ARNs that a policy names: those that are known, placeholders in capitals for the others."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sestrail_tui.account.iam.permissions import BUCKET, LOG_GROUP, OBJECTS, Resource
from sestrail_tui.account.partitions import partition

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sestrail_tui.account.discovery.buckets import TrailBucket
    from sestrail_tui.account.discovery.log_groups import LogGroup

REGION, ACCOUNT = "REGION", "ACCOUNT"


@dataclass(frozen=True, slots=True)
class ResourceArns:
    """What is known of an account; empty: a placeholder is written."""

    region: str = ""
    account: str = ""
    known: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """ARNs, by the name of their kind of resource."""

    def arns(self, on: Resource) -> tuple[str, ...]:
        """Return the ARNs of what an action is allowed on."""
        if known := self.known.get(on.name):
            return known
        return tuple(map(self.arn, on.placeholders))

    def arn(self, template: str, region: str = "", account: str = "") -> str:
        """Fill in ``{partition}``, ``{region}`` and ``{account}``."""
        region = region or self.region or REGION
        return template.format(
            partition=partition(region), region=region, account=account or self.account or ACCOUNT
        )

    def knowing(self, known: Mapping[str, tuple[str, ...]]) -> ResourceArns:
        """Add ARNs that are known; an empty list adds nothing."""
        return replace(self, known={**self.known, **{kind: arns for kind, arns in known.items()
                                                     if arns}})  # fmt: skip

    def with_log_groups(self, groups: Iterable[LogGroup]) -> ResourceArns:
        """Add log groups."""
        template = "arn:{partition}:logs:{region}:{account}:log-group:"
        arns = [
            group.arn or self.arn(template, group.region, group.account) + group.name
            for group in groups
        ]
        forms = tuple(form for arn in arns for form in (arn, f"{arn}:*"))
        return self.knowing({LOG_GROUP.name: forms})

    def with_buckets(self, buckets: Iterable[TrailBucket]) -> ResourceArns:
        """Add buckets, and what is read in them."""
        head = f"arn:{partition(self.region)}:s3:::"
        names: dict[str, None] = {}
        objects: dict[str, None] = {}
        for bucket in buckets:
            names[f"{head}{bucket.name}"] = None
            objects[f"{head}{bucket.name}/{bucket.prefix}*"] = None
        return self.knowing({BUCKET.name: tuple(names), OBJECTS.name: tuple(objects)})

"""A trail's bucket, listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.account.iam.permissions import READ_BUCKET
from sestrail_tui.places.flag_values import BUCKETS
from sestrail_tui.places.place import Access, DemoSource, Place, PlaceFlag

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sestrail_tui.account.iam.resource_arns import ResourceArns
    from sestrail_tui.places.bucket.connect import BucketReader
    from sestrail_tui.places.flag_values import FlagValues
    from sestrail_tui.places.reader import ReadingStart

FLAG: Final = PlaceFlag(
    "--bucket",
    BUCKETS,
    "A trail's bucket, s3://name/prefix (repeatable); discovered where a trail has no log group "
    "that can be read.",
    metavar="S3_URL",
)
LOG_FILES: Final = ("--log-files", "2")
"""Seconds between two log files of the embedded trail (on AWS: about 300)."""


class BucketPlace(Place):
    """Buckets of trails."""

    name = "bucket"
    title = "S3"
    flags = (FLAG,)
    access = Access(
        READ_BUCKET, {"bucket": "FollowTheTrailsBucket", "find bucket": "FindTheBucket"}
    )
    demo = DemoSource("bucket", "the trail's bucket listed", LOG_FILES)

    def check(self, flags: FlagValues, *, several: bool) -> None:  # noqa: ARG002
        """Raise `UsageError` for what is not an S3 URL."""
        from sestrail_tui.account.discovery.buckets import named_bucket

        for text in flags.named(FLAG.parameter):
            named_bucket(text, "")

    def reader(self, start: ReadingStart) -> BucketReader:
        """Return what lists buckets and reads their log files."""
        from sestrail_tui.places.bucket.connect import BucketReader

        return BucketReader(start)

    def arns(self, flags: FlagValues, at: ResourceArns) -> Mapping[str, tuple[str, ...]]:
        """Return the ARNs of the buckets that were named, and of their objects."""
        from sestrail_tui.account.discovery.buckets import named_bucket

        texts = flags.named(FLAG.parameter)
        return at.with_buckets(named_bucket(text, at.region) for text in texts).known


PLACE: Final = BucketPlace()

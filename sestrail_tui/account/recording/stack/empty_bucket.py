"""Emptying the stack's bucket: S3 deletes no bucket that holds anything, so CloudFormation cannot.

Every version of every object goes, and every delete marker, should somebody have switched
versioning on.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from sestrail_tui.account.errors.call import CallName
from sestrail_tui.account.recording.step import with_patience
from sestrail_tui.core.errors import LogGroupMissing, SourceError
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from sestrail_tui.account.recording.aws_context import AwsContext
    from sestrail_tui.core.clock import Clock


async def empty_bucket(bucket: str, reached: AwsContext, clock: Clock) -> None:
    """Delete page after page; a bucket that is gone holds nothing. Raises `SourceError`."""
    client = await reached.clients.client("s3", reached.region)

    def call(action: str) -> CallName:
        return CallName(f"s3:{action}", reached.region, f"bucket {bucket}", reached.settled.login)

    list_page = partial(client.list_object_versions, Bucket=bucket)
    try:
        while versions := _versions(
            await with_patience(list_page, call("ListBucketVersions"), clock)
        ):
            delete = {"Objects": versions, "Quiet": True}
            delete_page = partial(client.delete_objects, Bucket=bucket, Delete=delete)
            answer = await with_patience(delete_page, call("DeleteObjectVersion"), clock)
            if refused := answer.get("Errors"):
                raise SourceError(
                    f"Bucket {bucket} could not be emptied: S3 says {safe(refused[0].get('Code'))} "
                    f"of {safe(refused[0].get('Key'))}. Empty it in the S3 console, and run the "
                    "command again."
                )
    except LogGroupMissing:
        return


def _versions(page: dict[str, Any]) -> list[dict[str, str]]:
    several = [*page.get("Versions", ()), *page.get("DeleteMarkers", ())]
    return [{"Key": version["Key"], "VersionId": version["VersionId"]} for version in several]

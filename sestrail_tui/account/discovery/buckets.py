"""Names of the S3 buckets that trails deliver log files to, and of queues that tell of new ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from sestrail_tui.account.partitions import is_aws_host
from sestrail_tui.core.errors import UsageError
from sestrail_tui.core.safe_text import safe

_URL: Final = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*))?", re.DOTALL)
"""AWS: S3 user guide, "General purpose bucket naming rules"."""
_SQS_HOST: Final = re.compile(r"(?:.+\.)?sqs(?:-fips)?\.([a-z0-9-]+)\.|([a-z0-9-]+)\.queue\.")
"""AWS: General Reference, "Amazon SQS endpoints"; the second is the legacy form."""


@dataclass(frozen=True, slots=True)
class TrailBucket:
    """A trail's bucket to follow, and why."""

    name: str
    prefix: str = ""
    """Where to look: ``""``, or a folder with ``/`` at its end, at any depth of AWS's layout."""
    region: str = ""
    """The Region to call first; S3 says itself where else the bucket lies."""
    why: str = ""
    """What named it: ``trail management-events``, ``--bucket``."""

    @property
    def url(self) -> str:
        """Return ``s3://name/prefix``."""
        return f"s3://{self.name}/{self.prefix}".rstrip("/")


@dataclass(frozen=True, slots=True)
class Queue:
    """An SQS queue that is told of new log files."""

    url: str
    region: str

    @property
    def name(self) -> str:
        """Return its name without host and account."""
        return self.url.rpartition("/")[2]


def named_bucket(text: str, region: str, why: str = "--bucket") -> TrailBucket:
    """Read ``s3://name/prefix``. Raises `UsageError`."""
    found = _URL.fullmatch(text)
    if found is None:
        raise UsageError(
            f"{safe(text)} names no bucket: give s3://NAME, or s3://NAME/PREFIX where AWSLogs/ "
            "lies deeper."
        )
    return TrailBucket(found[1], folder(found[2] or ""), region, why)


def named_queue(text: str, region: str) -> Queue:
    """Read a queue's URL, whose host names its Region (else ``region``). Raises `UsageError`."""
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or len(parts.path.strip("/").split("/")) != 2:
        raise UsageError(
            f"{safe(text)} is no queue URL: give https://sqs.REGION.amazonaws.com/ACCOUNT/NAME "
            "(`aws sqs get-queue-url --queue-name NAME` prints it)."
        )
    name = parts.hostname or ""
    host = _SQS_HOST.match(name) if is_aws_host(name) else None
    return Queue(text.rstrip("/"), (host and (host[1] or host[2])) or region)


def folder(prefix: str) -> str:
    """Return a key prefix with one ``/`` at its end, ``""`` for none."""
    stripped = prefix.strip("/")
    return f"{stripped}/" if stripped else ""

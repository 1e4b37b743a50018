"""The two S3 calls that reading log files takes, typed (AWS: S3 API reference)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Protocol

from sestrail_tui.account.errors.call import CallName
from sestrail_tui.account.errors.source_errors import to_source_error
from sestrail_tui.account.page_tokens import EndlessPagesError
from sestrail_tui.core.errors import SourceError
from sestrail_tui.core.safe_text import safe
from sestrail_tui.places.log_files.log_file import LogFile

if TYPE_CHECKING:
    from sestrail_tui.account.discovery.buckets import TrailBucket
    from sestrail_tui.account.session.clients import Clients

S3_RATE: Final = 100.0
"""Calls a second of ours; S3 takes 5,500 reads a second and prefix, but asks to go slow first."""
_LIST_S: Final = 60
_GET_S: Final = 120
"""A log file is a few hundred kB; one that trickles longer is given up and asked for again."""
_PAGE: Final = 300
"""Keys whose XML botocore parses in less than a frame; AWS gives up to 1000."""
_BIGGEST: Final = 64 << 20
"""Bytes of a packed log file; CloudTrail's are far smaller."""
_LOST: Final = frozenset({"NoSuchKey", "InvalidObjectState", "MethodNotAllowed"})
"""Answers that asking again does not change: deleted, or archived in Glacier."""


class FileLostError(SourceError):
    """A log file that was announced cannot be had any more; ``message`` says why."""


@dataclass(frozen=True, slots=True)
class ObjectPage:
    """One answer of ListObjectsV2."""

    files: tuple[LogFile, ...] = ()
    folders: tuple[str, ...] = ()
    """The prefixes below, where folders were asked for."""
    more: bool = False


@dataclass(frozen=True, slots=True)
class Object:
    """One answer of GetObject."""

    data: bytes
    """As stored, packed or not."""
    delivered_ms: int | None = None
    """S3's ``LastModified``, ms UTC."""


class ListObjects(Protocol):
    """Lists a part of one bucket."""

    async def __call__(self, prefix: str, after: str, *, folders: bool = False) -> ObjectPage:
        """Return what lies under ``prefix`` and sorts after ``after``. Raises `SourceError`."""


class GetObject(Protocol):
    """Reads one object."""

    async def __call__(self, file: LogFile) -> Object:
        """Give it whole. Raises `SourceError`; `FileLostError` where it is gone for good."""


class S3List:
    """`ListObjects` over aiobotocore."""

    def __init__(
        self, clients: Clients, bucket: TrailBucket, login: str, page_keys: int = _PAGE
    ) -> None:
        self._clients = clients
        self._bucket = bucket
        self._login = login
        self._page_keys = page_keys

    async def __call__(self, prefix: str, after: str, *, folders: bool = False) -> ObjectPage:
        """Return one page; after a page of folders, the last one is ``after``."""
        bucket = self._bucket
        asked: dict[str, Any] = {
            "Bucket": bucket.name,
            "Prefix": prefix,
            "MaxKeys": self._page_keys,
        }
        if after:
            asked["StartAfter"] = after
        if folders:
            asked["Delimiter"] = "/"
        try:
            client = await self._clients.client("s3", bucket.region)
            async with asyncio.timeout(_LIST_S):
                answer = await client.list_objects_v2(**asked)
        except Exception as error:
            target = f"s3://{bucket.name}/{prefix}"
            raise to_source_error(
                error, CallName("s3:ListBucket", bucket.region, target, self._login)
            ) from error
        page = ObjectPage(
            tuple(_file(bucket, item) for item in answer.get("Contents", ())),
            tuple(str(item["Prefix"]) for item in answer.get("CommonPrefixes", ())),
            bool(answer.get("IsTruncated")),
        )
        last = max((*page.folders, *(file.key for file in page.files)), default="")
        if page.more and last <= after:  # whoever asks on would ask for the same again
            raise EndlessPagesError(
                f"s3://{safe(bucket.name)}/{safe(prefix)}: S3 lists the same again, so it is not "
                "known whether all was listed. If it stays so, look at what "
                "stands between (proxy, endpoint)."
            )
        return page


class S3Get:
    """`GetObject` over aiobotocore, from any bucket."""

    def __init__(self, clients: Clients, login: str) -> None:
        self._clients = clients
        self._login = login

    async def __call__(self, file: LogFile) -> Object:
        """Return an object's bytes and time."""
        try:
            client = await self._clients.client("s3", file.region)
            async with asyncio.timeout(_GET_S):
                answer = await client.get_object(Bucket=file.bucket, Key=file.key)
                async with answer["Body"] as body:
                    _check_length(answer.get("ContentLength", 0))
                    return Object(await body.read(), _ms(answer.get("LastModified")))
        except Exception as error:
            code = (getattr(error, "response", None) or {}).get("Error", {}).get("Code")
            if code in _LOST:
                raise FileLostError(f"S3 has it no more: {code}") from error
            target = f"s3://{file.bucket}/{file.key}"
            raise to_source_error(
                error, CallName("s3:GetObject", file.region, target, self._login)
            ) from error


def _file(bucket: TrailBucket, item: dict[str, Any]) -> LogFile:
    etag = str(item.get("ETag", "")).strip('"')
    modified_ms = _ms(item.get("LastModified"))
    size = int(item.get("Size", 0))
    return LogFile(bucket.name, str(item["Key"]), etag, modified_ms, bucket.region, size)


def _check_length(length: int) -> None:
    if length > _BIGGEST:
        raise FileLostError(f"it is longer than {_BIGGEST >> 20} MB")


def _ms(time: object) -> int | None:
    return int(time.timestamp() * 1000) if isinstance(time, datetime) else None

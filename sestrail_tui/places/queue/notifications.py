"""Which log files an SQS message tells of, or which records stand in it. Pure.

Four senders put such messages into a queue: S3 itself (AWS: S3 user guide, "Event message
structure"), EventBridge ("Object Created"), CloudTrail through SNS (AWS: CloudTrail user guide,
"Configuring Amazon SNS notifications"), and SNS as an envelope round any of them. A rule of
EventBridge for "AWS API Call via CloudTrail" sends the records themselves.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote_plus

import msgspec

from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.core.parsing.split_records import split_records
from sestrail_tui.places.log_files.layout import minute_of
from sestrail_tui.places.log_files.log_file import LogFile

if TYPE_CHECKING:
    from sestrail_tui.core.parsing.record_formats import NoRecord

_DEEPEST: Final = 3
_VALIDATION: Final = "CloudTrail validation message"
"""What CloudTrail sends when a topic is set up."""


@dataclass(frozen=True, slots=True)
class Notification:
    """What a message says."""

    files: tuple[LogFile, ...] = ()
    """Log files only; an understood message may tell of none."""
    records: tuple[bytes, ...] = ()
    """Records that stand in the message itself, as EventBridge sends them."""
    left_out: Counter[NoRecord] = field(default_factory=Counter)
    """What stands beside them and holds none."""
    understood: bool = True
    what: str = ""
    """What a message is that was not understood, where that is known."""


_UNKNOWN: Final = Notification(understood=False)


def read_notification(body: str, region: str) -> Notification:
    """Read a message; never raises. ``region`` is that of the queue, where none is named."""
    found = _told(body, region, 0)
    return found if found.understood else _records_in(body)


def _records_in(body: str) -> Notification:
    left_out: Counter[NoRecord] = Counter()
    found = tuple(split_records(body.encode("utf-8", "replace"), left_out))
    if found and all(decode(record).kind != "unreadable" for record in found):
        return Notification(records=found, left_out=left_out)
    return Notification(
        understood=False, what=" ".join(what.said(n) for what, n in left_out.items())
    )


def _told(text: str, region: str, depth: int) -> Notification:
    if text.strip().startswith(_VALIDATION):
        return Notification()
    try:
        message = msgspec.json.decode(text)
        return _read(message, region, depth)
    except (msgspec.DecodeError, UnicodeError, RecursionError, KeyError, TypeError, AttributeError):
        return _UNKNOWN


def _read(message: dict[str, Any], region: str, depth: int) -> Notification:
    if "Message" in message and depth < _DEEPEST:
        return _told(message["Message"], region, depth + 1)
    if "s3ObjectKey" in message:
        bucket = str(message["s3Bucket"])
        return _logs([LogFile(bucket, str(k), region=region) for k in message["s3ObjectKey"]])
    if message.get("Event") == "s3:TestEvent":
        return Notification()
    if message.get("source") == "aws.s3":
        return _logs(_of_event_bridge(message, region))
    records: list[dict[str, Any]] = message["Records"]
    if not records or any(record["eventSource"] != "aws:s3" for record in records):
        return _UNKNOWN
    return _logs([file for record in records for file in _of_s3(record, region)])


def _of_s3(record: dict[str, Any], region: str) -> list[LogFile]:
    if not str(record["eventName"]).startswith("ObjectCreated:"):
        return []
    thing = record["s3"]["object"]
    return [
        LogFile(
            str(record["s3"]["bucket"]["name"]),
            unquote_plus(thing["key"]),  # only S3's own messages encode it
            str(thing.get("eTag", "")),
            region=str(record.get("awsRegion") or region),
        )
    ]


def _of_event_bridge(message: dict[str, Any], region: str) -> list[LogFile]:
    if message["detail-type"] != "Object Created":
        return []
    detail = message["detail"]
    return [
        LogFile(
            str(detail["bucket"]["name"]),
            str(detail["object"]["key"]),
            str(detail["object"].get("etag", "")),
            region=str(message.get("region") or region),
        )
    ]


def _logs(files: list[LogFile]) -> Notification:
    return Notification(tuple(file for file in files if minute_of(file.key) is not None))

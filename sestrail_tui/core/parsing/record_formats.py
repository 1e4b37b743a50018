"""The JSON documents that people have records in: what each is called, and how it is told.

Every document is told by its own keys, wherever it stands: an element of a list is looked at as a
whole file is. What holds no records at all is a row too, so that it is said for what it is.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_Items = list[msgspec.Raw] | None | msgspec.UnsetType
"""Absent, ``null``, or a list."""
_Raw = msgspec.Raw
_ABSENT: Final = msgspec.Raw(b"")
_UNPACKED: Final = 64 << 20
"""Bytes that one packed subscription message is unpacked to; CloudWatch Logs sends 1 MB at most."""


class Shape(msgspec.Struct):
    """The keys by which a document is told, as they are in it; absent ones are empty."""

    records: _Items = msgspec.field(name="Records", default=msgspec.UNSET)
    lookup_events: _Items = msgspec.field(name="Events", default=msgspec.UNSET)
    events: _Items = msgspec.UNSET
    log_events: _Items = msgspec.field(name="logEvents", default=msgspec.UNSET)
    results: _Items = msgspec.UNSET
    messages: _Items = msgspec.field(name="Messages", default=msgspec.UNSET)
    detail: _Raw = _ABSENT
    cloud_trail_event: _Raw = msgspec.field(name="CloudTrailEvent", default=_ABSENT)
    message: _Raw = _ABSENT
    event_name: _Raw = msgspec.field(name="eventName", default=_ABSENT)
    event_source: _Raw = msgspec.field(name="eventSource", default=_ABSENT)
    event_version: _Raw = msgspec.field(name="eventVersion", default=_ABSENT)
    event_id: _Raw = msgspec.field(name="eventID", default=_ABSENT)
    class_uid: _Raw = _ABSENT
    api: _Raw = _ABSENT
    event_type: _Raw = msgspec.field(name="eventType", default=_ABSENT)
    notification_type: _Raw = msgspec.field(name="notificationType", default=_ABSENT)
    mail: _Raw = _ABSENT
    insights_message: _Raw = msgspec.field(name="@message", default=_ABSENT)
    insights_pointer: _Raw = msgspec.field(name="@ptr", default=_ABSENT)
    field: _Raw = _ABSENT
    value: _Raw = _ABSENT
    sns_message: _Raw = msgspec.field(name="Message", default=_ABSENT)
    sns: _Raw = msgspec.field(name="Sns", default=_ABSENT)
    body: _Raw = _ABSENT
    sqs_body: _Raw = msgspec.field(name="Body", default=_ABSENT)
    awslogs: _Raw = _ABSENT
    data: _Raw = _ABSENT
    message_type: _Raw = msgspec.field(name="messageType", default=_ABSENT)
    digest: _Raw = msgspec.field(name="digestS3Object", default=_ABSENT)
    s3_key: _Raw = msgspec.field(name="s3ObjectKey", default=_ABSENT)
    s3: _Raw = _ABSENT
    detail_type: _Raw = msgspec.field(name="detail-type", default=_ABSENT)
    source: _Raw = _ABSENT


@dataclass(frozen=True, slots=True)
class NoRecord:
    """A kind of document, or of text, that holds no record: how it is said."""

    one: str
    many: str
    note: str

    def said(self, count: int) -> str:
        """Write so many of them, as ``2 SES events (what became of mail): not shown yet.`` is."""
        return f"{count:,} {self.one if count == 1 else self.many}: {self.note}."


@dataclass(frozen=True, slots=True)
class RecordFormat:
    """A kind of document."""

    name: str
    is_it: Callable[[Shape], object]
    inside: Callable[[Shape], Sequence[bytes]] | None = None
    """Gives the JSON values in it, which may be strings of JSON; ``None``: it is a record itself,
    or holds none."""
    no_record: NoRecord | None = None
    """What it is, where it holds none."""


SES_EVENT: Final = NoRecord(
    "SES event (what became of mail)", "SES events (what became of mail)", "not shown yet"
)
DIGEST: Final = NoRecord(
    "CloudTrail digest (hashes of log files)",
    "CloudTrail digests (hashes of log files)",
    "digests hold no records",
)
NOTIFICATION: Final = NoRecord(
    "notification of a file in S3",
    "notifications of files in S3",
    "the records are in those files",
)
INSIGHTS_ROW: Final = NoRecord(
    "row of a Logs Insights answer without @message",
    "rows of a Logs Insights answer without @message",
    "ask for it with `fields @message`",
)
LOG_TEXT: Final = NoRecord(
    "log event that is no JSON", "log events that are no JSON", "they hold no records"
)
OTHER_JSON: Final = NoRecord(
    "JSON document of another kind", "JSON documents of other kinds", "no CloudTrail records"
)


def _is_record(shape: Shape) -> bool:
    """Tell CloudTrail's own records, and those in OCSF, from what S3 and SQS call records."""
    if bytes(shape.event_source).startswith(b'"aws:'):
        return False
    return any(
        map(bytes, (shape.event_name, shape.event_source, shape.class_uid, shape.event_id))
    ) or (bool(bytes(shape.event_version)) and shape.records is msgspec.UNSET)


def _is_ses_event(shape: Shape) -> bool:
    kind = bytes(shape.event_type) or bytes(shape.notification_type)
    return bool(kind) and bytes(shape.mail).startswith(b"{")


def _items(items: _Items) -> Sequence[bytes]:
    return [bytes(item) for item in items or ()]


def _values(*values: _Raw) -> Sequence[bytes]:
    return [one for one in map(bytes, values) if one not in (b"", b"null")]


def _packed(shape: Shape) -> Sequence[bytes]:
    """Unpack what a subscription filter gives to a function: gzip in base64."""
    try:
        packed = base64.b64decode(msgspec.json.decode(bytes(shape.data), type=str), validate=True)
        text = zlib.decompressobj(31).decompress(packed, _UNPACKED)
    except (msgspec.DecodeError, binascii.Error, zlib.error, ValueError):
        return _values(shape.data)
    return [msgspec.json.encode(text.decode("utf-8", "replace"))]


FORMATS: Final = (
    RecordFormat("record", _is_record),
    RecordFormat("SES event", _is_ses_event, no_record=SES_EVENT),
    RecordFormat("digest", lambda s: bytes(s.digest), no_record=DIGEST),
    RecordFormat(
        "notification of S3, CloudTrail or EventBridge",
        lambda s: bytes(s.s3) or bytes(s.s3_key) or bytes(s.source) == b'"aws.s3"',
        no_record=NOTIFICATION,
    ),
    RecordFormat(
        "log file of a trail", lambda s: s.records is not msgspec.UNSET, lambda s: _items(s.records)
    ),
    RecordFormat(
        "aws cloudtrail lookup-events",
        lambda s: s.lookup_events is not msgspec.UNSET,
        lambda s: _items(s.lookup_events),
    ),
    RecordFormat(
        "event of lookup-events",
        lambda s: bytes(s.cloud_trail_event).startswith(b'"'),
        lambda s: _values(s.cloud_trail_event),
    ),
    RecordFormat(
        "aws logs filter-log-events",
        lambda s: s.events is not msgspec.UNSET,
        lambda s: _items(s.events),
    ),
    RecordFormat(
        "health check of a subscription",
        lambda s: bytes(s.message_type) == b'"CONTROL_MESSAGE"',
        lambda _: (),
    ),
    RecordFormat(
        "subscription of a log group",
        lambda s: s.log_events is not msgspec.UNSET,
        lambda s: _items(s.log_events),
    ),
    RecordFormat(
        "log event", lambda s: bytes(s.message).startswith(b'"'), lambda s: _values(s.message)
    ),
    RecordFormat(
        "aws logs get-query-results",
        lambda s: s.results is not msgspec.UNSET,
        lambda s: _items(s.results),
    ),
    RecordFormat(
        "row of a Logs Insights answer",
        lambda s: bytes(s.insights_message),
        lambda s: _values(s.insights_message),
    ),
    RecordFormat(
        "row of a Logs Insights answer without its message",
        lambda s: bytes(s.insights_pointer),
        no_record=INSIGHTS_ROW,
    ),
    RecordFormat(
        "field of a Logs Insights answer",
        lambda s: bytes(s.field) and bytes(s.value),
        lambda s: _values(s.value) if bytes(s.field) == b'"@message"' else (),
    ),
    RecordFormat("EventBridge event", lambda s: bytes(s.detail), lambda s: [bytes(s.detail)]),
    RecordFormat(
        "aws sqs receive-message",
        lambda s: s.messages is not msgspec.UNSET,
        lambda s: _items(s.messages),
    ),
    RecordFormat(
        "message of SQS",
        lambda s: bytes(s.sqs_body) or bytes(s.body),
        lambda s: _values(s.sqs_body, s.body),
    ),
    RecordFormat("SNS event of a function", lambda s: bytes(s.sns), lambda s: [bytes(s.sns)]),
    RecordFormat(
        "message of SNS",
        lambda s: bytes(s.sns_message).startswith(b'"'),
        lambda s: _values(s.sns_message),
    ),
    RecordFormat(
        "subscription event of a function",
        lambda s: bytes(s.awslogs),
        lambda s: [bytes(s.awslogs)],
    ),
    RecordFormat(
        "packed data of a subscription", lambda s: bytes(s.data).startswith(b'"'), _packed
    ),
)
"""The first that it is counts."""

"""Documents of every record format, made of records, and where each record in them is whole."""

from __future__ import annotations

import base64
import gzip
import json
import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Wrap = Callable[[Sequence[bytes]], "Wrapped"]

BETWEEN: Final = re.compile(rb"[\s,\x1e0-9]*")
"""What may stand behind a document without being part of one."""


class Wrapped(NamedTuple):
    """A document, and for each record the offset from which on it is there whole."""

    data: bytes
    ends: tuple[int, ...]
    stops: tuple[int, ...]
    """Where a file may end and be whole."""

    def may_end(self, at: int) -> bool:
        """Whether nothing tells that something is missing behind ``at``."""
        return any(
            stop <= at and BETWEEN.fullmatch(self.data, stop, at) for stop in (0, *self.stops)
        )


def listed(before: bytes, elements: Sequence[bytes], after: bytes, comma: bytes = b",") -> Wrapped:
    """Put a record's element after another into a list."""
    data, ends = before, []
    for number, element in enumerate(elements):
        data += (comma if number else b"") + element
        ends.append(len(data))
    data += after
    return Wrapped(data, tuple(ends), (len(data.rstrip()),))


def one_each(elements: Sequence[bytes], between: bytes) -> Wrapped:
    """Put elements one after another, each a document of its own."""
    data, ends, _ = listed(b"", elements, between, between)
    return Wrapped(data, ends, ends)


def string(raw: bytes) -> bytes:
    return json.dumps(raw.decode()).encode()


def subscription(records: Sequence[bytes]) -> bytes:
    events = [{"id": "1", "timestamp": 1, "message": raw.decode()} for raw in records]
    return json.dumps({"messageType": "DATA_MESSAGE", "logEvents": events}).encode()


def packed(raw: bytes) -> bytes:
    data = base64.b64encode(gzip.compress(subscription([raw]), mtime=0)).decode()
    return json.dumps({"data": data}).encode()


def sns(raw: bytes) -> bytes:
    return b'{"Type":"Notification","MessageId":"m","Message":%s}' % string(raw)


def event_bridge(raw: bytes) -> bytes:
    return b'{"detail-type":"AWS API Call via CloudTrail","source":"aws.ses","detail":%s}' % raw


def row(raw: bytes) -> bytes:
    return (
        b'[{"field":"@timestamp","value":"2026"},{"field":"@message","value":%s},'
        b'{"field":"@ptr","value":"x"}]' % string(raw)
    )


def of(element: Callable[[bytes], bytes], before: bytes = b"[", after: bytes = b"]") -> Wrap:
    """Make a list of what ``element`` makes of each record."""

    def wrap(records: Sequence[bytes]) -> Wrapped:
        return listed(before, [element(raw) for raw in records], after)

    return wrap


def log_event(raw: bytes) -> bytes:
    return b'{"timestamp":1,"message":%s,"ingestionTime":2}' % string(raw)


WRAPPINGS: dict[str, Wrap] = {
    "record": lambda records: one_each(records, b"\n"),
    "log file of a trail": of(bytes, b'{"Records":[', b"]}"),
    "aws cloudtrail lookup-events": of(
        lambda raw: b'{"EventId":"x","CloudTrailEvent":%s}' % string(raw), b'{"Events": [ ', b" ] }"
    ),
    "event of lookup-events": of(lambda raw: b'{"CloudTrailEvent":%s}' % string(raw)),
    "aws logs filter-log-events": of(log_event, b'{"events":[', b'],"searchedLogStreams":[]}'),
    "subscription of a log group": of(
        log_event, b'{"messageType":"DATA_MESSAGE","owner":"1","logEvents":[', b"]}"
    ),
    "log event": lambda records: one_each([log_event(raw) for raw in records], b"\n"),
    "aws logs get-query-results": of(row, b'{"queryLanguage":"CWLI","results":[', b"]}"),
    "row of a Logs Insights answer": of(lambda raw: b'{"@timestamp":"2026","@message":%s}' % raw),
    "field of a Logs Insights answer": of(row),
    "EventBridge event": lambda records: one_each([event_bridge(raw) for raw in records], b""),
    "aws sqs receive-message": of(
        lambda raw: b'{"MessageId":"m","Body":%s}' % string(event_bridge(raw)),
        b'{"Messages":[',
        b"]}",
    ),
    "message of SQS": of(
        lambda raw: b'{"messageId":"m","body":%s,"eventSource":"aws:sqs"}' % string(raw),
        b'{"Records":[',
        b"]}",
    ),
    "SNS event of a function": of(
        lambda raw: b'{"EventSource":"aws:sns","Sns":%s}' % sns(raw), b'{"Records":[', b"]}"
    ),
    "message of SNS": lambda records: one_each([sns(event_bridge(raw)) for raw in records], b" "),
    "subscription event of a function": lambda records: one_each(
        [b'{"awslogs":%s}' % packed(raw) for raw in records], b"\n"
    ),
    "packed data of a subscription": lambda records: one_each(map_packed(records), b"\n"),
}
"""By the name of a row of `record_formats.FORMATS`, those that may hold records."""


def map_packed(records: Sequence[bytes]) -> list[bytes]:
    return [packed(raw) for raw in records]


LAYOUTS: dict[str, Wrap] = {
    "documents without anything between": lambda records: one_each(records, b""),
    "documents with blanks between": lambda records: one_each(records, b" \r\n\t "),
    "documents with commas between": lambda records: one_each(records, b",\n"),
    "documents after RFC 7464": lambda records: one_each(records, b"\n\x1e"),
    "a list": of(bytes),
    "a list over lines": lambda records: listed(b"[\n ", records, b"\n]\n", b",\n "),
    "aws logs tail": lambda records: one_each(
        [b"2026-11-30T08:00:00.123000+00:00 1234_CloudTrail_us-east-1 " + raw for raw in records],
        b"\n",
    ),
    "aws logs tail --format json": lambda records: one_each(
        [b"2026-11-30T08:00:00.123000+00:00 1234_CloudTrail_us-east-1 \n" + one for one in records],
        b"\n",
    ),
    "awslogs": lambda records: one_each(
        [b"CloudTrail/logs 1234_CloudTrail_us-east-1 " + raw for raw in records], b"\r\n"
    ),
    "filter-log-events --output text": lambda records: one_each(
        [b"EVENTS\t37\t1796025600000\tstream\t" + raw for raw in records], b"\t1796025600000\n"
    ),
    "Firehose": lambda records: one_each([subscription([raw]) for raw in records], b""),
}
"""What a file may look like besides."""

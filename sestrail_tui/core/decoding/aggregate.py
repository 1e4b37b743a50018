"""Aggregated events: CloudTrail's five-minute sums of data events, which name no single call.

AWS: "CloudTrail record contents for aggregated events". They have ``eventId`` (small d) and
``timeWindow`` in place of ``eventID`` and ``eventTime``, and neither name nor identity.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.core.record import Record
from sestrail_tui.core.timestamps import parse_time

if TYPE_CHECKING:
    from collections.abc import Iterator

AGGREGATED: Final = "AwsAggregatedEvent"


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension of the summary: what was counted by, and each value with its count."""

    name: str
    counts: tuple[tuple[str, int], ...]


def dimensions(data: dict[str, Any]) -> Iterator[Dimension]:
    """Yield the primary dimension first, then the details; odd parts are passed over."""
    summary = data.get("summary")
    if not isinstance(summary, dict):
        return
    details = summary.get("details")
    for part in (summary.get("primaryDimension"), *(details if isinstance(details, list) else ())):
        if isinstance(part, dict):
            yield Dimension(_text(part.get("dimension")), tuple(_counts(part.get("statistics"))))


def _counts(statistics: object) -> Iterator[tuple[str, int]]:
    for item in statistics if isinstance(statistics, list) else ():
        if isinstance(item, dict):
            value = item.get("value")
            yield _text(item.get("name")), value if type(value) is int else 0


def aggregate_record(
    data: dict[str, Any], raw: bytes, source: str, delivered_ms: int | None
) -> Record:
    """Decode a sum of calls; its time is the start of the window that it sums up."""
    window = data.get("timeWindow")
    start = window.get("windowStart") if isinstance(window, dict) else None
    names = next((d for d in dimensions(data) if d.name == "eventName"), None)
    only = names.counts[0] if names and len(names.counts) == 1 else None
    return Record(
        raw=raw,
        kind="aggregate",
        event_id=_text(data.get("eventId")) or _text(data.get("eventID")),
        time_ms=parse_time(_text(start)),
        delivered_ms=delivered_ms,
        source=source,
        name=only[0] if only else "",
        call=f"{only[0]} x{only[1]:,}" if only else "5-minute sum",
        region=_text(data.get("awsRegion")),
        account=_text(data.get("accountId")) or _text(data.get("recipientAccountId")),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""

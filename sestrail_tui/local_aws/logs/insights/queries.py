"""CloudWatch Logs Insights: the queries that were started, and what each finds and scans.

A query sees what can be read when it starts. It is billed by the bytes it scans: here, those of
every log event within its time range, whatever its filter (AWS: "Analyzing log data with
CloudWatch Logs Insights", CloudWatch Logs user guide).
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from sestrail_tui.local_aws.logs.insights.language import row, shown
from sestrail_tui.local_aws.logs.log_group import EVENT_OVERHEAD_BYTES, EventRange

if TYPE_CHECKING:
    from sestrail_tui.local_aws.logs.insights.language import InsightsStatement
    from sestrail_tui.local_aws.logs.log_group import LogEvent, StoredLogGroup

Status = Literal["Scheduled", "Running", "Complete", "Failed", "Cancelled", "Timeout", "Unknown"]
ENDED: Final = frozenset({"Complete", "Failed", "Cancelled", "Timeout"})
UNKNOWN_LOOKS: Final = 4
ESTIMATE: Final = "estimatedBytes"
"""What the estimate is called here; AWS documents no name."""


@dataclass(frozen=True, slots=True)
class QueryRows:
    """What a query finds, and what it looked at for that."""

    rows: list[list[dict[str, str]]]
    matched: int
    scanned: int
    scanned_bytes: int


@dataclass(slots=True)
class InsightsRun:
    """A query that was started; its rows are found by then, and shown while it runs and after."""

    id: str
    region: str
    text: str
    groups: tuple[str, ...]
    started: int
    """ms UTC."""
    takes_ms: int
    fate: Status
    found: QueryRows
    cancelled: bool = False
    looks: int = 0
    """How often its results were asked for."""

    def status(self, now: int) -> Status:
        """Tell how it does at ``now`` (ms UTC); ``Unknown`` passes too."""
        if self.cancelled:
            return "Cancelled"
        if now < self.started + self.takes_ms // 3:
            return "Scheduled"
        if now < self.started + self.takes_ms:
            return "Running"
        if self.fate == "Unknown":
            return "Unknown" if self.looks < UNKNOWN_LOOKS else "Complete"
        return self.fate

    def part(self, now: int) -> float:
        """Tell how much of it is done, 0 to 1."""
        return min(max(now - self.started, 0) / max(self.takes_ms, 1), 1.0)


@dataclass(frozen=True, slots=True)
class Insights:
    """The queries of one account, by id."""

    runs: dict[str, InsightsRun] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class QueryScope:
    """What a query is run on."""

    groups: list[StoredLogGroup]
    account: str
    first_s: int
    last_s: int
    """Seconds, both included."""
    limit: int


def run(query: InsightsStatement, asked: QueryScope, now: int) -> QueryRows:
    """Return what a query finds of what can be read at ``now`` (ms UTC)."""
    first, last = asked.first_s * 1000, asked.last_s * 1000 + 999
    window = EventRange(first, last, lambda _: True, lambda _: True)
    read = [
        (group, event)
        for group in asked.groups
        for event in group.walk(window, None)
        # AWS: StartQuery, nothing older than its log group is found
        if event.ingestion <= now and event.timestamp >= group.created
    ]
    scanned = sum(size(event) for _, event in read)
    if query.estimate:
        return QueryRows([[{"field": ESTIMATE, "value": str(scanned)}]], 0, 0, 0)
    found: list[tuple[dict[str, Any], str]] = []
    for group, event in read:
        fields = row(group, asked.account, event)
        if all(holds(fields) for holds in query.wanted):
            found.append((fields, pointer(group, event)))
    found.sort(key=lambda one: order(one[0].get(query.sort)), reverse=query.descending)
    most = min(asked.limit, query.limit or asked.limit)
    rows = [shown(query, fields, mark) for fields, mark in found[:most]]
    return QueryRows(rows, len(found), len(read), scanned)


def size(event: LogEvent) -> int:
    """Return the bytes of a log event."""
    return len(event.message.encode("utf-8", "replace")) + EVENT_OVERHEAD_BYTES


def order(value: Any) -> tuple[bool, float, str]:
    """Sort key of a field: other than numbers first (AWS: "sort")."""
    if isinstance(value, int | float):
        return True, float(value), ""
    return False, 0.0, str(value)


def pointer(group: StoredLogGroup, event: LogEvent) -> str:
    """Return a log event's ``@ptr``."""
    return base64.b64encode(f"{group.name} {event.event_id}".encode()).decode()

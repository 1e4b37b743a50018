"""CloudTrail event history: management events of one Region, newest first.

AWS: LookupEvents API reference. It never holds a data event, so it never holds a send.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import msgspec


@dataclass(frozen=True, slots=True)
class ManagementEvent:
    """One management event."""

    time: int
    """``eventTime``, ms UTC."""
    readable: int
    """From when it is shown, ms UTC."""
    record: dict[str, Any]

    def shown(self) -> dict[str, Any]:
        """Return it as LookupEvents does: ``ReadOnly`` a string, the record a JSON string."""
        record = self.record
        event = {
            "EventId": record["eventID"],
            "EventName": record["eventName"],
            "ReadOnly": str(record["readOnly"]).lower(),
            "AccessKeyId": record["userIdentity"].get("accessKeyId", ""),
            "EventTime": self.time / 1000,
            "EventSource": record["eventSource"],
            "Username": username(record["userIdentity"]),
            "Resources": [
                {"ResourceType": one["type"], "ResourceName": one["ARN"].rpartition("/")[2]}
                for one in record.get("resources", ())
            ],
            "CloudTrailEvent": msgspec.json.encode(record).decode(),
        }
        return {name: value for name, value in event.items() if value != ""}


def username(identity: dict[str, Any]) -> str:
    """Name the caller as event history does: user name, or session name of a role."""
    if "userName" in identity:
        return str(identity["userName"])
    return str(identity.get("principalId", "")).rpartition(":")[2]


@dataclass(frozen=True, slots=True)
class EventHistory:
    """The management events of one account, by Region."""

    past: list[ManagementEvent] = field(default_factory=list)

    def add(self, record: dict[str, Any], time: int, readable: int) -> None:
        """Take one management event."""
        self.past.append(ManagementEvent(time, readable, record))

    def newest_first(self, region: str, now: int) -> list[ManagementEvent]:
        """Return what can be read at ``now`` in one Region."""
        readable = [
            one
            for one in self.past
            if one.readable <= now and one.record.get("awsRegion") == region
        ]
        return sorted(readable, key=lambda one: one.time, reverse=True)

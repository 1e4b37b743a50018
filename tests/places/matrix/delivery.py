"""One simulated delivery for every source: late, doubled, out of order."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

COUNT: Final = 30
OVER_S: Final = 25.0
LATE_S: Final = 15.0


@dataclass(frozen=True)
class Delivery:
    """One copy of a record."""

    number: int
    at_ms: int
    """When the call was made, from the start; some lie before it."""
    readable_ms: int
    """From when it can be read, from the start."""


def deliveries(seed: int) -> list[Delivery]:
    """Give each of ``COUNT`` records, every fourth or so twice, in an order of no meaning."""
    chance = random.Random(seed)
    copies = []
    for number in range(COUNT):
        at_ms = int(1000 * chance.uniform(-OVER_S / 3, OVER_S))
        for _ in range(1 + (chance.random() < 0.25)):
            late_ms = int(1000 * chance.uniform(0, LATE_S)) if chance.random() < 0.6 else 0
            copies.append(Delivery(number, at_ms, at_ms + late_ms))
    chance.shuffle(copies)
    return copies


def record(number: int, time_ms: int, *, change: bool = False) -> dict[str, Any]:
    """Give a send, or a change, whose ``eventID`` is its number."""
    return {
        "eventVersion": "1.11",
        "eventID": f"id-{number}",
        "eventTime": datetime.fromtimestamp(time_ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "eventSource": "ses.amazonaws.com",
        "eventName": "DeleteIdentity" if change else "SendEmail",
        "awsRegion": "us-east-1",
        "readOnly": not change,
        "managementEvent": change,
        "eventCategory": "Management" if change else "Data",
        "userIdentity": {"type": "IAMUser", "userName": "u", "principalId": "AIDA"},
        "recipientAccountId": "123456789012",
    }

"""From a record to where it can be read: the trail's log group, event history, and Lake.

Nothing waits in a queue: a record goes into the log group at once, with the time at which it will
have been delivered (its log timestamp) and ingested (from when it can be read).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import msgspec

from .lake import Lake

if TYPE_CHECKING:
    import random

    from .faults import Faults
    from .history import History
    from .lake import EventDataStore
    from .log_group import LogGroup
    from .settings import Settings
    from .trails import Trail

INGESTION_MS: Final = 200
"""How long after its delivery a record can at most be read, when it is not late."""
DUPLICATE: Final = frozenset({"duplicate"})
LATE: Final = frozenset({"late"})


@dataclass(frozen=True, slots=True)
class Delivery:
    """How the trail of an account delivers."""

    settings: Settings
    chance: random.Random
    trail: Trail
    group: LogGroup
    history: History
    faults: Faults
    lake: Lake = field(default_factory=Lake)

    def deliver(self, record: dict[str, Any], time: int) -> None:
        """Deliver a record made at ``time`` (ms UTC), if the trail's selectors let it through."""
        if record["managementEvent"]:
            self.history.add(record, time, time + self.delay_ms())
        for store in self.lake.stores.values():
            if store.takes(record):
                self.take_in(store, record, time)
        if not self.trail.delivers(record):
            return
        message = msgspec.json.encode(record).decode()
        self.put(message, time, record["eventName"])
        fault = self.faults.take(DUPLICATE, record["eventName"])
        if fault is not None or self.chance.random() < self.settings.twice_chance:
            self.put(message, time, record["eventName"])

    def take_in(self, store: EventDataStore, record: dict[str, Any], time: int) -> None:
        """Put a record into an event data store: readable after a delay, maybe twice, or late."""
        message = msgspec.json.encode(record).decode()
        late = self.faults.take(LATE, record["eventName"])
        twice = self.faults.take(DUPLICATE, record["eventName"]) is not None
        for _ in range(1 + (twice or self.chance.random() < self.settings.twice_chance)):
            delay = self.delay_ms() * (3 if self.chance.random() < self.settings.late_chance else 1)
            store.put(message, time + delay + round(late.seconds * 1000 if late else 0))

    def put(self, message: str, time: int, api: str) -> None:
        """Write one copy: delivered after a delay, ingested just after, or late."""
        timestamp = time + self.delay_ms()
        ingestion = timestamp + min(INGESTION_MS, self.delay_ms() // 10)
        if self.chance.random() < self.settings.late_chance:
            ingestion += self.delay_ms()
        if fault := self.faults.take(LATE, api):
            ingestion += round(fault.seconds * 1000)
        self.group.put(self.trail.stream, timestamp, ingestion, message)

    def delay_ms(self) -> int:
        """Draw a delay round the mean."""
        stray = 1 + self.settings.jitter * (2 * self.chance.random() - 1)
        return round(self.settings.delay_s * 1000 * stray)

"""From a record to where it can be read: trails' log groups or bucket, event history, and Lake.

Nothing waits in a queue: a record goes into the log group at once, with the time at which it will
have been delivered (its log timestamp) and ingested (from when it can be read).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import msgspec

from sestrail_tui.local_aws.cloudtrail.lake.stores import Lake

if TYPE_CHECKING:
    import random

    from sestrail_tui.local_aws.account.settings import Settings
    from sestrail_tui.local_aws.cloudtrail.event_history import EventHistory
    from sestrail_tui.local_aws.cloudtrail.lake.stores import StoredEventDataStore
    from sestrail_tui.local_aws.cloudtrail.trails import OwnTrail
    from sestrail_tui.local_aws.logs.log_group import StoredLogGroup
    from sestrail_tui.local_aws.storage.log_files import LogFiles
    from sestrail_tui.local_aws.wire.faults import Faults

INGESTION_MS: Final = 200
"""How long after its delivery a record can at most be read, when it is not late."""
DUPLICATE: Final = frozenset({"duplicate"})
LATE: Final = frozenset({"late"})


@dataclass(frozen=True, slots=True)
class Delivery:
    """How the trail of an account delivers."""

    settings: Settings
    chance: random.Random
    trail: OwnTrail
    group: StoredLogGroup
    history: EventHistory
    faults: Faults
    lake: Lake = field(default_factory=Lake)
    files: LogFiles | None = None
    """Where the trail delivers to instead, if it has no log group."""
    trails: list[OwnTrail] | None = None
    """Every trail there is; ``None``: ``trail`` alone."""
    groups: dict[tuple[str, str], StoredLogGroup] = field(default_factory=dict)
    """Log groups by Region and name."""

    def deliver(self, record: dict[str, Any], time: int) -> None:
        """Deliver a record made at ``time`` (ms UTC), if the trail's selectors let it through."""
        if record["managementEvent"]:
            self.history.add(record, time, time + self.delay_ms())
        for store in self.lake.stores.values():
            if store.takes(record):
                self.take_in(store, record, time)
        for trail in [self.trail] if self.trails is None else self.trails:
            if trail.delivers(record):
                self.put_often(trail, record, time)

    def group_of(self, trail: OwnTrail) -> StoredLogGroup | None:
        """Give the log group that a trail names, or ``None`` where it names none that there is."""
        if not trail.log_group:
            return None
        default = self.group if trail is self.trail else None
        return self.groups.get((trail.region, trail.log_group), default)

    def put_often(self, trail: OwnTrail, record: dict[str, Any], time: int) -> None:
        """Deliver a record once, or now and then twice."""
        message = msgspec.json.encode(record).decode()
        self.put(trail, message, time, record)
        fault = self.faults.take(DUPLICATE, record["eventName"])
        if fault is not None or self.chance.random() < self.settings.twice_chance:
            self.put(trail, message, time, record)

    def take_in(self, store: StoredEventDataStore, record: dict[str, Any], time: int) -> None:
        """Put a record into an event data store: readable after a delay, maybe twice, or late."""
        message = msgspec.json.encode(record).decode()
        late = self.faults.take(LATE, record["eventName"])
        twice = self.faults.take(DUPLICATE, record["eventName"]) is not None
        for _ in range(1 + (twice or self.chance.random() < self.settings.twice_chance)):
            delay = self.delay_ms() * (3 if self.chance.random() < self.settings.late_chance else 1)
            store.put(message, time + delay + round(late.seconds * 1000 if late else 0))

    def put(self, trail: OwnTrail, message: str, time: int, record: dict[str, Any]) -> None:
        """Write one copy: delivered after a delay, ingested just after, or late."""
        timestamp = time + self.delay_ms()
        ingestion = timestamp + min(INGESTION_MS, self.delay_ms() // 10)
        if self.chance.random() < self.settings.late_chance:
            ingestion += self.delay_ms()
        if fault := self.faults.take(LATE, record["eventName"]):
            ingestion += round(fault.seconds * 1000)
        if self.files is not None and trail is self.trail:
            self.files.put(ingestion, record["awsRegion"], message)
        elif (group := self.group_of(trail)) is not None:
            group.put(trail.stream, timestamp, ingestion, message)

    def delay_ms(self) -> int:
        """Draw a delay round the mean."""
        stray = 1 + self.settings.jitter * (2 * self.chance.random() - 1)
        return round(self.settings.delay_s * 1000 * stray)

"""An open Live Tail session: what it sends second by second, and what waits for a slow reader."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from functools import partial
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sestrail_tui.local_aws.logs.log_group import LogEvent, StoredLogGroup

SESSION_S: Final = 3 * 3600
UPDATE_EVENTS: Final = 500
WAITING_UPDATES: Final = 10
WAITING_EVENTS: Final = 5_000

Update = dict[str, Any]


@dataclass(slots=True, eq=False)
class LiveTailSession:
    """One open session; ``start`` is its first event."""

    start: dict[str, Any]
    groups: dict[str, StoredLogGroup]
    """By ARN."""
    wanted: Callable[[LogEvent], bool]
    opened_s: float
    """On the clock that never runs backwards."""
    _coming: list[tuple[int, int, str, LogEvent]] = field(default_factory=list)
    """What matched and was not sent: a heap by the moment from which it can be read."""
    _watchers: list[tuple[StoredLogGroup, Callable[[LogEvent], None]]] = field(default_factory=list)

    def watch(self, now: int) -> None:
        """Take in what becomes readable after ``now`` (ms UTC)."""
        for arn, group in self.groups.items():
            for one in group.events:
                if one.ingestion > now and self.wanted(one):
                    self._coming.append((one.ingestion, one.number, arn, one))
            watcher = partial(self._take, arn)
            group.watchers.append(watcher)
            self._watchers.append((group, watcher))
        heapify(self._coming)

    def leave(self) -> None:
        """Take in no more."""
        for group, watcher in self._watchers:
            group.watchers.remove(watcher)
        self._watchers.clear()

    def _take(self, arn: str, one: LogEvent) -> None:
        if self.wanted(one):
            heappush(self._coming, (one.ingestion, one.number, arn, one))

    def update(self, now: int, most: int = UPDATE_EVENTS) -> Update:
        """Return what became readable since the last update, ``most`` of it; the rest is lost."""
        results = []
        while self._coming and self._coming[0][0] <= now:
            _, _, arn, one = heappop(self._coming)
            results.append(result(arn, one))
        return {
            "sessionMetadata": {"sampled": len(results) > most},
            "sessionResults": results[:most],
        }


@dataclass(slots=True)
class PendingUpdates:
    """Updates that the reader did not take yet: the latest ones."""

    updates: deque[Update] = field(default_factory=deque)

    def put(self, update: Update) -> None:
        """Add one, and drop the oldest of too many."""
        self.updates.append(update)
        while len(self.updates) > WAITING_UPDATES or (
            len(self.updates) > 1
            and sum(len(one["sessionResults"]) for one in self.updates) > WAITING_EVENTS
        ):
            self.updates.popleft()

    def take(self) -> Iterator[Update]:
        """Return all of them, the oldest first."""
        while self.updates:
            yield self.updates.popleft()


def result(arn: str, one: LogEvent) -> dict[str, Any]:
    """Return a log event as Live Tail words it."""
    return {
        "logStreamName": one.stream,
        "logGroupIdentifier": arn,
        "message": one.message,
        "timestamp": one.timestamp,
        "ingestionTime": one.ingestion,
    }

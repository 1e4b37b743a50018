"""A log group: events in order of their timestamp, readable once they are ingested.

AWS: FilterLogEvents API reference. Windows are inclusive at both ends and go by ``timestamp``; a
page holds at most 10,000 events and 1 MB and may be empty although a token says that more follows.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

INFREQUENT_ACCESS: Final = "INFREQUENT_ACCESS"
PAGE_EVENTS: Final = 10_000
PAGE_BYTES: Final = 1_048_576
PAGE_LOOKED_AT: Final = 50_000
"""How many events one page looks at before it is handed back, full or not (our choice)."""
EVENT_OVERHEAD_BYTES: Final = 26
"""AWS: PutLogEvents, "plus 26 bytes for each log event"."""


class LogEvent(NamedTuple):
    """One log event; the tuple's order is that of FilterLogEvents."""

    timestamp: int
    """Of a trail: when it was delivered, not when the call was made. ms UTC."""
    ingestion: int
    """ms UTC; before that the event cannot be read."""
    number: int
    """The place in the order of arrival: no two events share it."""
    stream: str
    message: str

    @property
    def event_id(self) -> str:
        """Return an id like AWS's: 56 digits, in order."""
        return f"{self.timestamp:020d}{self.number:036d}"


class Position(NamedTuple):
    """A place between events: ``event[:3]`` of the last one looked at."""

    timestamp: int
    ingestion: int
    number: int


@dataclass(frozen=True, slots=True)
class EventRange:
    """What is asked of a log group: ms bounds, both inclusive, and which events count."""

    start: int
    end: int
    matches: Callable[[str], bool]
    in_stream: Callable[[str], bool]
    from_head: bool = True
    limit: int = PAGE_EVENTS


@dataclass(frozen=True, slots=True)
class StoredEventPage:
    """Some events, and where to go on; ``more`` is None at the end."""

    events: list[LogEvent]
    more: Position | None


@dataclass(slots=True)
class StoredLogGroup:
    """The events of one log group, and its streams."""

    name: str
    created: int
    """ms UTC."""
    streams: set[str] = field(default_factory=set)
    events: list[LogEvent] = field(default_factory=list)
    stored_bytes: int = 0
    log_class: str = "STANDARD"
    """STANDARD, or INFREQUENT_ACCESS, which Logs Insights alone can read."""
    watchers: list[Callable[[LogEvent], None]] = field(default_factory=list)
    """Told of every event that is put in."""
    tags: dict[str, str] = field(default_factory=dict)
    retention_days: int = 0
    """0: for ever."""
    protection: str = ""
    """Its data protection policy; empty for none."""

    def put(self, stream: str, timestamp: int, ingestion: int, message: str) -> LogEvent:
        """Take one event; one with an ``ingestion`` to come is readable from then on."""
        self.streams.add(stream)
        event = LogEvent(timestamp, ingestion, len(self.events), stream, message)
        insort(self.events, event)
        self.stored_bytes += len(message) + EVENT_OVERHEAD_BYTES
        for tell in self.watchers:
            tell(event)
        return event

    def read(self, window: EventRange, now: int, after: Position | None) -> StoredEventPage:
        """Return one page of the window as it can be read at ``now`` (ms UTC)."""
        found: list[LogEvent] = []
        size = 0
        last: LogEvent | None = None
        for looked_at, event in enumerate(self.walk(window, after)):
            if len(found) >= window.limit or looked_at >= PAGE_LOOKED_AT:
                return StoredEventPage(found, position(last, after))
            if (
                event.ingestion <= now
                and window.in_stream(event.stream)
                and window.matches(event.message)
            ):
                size += len(event.message.encode("utf-8", "replace")) + EVENT_OVERHEAD_BYTES
                if found and size > PAGE_BYTES:
                    return StoredEventPage(found, position(last, after))
                found.append(event)
            last = event
        return StoredEventPage(found, None)

    def walk(self, window: EventRange, after: Position | None) -> Iterator[LogEvent]:
        """Go through the window from ``after`` on, in its direction, whatever is readable."""
        first = bisect_left(self.events, window.start, key=by_time)
        end = bisect_right(self.events, window.end, key=by_time)
        if window.from_head:
            if after is not None:
                first = max(first, bisect_right(self.events, after, key=by_position))
            return (self.events[at] for at in range(first, end))
        if after is not None:
            end = min(end, bisect_left(self.events, after, key=by_position))
        return (self.events[at] for at in range(end - 1, first - 1, -1))


def by_time(event: LogEvent) -> int:
    """Sort key of a window's bounds."""
    return event.timestamp


def by_position(event: LogEvent) -> Position:
    """Sort key of a page's end."""
    return Position(event.timestamp, event.ingestion, event.number)


def position(last: LogEvent | None, after: Position | None) -> Position | None:
    """Return the place behind the last event looked at."""
    return after if last is None else by_position(last)

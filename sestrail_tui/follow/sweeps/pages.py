"""What a place has to offer to be polled: events by their timestamp, read page by page."""

from __future__ import annotations

from typing import Protocol

import msgspec


class PolledEvent(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    """One log event (AWS: FilteredLogEvent); times are ms since the epoch, UTC."""

    event_id: str = ""
    timestamp: int = 0
    ingestion_time: int | None = None
    message: str = ""

    @property
    def raw(self) -> bytes:
        """The message as the bytes that were delivered."""
        return self.message.encode("utf-8", "surrogatepass")


class EventPage(msgspec.Struct, frozen=True, rename="camel"):
    """One answer (AWS: FilterLogEvents); it may be empty and still not the last."""

    events: list[PolledEvent] = []
    next_token: str | None = None


class ReadPage(Protocol):
    """Reads one page of a place."""

    async def __call__(self, start_ms: int, end_ms: int | None, token: str | None) -> EventPage:
        """Return the events with ``start_ms <= timestamp <= end_ms``, or the page of ``token``.

        Raises `SourceError`; `InvalidParameterError` for a token that has run out.
        """

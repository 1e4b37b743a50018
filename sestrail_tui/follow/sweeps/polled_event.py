"""One event of a source that is polled."""

from __future__ import annotations

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

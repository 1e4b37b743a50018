"""What FilterLogEvents answers (see `typed_body`)."""

from __future__ import annotations

from typing import Final

import msgspec

from sestrail_tui.sources.typed_body import TypedBody

EVENT: Final = "before-parse.cloudwatch-logs.FilterLogEvents"
_BIG_BODY: Final = 2 << 20
"""Bytes that take longer to decode than a frame; AWS's pages stay below 1 MB."""


class LogEvent(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    """One log event (AWS: FilteredLogEvent); times are ms since the epoch, UTC."""

    event_id: str = ""
    timestamp: int = 0
    ingestion_time: int | None = None
    message: str = ""

    @property
    def raw(self) -> bytes:
        """The message as the bytes that were delivered."""
        return self.message.encode("utf-8", "surrogatepass")


class Page(msgspec.Struct, frozen=True, rename="camel"):
    """One answer: at most 1 MB or 10,000 events; it may be empty and still not the last."""

    events: list[LogEvent] = []
    next_token: str | None = None


_PAGES: Final = TypedBody(Page, _BIG_BODY)
take_over: Final = _PAGES.take_over
"""Decodes a body in botocore's place: a handler of `EVENT`."""
page_of: Final = _PAGES.of
"""Gives the page of an answer, whoever parsed it."""

"""What FilterLogEvents answers (see `typed_body`)."""

from __future__ import annotations

from typing import Final

import msgspec

from sestrail_tui.follow.sweeps.polled_event import PolledEvent
from sestrail_tui.places.typed_body import TypedBody

_BIG_BODY: Final = 2 << 20
"""Bytes that take longer to decode than a frame; AWS's pages stay below 1 MB."""


class LogEventPage(msgspec.Struct, frozen=True, rename="camel"):
    """One answer: at most 1 MB or 10,000 events; it may be empty and still not the last."""

    events: list[PolledEvent] = []
    next_token: str | None = None


PAGES: Final = TypedBody("FilterLogEvents", LogEventPage, _BIG_BODY)

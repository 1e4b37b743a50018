"""Whether sends were recorded, since a moment, into an event data store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.core.errors import SourceError
from sestrail_tui.core.safe_text import safe
from sestrail_tui.core.units import time_text
from sestrail_tui.follow.protocol import Recording
from sestrail_tui.places.lake.event_data_stores import details

if TYPE_CHECKING:
    from sestrail_tui.account.session.clients import Clients
    from sestrail_tui.places.lake.event_data_stores import EventDataStore


async def recording(
    clients: Clients, store: EventDataStore, login: str, since_ms: int
) -> Recording:
    """Ask what the store takes in; never raises `SourceError`."""
    try:
        found = await details(clients, store.id, store.region, store.label, login)
    except SourceError as error:
        return Recording(unknown=(error.message,))
    if lack := found.lack or found.left_out:
        return Recording(lacks=(lack,), nothing=bool(found.lack))
    if found.unsettled:
        return Recording(unknown=(found.unsettled,))
    made_ms = found.created_ms
    if made_ms is not None and made_ms > since_ms:
        what = f"Event data store {safe(store.label)} was made"
        return Recording(lacks=(f"{what} only at {time_text(made_ms)}.",))
    return Recording()

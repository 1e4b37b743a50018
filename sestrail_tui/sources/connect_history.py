"""Sources over event history: one for each region that is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.sources.event_history import LOOKUP_RATE, NAME, EventHistorySource
from sestrail_tui.sources.lookup_events import LookupEvents

if TYPE_CHECKING:
    from sestrail_tui.aws.clients import Clients
    from sestrail_tui.aws.credentials import Settled
    from sestrail_tui.clock import Clock
    from sestrail_tui.sources.pacing import Pacers
    from sestrail_tui.sources.source import Source


def histories(
    clients: Clients,
    regions: tuple[str, ...],
    settled: Settled,
    bounds: tuple[int, int | None],
    *,
    follow: bool,
    pacers: Pacers,
    account: str,
    clock: Clock,
) -> list[Source]:
    """Make the sources; ``bounds`` are of ``eventTime`` (ms UTC, ``None``: endless)."""
    first_ms, last_ms = bounds
    return [
        EventHistorySource(
            NAME if len(regions) == 1 else f"{NAME} {region}",
            LookupEvents(clients, region, settled.login),
            first_ms=first_ms,
            last_ms=last_ms,
            follow=follow,
            pacer=pacers.of("LookupEvents", account, region, LOOKUP_RATE),
            clock=clock,
            renew=settled.credentials.renew,
        )
        for region in regions
    ]

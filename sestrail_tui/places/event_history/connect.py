"""Sources over event history: one for each region that is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sestrail_tui.core.details.links import Origin
from sestrail_tui.places.event_history.calls import LookupEvents
from sestrail_tui.places.event_history.source import LOOKUP_RATE, NAME, event_history_source

if TYPE_CHECKING:
    from sestrail_tui.account.session.clients import Clients
    from sestrail_tui.account.session.credentials import Settled
    from sestrail_tui.core.clock import Clock
    from sestrail_tui.follow.retry.pacing import Pacers
    from sestrail_tui.follow.source import Source
    from sestrail_tui.places.options import Options


@dataclass(frozen=True, slots=True)
class Histories:
    """What the sources have in common; ``bounds`` are of ``eventTime`` (ms UTC, ``None``: endless).

    ``pacers`` are shared with the connections beside this one.
    """

    options: Options
    bounds: tuple[int, int | None]
    account: str
    pacers: Pacers
    clock: Clock

    def make(self, clients: Clients, regions: tuple[str, ...], settled: Settled) -> list[Source]:
        """Make a source for each region."""
        first_ms, last_ms = self.bounds
        return [
            event_history_source(
                NAME if len(regions) == 1 else f"{NAME} {region}",
                LookupEvents(clients, region, settled.login),
                first_ms=first_ms,
                last_ms=last_ms,
                follow=self.options.follow,
                pacer=self.pacers.of("LookupEvents", self.account, region, LOOKUP_RATE),
                clock=self.clock,
                renew=settled.credentials.renew,
                origin=Origin(profile=(not self.options.role and self.options.profile) or ""),
            )
            for region in regions
        ]

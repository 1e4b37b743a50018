"""Sources over event history: one for each region that is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.core.details.links import Origin
from sestrail_tui.places.event_history.calls import LookupEvents
from sestrail_tui.places.event_history.source import LOOKUP_RATE, NAME, event_history_source
from sestrail_tui.places.options import bounds
from sestrail_tui.places.reader import ConnectionReading, Named, PlaceSources, TakenPlaces

if TYPE_CHECKING:
    from sestrail_tui.account.discovery.discover import Discovered
    from sestrail_tui.follow.source import Source
    from sestrail_tui.places.context import PlaceContext
    from sestrail_tui.places.reader import ReadingStart


class HistoryReader:
    """`PlaceReader` of event history, in the regions where anything else is read."""

    def __init__(self, start: ReadingStart) -> None:
        self._start = start

    def named(self, context: PlaceContext) -> Named:  # noqa: ARG002
        """Name none: no flag does."""
        return Named()

    def found(self, discovered: Discovered) -> tuple[()]:  # noqa: ARG002
        """Find none: it is in every region."""
        return ()

    async def take(self, context: PlaceContext, places: tuple[()]) -> TakenPlaces:  # noqa: ARG002
        """Take the regions that are read."""

        def sources(reading: ConnectionReading) -> PlaceSources:
            regions = reading.regions if self._start.options.history else ()
            several = len(regions) > 1
            return PlaceSources([self._source(context, one, several=several) for one in regions])

        return TakenPlaces(sources)

    def _source(self, context: PlaceContext, region: str, *, several: bool) -> Source:
        options, clock = self._start.options, self._start.clock
        first_ms, last_ms = bounds(options, clock.now_ms(), 0)
        return event_history_source(
            f"{NAME} {region}" if several else NAME,
            LookupEvents(context.clients, region, context.settled.login),
            first_ms=first_ms,
            last_ms=last_ms,
            follow=options.follow,
            pacer=self._start.pacers.of("LookupEvents", context.account, region, LOOKUP_RATE),
            clock=clock,
            renew=context.settled.credentials.renew,
            origin=Origin(profile=context.profile),
        )

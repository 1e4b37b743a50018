"""Sources over event data stores of CloudTrail Lake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.sources.lake import START_QUERY_RATE, SWEEPS, LakeDelay, LakeSource
from sestrail_tui.sources.lake_calls import AwsLakeCalls
from sestrail_tui.sources.lake_query import LakeQueries
from sestrail_tui.sources.pacing import Pacer
from sestrail_tui.sources.window import Place

if TYPE_CHECKING:
    from sestrail_tui.aws.clients import Clients
    from sestrail_tui.aws.credentials import Settled
    from sestrail_tui.aws.event_data_stores import EventDataStore
    from sestrail_tui.clock import Clock
    from sestrail_tui.sources.source import Source


class LakeSources:
    """Makes the sources; the places in the stores are kept, so that a reopened feed goes on.

    ``first_ms`` and ``last_ms`` bound ``eventTime`` (ms UTC, ``None``: endless); ``condition`` is
    SQL that every record asked for meets.
    """

    def __init__(
        self,
        first_ms: int,
        last_ms: int | None,
        *,
        follow: bool,
        every_s: float,
        oldest_first: bool,
        clock: Clock,
        condition: str = "",
    ) -> None:
        self._first_ms = first_ms
        self._last_ms = last_ms
        self._follow = follow
        self._every_s = every_s
        self._oldest_first = oldest_first
        self._clock = clock
        self._condition = condition
        self._places: dict[str, tuple[Place, LakeDelay]] = {}

    def make(
        self, clients: Clients, settled: Settled, stores: tuple[EventDataStore, ...]
    ) -> list[Source]:
        """Make a source for each store."""
        clock = self._clock
        pacers = {store.region: Pacer(START_QUERY_RATE, clock) for store in stores}
        sources: list[Source] = []
        for store in stores:
            place, delay = self._place(store.id)
            calls = AwsLakeCalls(clients, store, settled.login)
            sources.append(
                LakeSource(
                    store.label,
                    LakeQueries(calls, store.label, clock, self._condition),
                    calls,
                    place=place,
                    delay=delay,
                    pacer=pacers[store.region],
                    clock=clock,
                    renew=settled.credentials.renew,
                )
            )
        return sources

    def _place(self, store_id: str) -> tuple[Place, LakeDelay]:
        if store_id not in self._places:
            delay = LakeDelay()
            place = Place(
                self._first_ms,
                self._last_ms,
                follow=self._follow,
                every_s=self._every_s,
                width_ms=lambda: delay.width_ms,
                oldest_first=self._oldest_first,
                sweeps=SWEEPS,
            )
            self._places[store_id] = (place, delay)
        return self._places[store_id]

"""Sources over event data stores of CloudTrail Lake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.account.discovery.event_data_stores import named_store
from sestrail_tui.filters.pushdown.sql.lake import lake_condition
from sestrail_tui.follow.sweeps.read_position import ReadPosition
from sestrail_tui.places.lake.calls import AwsLakeCalls
from sestrail_tui.places.lake.query import LakeQueries
from sestrail_tui.places.lake.source import START_QUERY_RATE, SWEEPS, LakeDelay, LakeSource

if TYPE_CHECKING:
    from sestrail_tui.account.discovery.event_data_stores import EventDataStore
    from sestrail_tui.account.session.clients import Clients
    from sestrail_tui.account.session.credentials import Settled
    from sestrail_tui.core.clock import Clock
    from sestrail_tui.follow.retry.pacing import Pacers
    from sestrail_tui.follow.source import Source
    from sestrail_tui.places.log_group.names import Claims
    from sestrail_tui.places.options import Options

Stores = tuple["EventDataStore", ...]


class LakeSources:
    """Makes the sources; the positions in the stores are kept, so that a reopened feed goes on.

    ``bounds`` are of ``eventTime`` (ms UTC, ``None``: endless).
    """

    def __init__(
        self,
        options: Options,
        bounds: tuple[int, int | None],
        *,
        clock: Clock,
        pacers: Pacers,
        claims: Claims,
    ) -> None:
        self._options = options
        self._first_ms, self._last_ms = bounds
        self._clock = clock
        self._pacers = pacers
        self._claims = claims
        self._positions: dict[str, tuple[ReadPosition, LakeDelay]] = {}

    def named(self, region: str, account: str) -> Stores:
        """Read the stores that were named; one of another account may be left to others."""
        options = self._options
        stores = tuple(named_store(text, region) for text in options.event_data_stores)
        if not options.own_arns or not account:
            return stores
        return tuple(store for store in stores if store.account in ("", account))

    def make(
        self, clients: Clients, settled: Settled, stores: Stores, account: str
    ) -> list[Source]:
        """Make a source for each store, unless a connection beside this one reads it."""
        clock, node = self._clock, self._options.filter
        asked = "" if node is None else lake_condition(node)
        sources: list[Source] = []
        for store in stores:
            if not self._claims.claim(self, ("", "lake", store.id)):
                continue
            position, delay = self._position(store.id)
            calls = AwsLakeCalls(clients, store, settled.login)
            sources.append(
                LakeSource(
                    store.label,
                    LakeQueries(calls, store.label, clock, asked),
                    calls,
                    position=position,
                    delay=delay,
                    pacer=self._pacers.of("StartQuery", account, store.region, START_QUERY_RATE),
                    clock=clock,
                    renew=settled.credentials.renew,
                )
            )
        return sources

    def _position(self, store_id: str) -> tuple[ReadPosition, LakeDelay]:
        if store_id not in self._positions:
            delay = LakeDelay(self._clock)
            position = ReadPosition(
                self._first_ms,
                self._last_ms,
                follow=self._options.follow,
                every_s=self._options.lake_interval_s,
                width_ms=lambda: delay.width_ms,
                oldest_first=self._options.oldest_first,
                sweeps=SWEEPS,
            )
            self._positions[store_id] = (position, delay)
        return self._positions[store_id]

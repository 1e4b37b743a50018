"""Sources over event data stores of CloudTrail Lake."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sestrail_tui.filters.pushdown.sql.lake import lake_condition
from sestrail_tui.follow.sweeps.read_position import ReadPosition
from sestrail_tui.places.lake.access import FLAG, NAME
from sestrail_tui.places.lake.calls import AwsLakeCalls
from sestrail_tui.places.lake.event_data_stores import named_store
from sestrail_tui.places.lake.query import LakeQueries
from sestrail_tui.places.lake.recording import recording
from sestrail_tui.places.lake.source import (
    EVERY_S,
    START_QUERY_RATE,
    SWEEPS,
    LakeDelay,
    LakeSource,
)
from sestrail_tui.places.reader import ConnectionReading, Named, PlaceSources, TakenPlaces

if TYPE_CHECKING:
    from sestrail_tui.account.discovery.discover import Discovered
    from sestrail_tui.places.context import PlaceContext
    from sestrail_tui.places.lake.event_data_stores import EventDataStore
    from sestrail_tui.places.reader import ReadingStart

Stores = tuple["EventDataStore", ...]


class LakeReader:
    """`PlaceReader` of stores: their read positions are kept, so that a reopened feed goes on."""

    def __init__(self, start: ReadingStart) -> None:
        self._start = start
        self._positions: dict[str, tuple[ReadPosition, LakeDelay]] = {}

    def named(self, context: PlaceContext) -> Named:
        """Read the stores that were named; those of another account are left to others."""
        return Named(named_stores(context))

    def found(self, discovered: Discovered) -> Stores:
        """Pick the stores that were discovered."""
        return discovered.elsewhere.get(NAME, ())

    async def take(self, context: PlaceContext, places: Stores) -> TakenPlaces:
        """Take the stores that no connection beside this one reads."""
        claim = self._start.claims.claim
        stores = tuple(store for store in places if claim(self, NAME, store.id))

        def sources(_reading: ConnectionReading) -> PlaceSources:
            made = [self._source(context, store) for store in stores]
            return PlaceSources(made, [source.name for source in made])

        return TakenPlaces(
            sources,
            len(stores),
            tuple(store.region for store in stores),
            recordings=tuple(
                partial(recording, context.clients, store, context.settled.login)
                for store in stores
            ),
        )

    def _source(self, context: PlaceContext, store: EventDataStore) -> LakeSource:
        clock, node = self._start.clock, self._start.options.filter
        position, delay = self._position(store.id)
        calls = AwsLakeCalls(context.clients, store, context.settled.login)
        pacers = self._start.pacers
        condition = "" if node is None else lake_condition(node)
        return LakeSource(
            store.label,
            LakeQueries(calls, store.label, clock, condition),
            calls,
            position=position,
            delay=delay,
            pacer=pacers.of("StartQuery", context.account, store.region, START_QUERY_RATE),
            clock=clock,
            renew=context.settled.credentials.renew,
        )

    def _position(self, store_id: str) -> tuple[ReadPosition, LakeDelay]:
        if store_id not in self._positions:
            delay, options = LakeDelay(self._start.clock), self._start.options
            position = ReadPosition(
                self._start.first_ms,
                self._start.last_ms,
                follow=options.follow,
                every_s=options.query_interval_s or EVERY_S,
                width_ms=lambda: delay.width_ms,
                oldest_first=options.oldest_first,
                sweeps=SWEEPS,
            )
            self._positions[store_id] = (position, delay)
        return self._positions[store_id]


def named_stores(context: PlaceContext) -> Stores:
    """Read the stores that were named. Raises `UsageError`."""
    options, account = context.options, context.account
    texts = options.flags.named(FLAG.parameter)
    stores = tuple(named_store(text, context.regions[0]) for text in texts)
    if not options.own_arns or not account:
        return stores
    return tuple(store for store in stores if store.account in ("", account))

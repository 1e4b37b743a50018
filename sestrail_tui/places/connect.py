"""From options to a feed: credentials settled, places found, sources made."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sestrail_tui.account.discovery.discover import Discovered, account_id
from sestrail_tui.account.errors.call import CallName
from sestrail_tui.account.errors.error_classes import no_region
from sestrail_tui.account.session import credentials as aws_credentials
from sestrail_tui.account.session.clients import Clients
from sestrail_tui.account.session.clock_skew import AwsTime, Skew
from sestrail_tui.account.session.login import login
from sestrail_tui.account.session.roles import settle_role
from sestrail_tui.core.errors import NotSetUp
from sestrail_tui.doctor.examine import ExamineOptions, examine
from sestrail_tui.follow.dedupe.seen_content import SeenContent
from sestrail_tui.follow.feed import Bounds, MergedFeed, SeenKeys
from sestrail_tui.follow.history.engine import FoundEngines
from sestrail_tui.follow.retry.pacing import Pacers
from sestrail_tui.places.context import PlaceContext
from sestrail_tui.places.flag_values import LOG_GROUPS
from sestrail_tui.places.options import DELIVERY_ALLOWANCE_MS, Options, bounds
from sestrail_tui.places.reader import Claims, ConnectionReading, ReadingStart
from sestrail_tui.places.recording import RecordingCheck
from sestrail_tui.places.registry import PLACES, checks, find_engines

if TYPE_CHECKING:
    from sestrail_tui.account.report import Report
    from sestrail_tui.core.clock import Clock
    from sestrail_tui.follow.protocol import Feed
    from sestrail_tui.places.reader import PlaceReader


@dataclass(frozen=True, slots=True)
class _Begun:
    """What a connection reads, and how far it is, from its first opening on."""

    options: Options
    readers: tuple[PlaceReader, ...]


class AwsConnection:
    """`Connection` to the log groups, buckets, queues and event data stores of an account.

    Opened again (after a login) it goes on where the last feed stood: positions and what was
    seen are kept here.
    """

    def __init__(
        self,
        options: Options,
        clock: Clock,
        *,
        seen: SeenKeys | None = None,
        pacers: Pacers | None = None,
        claims: Claims | None = None,
        skew: Skew | None = None,
        part: str = "",
    ) -> None:
        """``seen``, ``pacers`` and ``skew`` are shared with the connections read beside it.

        ``claims`` is shared with those of the same credentials in other regions; ``part`` is its
        name among them (see `MergedFeed`).
        """
        self._options = options
        self._skew = Skew(clock) if skew is None else skew
        self._clock = AwsTime(clock, self._skew)
        self._seen: SeenKeys = SeenContent() if seen is None else seen
        self._pacers = Pacers(clock) if pacers is None else pacers
        self._claims = Claims() if claims is None else claims
        self._part = part
        self._begun: _Begun | None = None

    async def open(self) -> Feed:
        """Settle credentials in a thread, find the places and give the feed.

        Raises `SourceError`; `PersonNeeded` when only `login` can go on.
        """
        context = await self._context()
        try:
            begun = self._begun = self._begun or self._begin()
            return await self._feed(replace(context, options=begun.options), begun)
        except BaseException:
            await context.clients.close()
            raise

    async def _feed(self, context: PlaceContext, begun: _Begun) -> Feed:
        options, account, login = context.options, context.account, context.settled.login
        named = {reader: reader.named(context) for reader in begun.readers}
        notes = [note for one in named.values() for note in one.notes]
        chosen = {reader: one.places for reader, one in named.items()}
        found = Discovered(())
        if not options.flags.names_a_place:
            found = await context.discover()
            chosen = {reader: reader.found(found) for reader in begun.readers}
            notes += found.notes
        taken = [await reader.take(context, places) for reader, places in chosen.items()]
        reading = ConnectionReading(
            sum(one.followed for one in taken),
            tuple(dict.fromkeys(region for one in taken for region in one.regions)),
        )
        made = [one.sources(reading) for one in taken]
        names = [name for one in made for name in one.names]
        plurals = {one.plural for one in made if one.names}
        plural = plurals.pop() if len(plurals) == 1 else "sources"
        return MergedFeed(
            [source for one in made for source in one.sources],
            names[0] if len(names) == 1 else f"{len(names)} {plural}",
            self._seen,
            account=account or next((one.account for one in taken if one.account), ""),
            region=", ".join(reading.regions),
            bounds=Bounds(options.since_ms, options.until_ms),
            on_close=context.clients.close,
            part=self._part,
            notes=(*notes, *(note for one in made for note in one.notes)),
            unseen=found.notes,
            remark=self._skew.sentence,
            remarks={bucket.url: sentence for bucket, sentence in found.instead.items()},
            recording=RecordingCheck(
                context.clients,
                tuple(place for one in taken for place in one.destinations),
                tuple(recording for one in taken for recording in one.recordings),
                account,
                login,
                options.profile or "",
            ),
        )

    def _begin(self) -> _Begun:
        """Settle what to read, by AWS's clock; a feed that is reopened goes on from there."""
        options, clock = self._options, self._clock
        since_ms = self._skew.by_aws(options.since_ms)
        if since_ms is not None:
            since_ms = since_ms // 1000 * 1000  # CloudTrail keeps no part of a second
        options = replace(
            options,
            since_ms=since_ms,
            until_ms=self._skew.by_aws(options.until_ms),
        )
        first_ms, last_ms = bounds(options, clock.now_ms(), DELIVERY_ALLOWANCE_MS)
        start = ReadingStart(options, first_ms, last_ms, clock, self._pacers, self._claims)
        readers = (place.reader(start) for place in PLACES)
        return _Begun(options, tuple(reader for reader in readers if reader is not None))

    async def history(self) -> FoundEngines:
        """Find the engines that the account has. Raises `SourceError`."""
        context = await self._context()
        try:
            engines, notes = await find_engines(context)
        except BaseException:
            await context.clients.close()
            raise
        return FoundEngines(engines, notes, context.clients.close, self._skew.ahead_ms)

    async def examine(self) -> tuple[Report, ...]:
        """Look at everything once, in each region."""
        options, groups = self._options, self._options.flags.named(LOG_GROUPS)
        subjects = [
            ExamineOptions(region, options.profile or "", groups, options.endpoint_url)
            for region in options.regions or ("",)
        ]
        reports = (examine(self._settle, one, self._clock, checks()) for one in subjects)
        return tuple(await asyncio.gather(*reports))

    def login(self) -> None:
        """Ask the person on the plain terminal (blocking). Raises `SourceError`."""
        if self._options.credentials is not None:
            raise NotSetUp("These credentials were given and do not run out: no login is needed.")
        login(self._options.profile)

    async def _context(self) -> PlaceContext:
        """Settle credentials in a thread, and ask whose they are; the clients are to be closed."""
        options = self._options
        settled = await asyncio.to_thread(self._settle)
        regions = options.regions or ((settled.region,) if settled.region else ())
        if not regions:
            raise NotSetUp(no_region())
        clients = Clients(settled.credentials, options.profile, options.endpoint_url, self._skew)
        try:
            account = await account_id(clients, regions[0])  # whose answer tells AWS's time
        except BaseException:
            await clients.close()
            raise
        fallbacks = tuple(one for place in PLACES if (one := place.fallback()) is not None)
        pacers, clock = self._pacers, self._clock
        return PlaceContext(clients, settled, options, regions, account, pacers, clock, fallbacks)

    def _settle(self) -> aws_credentials.Settled:
        options = self._options
        if options.credentials is not None:
            return aws_credentials.Settled(
                aws_credentials.static(*options.credentials), "", CallName("").login
            )
        if options.role is None:
            return aws_credentials.settle(options.profile)
        region = next(iter(options.regions), None)
        return settle_role(options.profile, options.role, region)

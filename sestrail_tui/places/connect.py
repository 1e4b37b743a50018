"""From what was asked for to a feed: credentials settled, log groups found, sources made."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sestrail_tui.account.discovery.buckets import named_bucket, named_queue
from sestrail_tui.account.discovery.discover import account_id, discover
from sestrail_tui.account.discovery.log_groups import named
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
from sestrail_tui.places.bucket.connect import LogFileSources, regions_of
from sestrail_tui.places.engines import EngineContext, find
from sestrail_tui.places.event_history.connect import Histories
from sestrail_tui.places.files.connect import FileConnection
from sestrail_tui.places.lake.connect import LakeSources
from sestrail_tui.places.live_tail.connect import live_tails
from sestrail_tui.places.log_group import infrequent
from sestrail_tui.places.log_group.connect import LogGroupSources
from sestrail_tui.places.log_group.names import Claims, feed_label, of_account
from sestrail_tui.places.options import DELIVERY_ALLOWANCE_MS, Options, bounds
from sestrail_tui.places.recording import RecordingCheck

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sestrail_tui.account.discovery.buckets import TrailBucket
    from sestrail_tui.account.report import Report
    from sestrail_tui.core.clock import Clock
    from sestrail_tui.follow.protocol import Feed

__all__ = ["AwsConnection", "FileConnection", "Options"]


@dataclass(frozen=True, slots=True)
class _Begun:
    """What a connection reads, and the places in it, from its first opening on."""

    options: Options
    groups: LogGroupSources
    lake: LakeSources
    log_files: LogFileSources


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
        """Settle credentials in a thread, find the log groups and give the feed.

        Raises `SourceError`; `PersonNeeded` when only `login` can go on.
        """
        settled, regions, clients = await self._reached()
        notes: tuple[str, ...] = ()
        unseen: tuple[str, ...] = ()
        instead: Mapping[TrailBucket, str] = {}
        try:
            account = await account_id(clients, regions[0])  # whose answer tells AWS's time
            begun = self._begun = self._begun or self._begin()
            options = begun.options
            groups = tuple(group for text in options.log_groups for group in named(text, regions))
            buckets = tuple(named_bucket(text, regions[0]) for text in options.buckets)
            queues = tuple(named_queue(text, regions[0]) for text in options.queues)
            if options.own_arns:
                groups, notes = of_account(groups, account)
            stores = begun.lake.named(regions[0], account)
            if not (options.log_groups or options.event_data_stores or buckets or queues):
                found = await discover(clients, regions, account, settled.login)
                groups, buckets, notes = found.log_groups, found.buckets, found.notes
                unseen = found.notes
                instead = found.instead
                stores = found.event_data_stores
            groups = self._claims.take(self, groups)
            described, kept_apart = await infrequent.apart(clients, groups, settled.login)
            groups = tuple(described)
            pushes = await live_tails(
                clients, groups, options, account, login=settled.login, clock=self._clock
            )
        except BaseException:
            await clients.close()
            raise
        beside = [
            *begun.log_files.make(clients, settled, buckets, queues, options.regions),
            *begun.lake.make(clients, settled, stores, account),
        ]
        reach = EngineContext(
            clients, settled, options, regions, account, self._pacers, self._clock
        )
        alone = not (groups or beside)
        sources, told = infrequent.instead(reach, kept_apart, alone=alone)
        beside += sources
        notes += told
        read = (*groups, *kept_apart)
        places = (*regions_of(read, buckets, queues), *(store.region for store in stores))
        reading = tuple(dict.fromkeys(places))
        now_ms = self._clock.now_ms()
        look = Histories(options, bounds(options, now_ms, 0), account, self._pacers, self._clock)
        changes = look.make(clients, reading if options.history else (), settled)
        return MergedFeed(
            [*beside, *begun.groups.make(clients, settled, described, account, pushes), *changes],
            feed_label(groups, beside),
            self._seen,
            account=account or next((group.account for group in read), ""),
            region=", ".join(reading),
            bounds=Bounds(options.since_ms, options.until_ms),
            on_close=clients.close,
            part=self._part,
            notes=notes,
            unseen=unseen,
            remark=self._skew.sentence,
            remarks={bucket.url: sentence for bucket, sentence in instead.items()},
            recording=RecordingCheck(
                clients, (*read, *buckets), stores, account, settled.login, options.profile or ""
            ),
        )

    def _begin(self) -> _Begun:
        """Settle what to read, by AWS's clock; a feed that is reopened goes on from there."""
        options, clock, pacers = self._options, self._clock, self._pacers
        since_ms = self._skew.by_aws(options.since_ms)
        if since_ms is not None:
            since_ms = since_ms // 1000 * 1000  # CloudTrail keeps no part of a second
        options = replace(
            options,
            since_ms=since_ms,
            until_ms=self._skew.by_aws(options.until_ms),
        )
        read = bounds(options, clock.now_ms(), DELIVERY_ALLOWANCE_MS)
        first_ms, last_ms = read
        if options.since_ms is not None:
            first_ms -= DELIVERY_ALLOWANCE_MS  # nobody vouches for the clocks
        return _Begun(
            options,
            LogGroupSources(options, read, clock=clock, pacers=pacers),
            LakeSources(options, read, clock=clock, pacers=pacers, claims=self._claims),
            LogFileSources(first_ms, last_ms, options, clock),
        )

    async def history(self) -> FoundEngines:
        """Find the engines that the account has. Raises `SourceError`."""
        settled, regions, clients = await self._reached()
        try:
            account = await account_id(clients, regions[0])
            pacers, clock = self._pacers, self._clock
            engines, notes = await find(
                EngineContext(clients, settled, self._options, regions, account, pacers, clock)
            )
        except BaseException:
            await clients.close()
            raise
        return FoundEngines(engines, notes, clients.close, self._skew.ahead_ms)

    async def examine(self) -> tuple[Report, ...]:
        """Look at everything once, in each region."""
        options = self._options
        return tuple(
            await asyncio.gather(
                *(
                    examine(
                        self._settle,
                        ExamineOptions(region, options.profile or "", options.log_groups,
                              options.endpoint_url),
                        self._clock,
                    )
                    for region in options.regions or ("",)
                )
            )
        )  # fmt: skip

    def login(self) -> None:
        """Ask the person on the plain terminal (blocking). Raises `SourceError`."""
        if self._options.credentials is not None:
            raise NotSetUp("These credentials were given and do not run out: no login is needed.")
        login(self._options.profile)

    async def _reached(self) -> tuple[aws_credentials.Settled, tuple[str, ...], Clients]:
        """Settle credentials in a thread; give them, the regions, and clients to be closed."""
        options = self._options
        settled = await asyncio.to_thread(self._settle)
        regions = options.regions or ((settled.region,) if settled.region else ())
        if not regions:
            raise NotSetUp(no_region())
        clients = Clients(settled.credentials, options.profile, options.endpoint_url, self._skew)
        return settled, regions, clients

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

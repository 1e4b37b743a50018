"""From what was asked for to a feed: credentials settled, log groups found, sources made."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sestrail_tui.aws import credentials as aws_credentials
from sestrail_tui.aws.clients import Clients
from sestrail_tui.aws.discovery import account_id, discover
from sestrail_tui.aws.log_groups import LogGroup, named
from sestrail_tui.aws.login import login
from sestrail_tui.aws.roles import settle_role
from sestrail_tui.aws.sentences import NO_REGION
from sestrail_tui.errors import NotSetUp
from sestrail_tui.filters.pushdown.cloudwatch import SES_PATTERN, filter_pattern
from sestrail_tui.sources import odd_messages
from sestrail_tui.sources.connect_history import Histories
from sestrail_tui.sources.connect_lake import LakeSources
from sestrail_tui.sources.delay import CEILING_MS, DelayMeter
from sestrail_tui.sources.feed import Bounds, MergedFeed, SeenKeys
from sestrail_tui.sources.file_connection import FileConnection
from sestrail_tui.sources.filter_log_events import FilterLogEvents
from sestrail_tui.sources.group_names import Claims, feed_label, group_name, of_account
from sestrail_tui.sources.lake import EVERY_S
from sestrail_tui.sources.live_tails import live_tails
from sestrail_tui.sources.log_group import LogGroupSource
from sestrail_tui.sources.pacing import Pacers, filter_log_events_rate
from sestrail_tui.sources.seen import Seen
from sestrail_tui.sources.window import Place

if TYPE_CHECKING:
    from sestrail_tui.clock import Clock
    from sestrail_tui.filters.tree import Node
    from sestrail_tui.sources.push import Push
    from sestrail_tui.sources.source import Feed, Source

__all__ = ["AwsConnection", "FileConnection", "Options"]

_DELIVERY_ALLOWANCE_MS: Final = CEILING_MS
"""A record is stamped at delivery: ``--until`` reads, and waits, this much further (AWS: five
minutes on average, without a bound); where that is past already, up to `_LATEST` times as far."""
_LATEST: Final = 8


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for on the command line."""

    log_groups: tuple[str, ...] = ()
    """Names or ARNs; discovered when neither these nor event data stores are named."""
    event_data_stores: tuple[str, ...] = ()
    """Ids or ARNs, of CloudTrail Lake."""
    profile: str | None = None
    role: str | None = None
    """The ARN of a role to assume with the profile's credentials."""
    own_arns: bool = False
    """Leave out log groups named by an ARN of another account: others see to those."""
    regions: tuple[str, ...] = ()
    """Empty: the region of the environment or the profile."""
    since_ms: int | None = None
    """``eventTime``, ms UTC; ``None``: what was delivered within the last quarter of an hour."""
    until_ms: int | None = None
    poll_interval_s: float = 5.0
    lake_interval_s: float = EVERY_S
    """Between two queries on an event data store: AWS bills each by what it scans."""
    follow: bool = True
    filter: Node | None = None
    """Pushed down to AWS; whoever reads the feed still has to match."""
    endpoint_url: str | None = None
    credentials: tuple[str, str] | None = None
    """Access key and secret key that replace the configured ones (the demo's)."""
    oldest_first: bool = False
    """Whether the past is read before what is new."""
    live: bool = False
    """Whether Live Tail pushes what is new, over the polling; AWS bills it by the minute."""
    history: bool = True
    """Whether event history is read beside the log groups."""
    odd_messages: bool = True
    """Whether messages that speak of SES but are no record are looked for."""


class AwsConnection:
    """`Connection` to the log groups and event data stores of an account.

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
    ) -> None:
        """``seen`` and ``pacers`` are shared with the connections that are read beside it.

        ``claims`` is shared with those of the same credentials in other regions.
        """
        self._options = options
        self._clock = clock
        self._seen: SeenKeys = Seen() if seen is None else seen
        self._pacers = Pacers(clock) if pacers is None else pacers
        self._claims = Claims() if claims is None else claims
        self._lake = LakeSources(
            options,
            self._bounds(_DELIVERY_ALLOWANCE_MS),
            clock=clock,
            pacers=self._pacers,
            claims=self._claims,
        )
        self._places: dict[tuple[str, str, str, float], tuple[Place, DelayMeter]] = {}

    async def open(self) -> Feed:
        """Settle credentials in a thread, find the log groups and give the feed.

        Raises `SourceError`; `PersonNeeded` when only `login` can go on.
        """
        options = self._options
        settled = await asyncio.to_thread(self._settle)
        regions = options.regions or ((settled.region,) if settled.region else ())
        if not regions:
            raise NotSetUp(NO_REGION)
        clients = Clients(settled.credentials, options.profile, options.endpoint_url)
        notes: tuple[str, ...] = ()
        try:
            account = await account_id(clients, regions[0])
            groups = tuple(group for text in options.log_groups for group in named(text, regions))
            if options.own_arns:
                groups, notes = of_account(groups, account)
            stores = self._lake.named(regions[0], account)
            if not (options.log_groups or options.event_data_stores):
                found = await discover(clients, regions, account, settled.login)
                groups, stores, notes = found.log_groups, found.event_data_stores, found.notes
            groups = self._claims.take(self, groups)
            pushes = await live_tails(
                clients, groups, options, account, login=settled.login, clock=self._clock
            )
        except BaseException:
            await clients.close()
            raise
        lake = self._lake.make(clients, settled, stores, account)
        reading = tuple(dict.fromkeys([*(g.region for g in groups), *(s.region for s in stores)]))
        look = Histories(options, self._bounds(0), account, self._pacers, self._clock)
        changes = look.make(clients, reading if options.history else (), settled)
        return MergedFeed(
            [*lake, *self._sources(clients, groups, account, settled, pushes), *changes],
            feed_label(groups, lake),
            self._seen,
            account=account or next((group.account for group in groups), ""),
            region=", ".join(reading),
            bounds=Bounds(options.since_ms, options.until_ms),
            on_close=clients.close,
            notes=notes,
        )

    def login(self) -> None:
        """Ask the person on the plain terminal (blocking). Raises `SourceError`."""
        if self._options.credentials is not None:
            raise NotSetUp("These credentials were given and do not run out: no login is needed.")
        login(self._options.profile)

    def _settle(self) -> aws_credentials.Settled:
        options = self._options
        if options.credentials is not None:
            return aws_credentials.Settled(aws_credentials.static(*options.credentials), "", "")
        if options.role is None:
            return aws_credentials.settle(options.profile)
        region = next(iter(options.regions), None)
        return settle_role(options.profile, options.role, region)

    def _sources(
        self,
        clients: Clients,
        groups: tuple[LogGroup, ...],
        account: str,
        settled: aws_credentials.Settled,
        pushes: dict[LogGroup, Push],
    ) -> list[Source]:
        options, clock, renew = self._options, self._clock, settled.credentials.renew
        pattern = SES_PATTERN if options.filter is None else filter_pattern(options.filter)
        sources: list[Source] = []
        for group in groups:
            place, meter = self._place(group)
            read = FilterLogEvents(clients, group, pattern, account, settled.login)
            name, rate = group_name(group, groups), filter_log_events_rate(group.region)
            pacer = self._pacers.of("FilterLogEvents", account, group.region, rate)
            sources.append(
                LogGroupSource(
                    name,
                    read,
                    place=place,
                    meter=meter,
                    pacer=pacer,
                    clock=clock,
                    renew=renew,
                    push=pushes.get(group),
                )
            )
            if options.odd_messages and odd_messages.wanted(options.filter):
                place, meter = self._place(group, odd_messages.EVERY_S)
                every = FilterLogEvents(
                    clients, group, odd_messages.ODD_PATTERN, account, settled.login
                )
                sources.append(
                    LogGroupSource(
                        f"{name} (odd messages)",
                        odd_messages.OddMessages(every),
                        place=place,
                        meter=meter,
                        pacer=pacer,
                        clock=clock,
                        renew=renew,
                        holds_sends=False,
                        never_shows=odd_messages.NEVER,
                    )
                )
        return sources

    def _place(self, group: LogGroup, every_s: float | None = None) -> tuple[Place, DelayMeter]:
        """Give the place of a reading of the group, one for each pace (s) it is read at."""
        every_s = every_s or self._options.poll_interval_s
        key = (group.region, group.account, group.name, every_s)
        if key not in self._places:
            meter = DelayMeter()
            first_ms, last_ms = self._bounds(_DELIVERY_ALLOWANCE_MS)
            place = Place(
                first_ms,
                last_ms,
                follow=self._options.follow,
                every_s=every_s,
                width_ms=lambda: meter.width_ms,
                oldest_first=self._options.oldest_first,
            )
            self._places[key] = (place, meter)
        return self._places[key]

    def _bounds(self, allowance_ms: int) -> tuple[int, int | None]:
        """Give the timestamps to read between: first, and last (``None``: endless)."""
        options, now_ms = self._options, self._clock.now_ms()
        first_ms = now_ms - CEILING_MS if options.since_ms is None else options.since_ms
        past_ms = now_ms - (options.until_ms or now_ms)
        late_ms = max(allowance_ms, min(_LATEST * allowance_ms, past_ms))
        last_ms = None if options.until_ms is None else options.until_ms + late_ms
        if not options.follow:
            last_ms = now_ms if last_ms is None else min(last_ms, now_ms)
        return first_ms, last_ms

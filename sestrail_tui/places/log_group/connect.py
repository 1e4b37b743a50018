"""Sources over log groups: each polled, pushed by Live Tail where asked, searched for oddities."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from sestrail_tui.account.discovery.log_classes import described as describe
from sestrail_tui.account.discovery.log_group_arns import arn
from sestrail_tui.account.discovery.log_groups import group_name, named, of_account
from sestrail_tui.core.details.links import Origin
from sestrail_tui.core.safe_text import safe
from sestrail_tui.core.units import time_text
from sestrail_tui.filters.fields.time_spans import DAY_MS
from sestrail_tui.filters.pushdown.filter_pattern import SES_PATTERN, filter_pattern
from sestrail_tui.follow.health import Health
from sestrail_tui.follow.polling_source import PollingSource
from sestrail_tui.follow.retry.pacing import filter_log_events_rate
from sestrail_tui.follow.sweeps.delay import DelayMeter
from sestrail_tui.follow.sweeps.read_position import ReadPosition
from sestrail_tui.places.flag_values import LOG_GROUPS
from sestrail_tui.places.live_tail.connect import live_tails
from sestrail_tui.places.log_group import infrequent, unparsed_messages
from sestrail_tui.places.log_group.calls import FilterLogEvents
from sestrail_tui.places.reader import ConnectionReading, Named, PlaceSources, TakenPlaces

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sestrail_tui.account.discovery.discover import Discovered
    from sestrail_tui.account.discovery.log_classes import LogGroupDetails
    from sestrail_tui.account.discovery.log_groups import Groups, LogGroup
    from sestrail_tui.account.session.clients import Clients
    from sestrail_tui.follow.push import Push
    from sestrail_tui.follow.source import Source
    from sestrail_tui.places.context import PlaceContext
    from sestrail_tui.places.reader import ReadingStart

NEVER: Final = (
    "Sends from before SES data events were switched on for the trail; records that CloudTrail "
    "holds to be too large (256 KB); what the log group no longer retains; what becomes readable "
    "more than a day after its time stamp."
)
_LEAST_DAYS_KEPT: Final = 1
"""AWS: PutRetentionPolicy API reference, retentionInDays."""


class LogGroupReader:
    """`PlaceReader` of log groups: their read positions are kept, so that a reopened feed goes on.

    Those of the class Infrequent Access cannot be followed: each says so.
    """

    def __init__(self, start: ReadingStart) -> None:
        self._start = start
        self._options = start.options
        self._positions: dict[tuple[str, str, str, float], tuple[ReadPosition, DelayMeter]] = {}

    def named(self, context: PlaceContext) -> Named:
        """Read the log groups that were named; those of another account are left to others."""
        texts = self._options.flags.named(LOG_GROUPS)
        groups = tuple(group for text in texts for group in named(text, context.regions))
        return (
            Named(*of_account(groups, context.account)) if self._options.own_arns else Named(groups)
        )

    def found(self, discovered: Discovered) -> Groups:
        """Pick the log groups that were discovered."""
        return discovered.log_groups

    async def take(self, context: PlaceContext, places: Groups) -> TakenPlaces:
        """Take the groups that no connection beside this one reads. Raises `SourceError`."""
        claim = self._start.claims.claim
        groups = tuple(
            group for group in places if claim(self, group.account, group.region, group.name)
        )
        described, kept_apart = await infrequent.apart(
            context.clients, groups, context.settled.login
        )
        pushes = await live_tails(context, tuple(described))
        names = tuple(group.name for group in described)

        def sources(reading: ConnectionReading) -> PlaceSources:
            others, notes = infrequent.instead(context, kept_apart, alone=not reading.followed)
            polled = self._sources(context, described, pushes)
            others_names = [source.name for source in others]
            plural = "sources" if others else "log groups"
            return PlaceSources([*others, *polled], [*names, *others_names], plural, notes)

        every = (*described, *kept_apart)
        return TakenPlaces(
            sources,
            len(described),
            tuple(group.region for group in every),
            next((group.account for group in every), ""),
            every,
        )

    def _sources(
        self,
        context: PlaceContext,
        described: Mapping[LogGroup, LogGroupDetails | None],
        pushes: Mapping[LogGroup, Push],
    ) -> list[Source]:
        """Make a source for each group, and one for its odd messages where they are wanted.

        ``described`` is what AWS says of each group, where it does.
        """
        clients, account, login = context.clients, context.account, context.settled.login
        groups = tuple(described)
        options = self._options
        pattern = SES_PATTERN if options.filter is None else filter_pattern(options.filter)
        odd = options.odd_messages and (
            options.every_odd_message or unparsed_messages.wanted(options.filter)
        )
        sources: list[Source] = []
        for group in groups:
            name, rate = group_name(group, groups), filter_log_events_rate(group.region)
            source = partial(
                PollingSource,
                pacer=self._start.pacers.of("FilterLogEvents", account, group.region, rate),
                clock=self._start.clock,
                renew=context.settled.credentials.renew,
            )
            health = Health(
                name,
                never_shows=NEVER,
                origin=Origin(
                    group.arn or arn(group, group.account or account),
                    context.profile,
                ),
            )
            read = FilterLogEvents(clients, group, pattern, account, login)
            position, delay = self._position(group, options.poll_interval_s)
            sources.append(
                source(
                    health,
                    read,
                    position=position,
                    delay=delay,
                    push=pushes.get(group),
                    lost=self._lost(group, described[group]),
                    ask_made_ms=partial(_made_ms, clients, group, login),
                )
            )
            if odd:
                every = FilterLogEvents(
                    clients, group, unparsed_messages.ODD_PATTERN, account, login
                )
                position, delay = self._position(group, unparsed_messages.EVERY_S)
                sources.append(
                    source(
                        replace(
                            health,
                            source=f"{name} (odd messages)",
                            holds_sends=False,
                            never_shows=unparsed_messages.NEVER,
                        ),
                        unparsed_messages.UnparsedMessages(every),
                        position=position,
                        delay=delay,
                        if_unread=f"{safe(name)}: {unparsed_messages.UNREAD}",
                    )
                )
        return sources

    def _lost(self, group: LogGroup, details: LogGroupDetails | None) -> tuple[str, ...]:
        """Say what of the time asked for the group cannot hold (any more)."""
        since_ms, now_ms = self._options.since_ms, self._start.clock.now_ms()
        if since_ms is None:
            return ()
        if details is None:
            if now_ms - _LEAST_DAYS_KEPT * DAY_MS <= since_ms:
                return ()
            return (
                f"AWS does not say since when log group {safe(group.name)} keeps what it holds "
                "(logs:DescribeLogGroups): sends of more than a day ago may be gone.",
            )
        name, lost = safe(details.log_group_name), []
        if details.creation_time > since_ms:
            lost.append(f"Log group {name} was made only at {time_text(details.creation_time)}.")
        days = details.retention_in_days
        if days is not None and now_ms - days * DAY_MS > since_ms:
            kept = "1 day" if days == 1 else f"{days:,} days"
            lost.append(f"Log group {name} keeps what it holds for {kept}.")
        return tuple(lost)

    def _position(self, group: LogGroup, every_s: float) -> tuple[ReadPosition, DelayMeter]:
        """Return how far the group is read, one for each pace (s) it is read at."""
        key = (group.region, group.account, group.name, every_s)
        if key not in self._positions:
            meter = DelayMeter()
            position = ReadPosition(
                self._start.first_ms,
                self._start.last_ms,
                follow=self._options.follow,
                every_s=every_s,
                width_ms=lambda: meter.width_ms,
                oldest_first=self._options.oldest_first,
            )
            self._positions[key] = (position, meter)
        return self._positions[key]


async def _made_ms(clients: Clients, group: LogGroup, login: str) -> int | None:
    details = await describe(clients, group, login)
    return None if details is None else details.creation_time

"""Sources over log groups: each polled, pushed by Live Tail where asked, searched for oddities."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from sestrail_tui.account.discovery.log_classes import described as describe
from sestrail_tui.account.discovery.log_group_arns import arn
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
from sestrail_tui.places.log_group import unparsed_messages
from sestrail_tui.places.log_group.calls import FilterLogEvents
from sestrail_tui.places.log_group.names import group_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sestrail_tui.account.discovery.log_classes import LogGroupDetails
    from sestrail_tui.account.discovery.log_groups import LogGroup
    from sestrail_tui.account.session.clients import Clients
    from sestrail_tui.account.session.credentials import Settled
    from sestrail_tui.core.clock import Clock
    from sestrail_tui.follow.push import Push
    from sestrail_tui.follow.retry.pacing import Pacers
    from sestrail_tui.follow.source import Source
    from sestrail_tui.places.options import Options

NEVER: Final = (
    "Sends from before SES data events were switched on for the trail; records that CloudTrail "
    "holds to be too large (256 KB); what the log group no longer retains; what becomes readable "
    "more than a day after its time stamp."
)
_LEAST_DAYS_KEPT: Final = 1
"""AWS: PutRetentionPolicy API reference, retentionInDays."""


class LogGroupSources:
    """Makes the sources; the positions in the groups are kept, so that a reopened feed goes on.

    ``bounds`` are of log timestamps (ms UTC, ``None``: endless).
    """

    def __init__(
        self, options: Options, bounds: tuple[int, int | None], *, clock: Clock, pacers: Pacers
    ) -> None:
        self._options = options
        self._first_ms, self._last_ms = bounds
        self._clock = clock
        self._pacers = pacers
        self._positions: dict[tuple[str, str, str, float], tuple[ReadPosition, DelayMeter]] = {}

    def make(
        self,
        clients: Clients,
        settled: Settled,
        described: Mapping[LogGroup, LogGroupDetails | None],
        account: str,
        pushes: Mapping[LogGroup, Push],
    ) -> list[Source]:
        """Make a source for each group, and one for its odd messages where they are wanted.

        ``described`` is what AWS says of each group, where it does.
        """
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
                pacer=self._pacers.of("FilterLogEvents", account, group.region, rate),
                clock=self._clock,
                renew=settled.credentials.renew,
            )
            health = Health(
                name,
                never_shows=NEVER,
                origin=Origin(
                    group.arn or arn(group, group.account or account),
                    (not options.role and options.profile) or "",
                ),
            )
            read = FilterLogEvents(clients, group, pattern, account, settled.login)
            position, delay = self._position(group, options.poll_interval_s)
            sources.append(
                source(
                    health,
                    read,
                    position=position,
                    delay=delay,
                    push=pushes.get(group),
                    lost=self._lost(group, described[group]),
                    ask_made_ms=partial(_made_ms, clients, group, settled.login),
                )
            )
            if odd:
                every = FilterLogEvents(
                    clients, group, unparsed_messages.ODD_PATTERN, account, settled.login
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

    def _lost(self, group: LogGroup, told: LogGroupDetails | None) -> tuple[str, ...]:
        """Say what of the time asked for the group cannot hold (any more)."""
        since_ms, now_ms = self._options.since_ms, self._clock.now_ms()
        if since_ms is None:
            return ()
        if told is None:
            if now_ms - _LEAST_DAYS_KEPT * DAY_MS <= since_ms:
                return ()
            return (
                f"AWS does not say since when log group {safe(group.name)} keeps what it holds "
                "(logs:DescribeLogGroups): sends of more than a day ago may be gone.",
            )
        name, lost = safe(told.log_group_name), []
        if told.creation_time > since_ms:
            lost.append(f"Log group {name} was made only at {time_text(told.creation_time)}.")
        days = told.retention_in_days
        if days is not None and now_ms - days * DAY_MS > since_ms:
            kept = "1 day" if days == 1 else f"{days:,} days"
            lost.append(f"Log group {name} keeps what it holds for {kept}.")
        return tuple(lost)

    def _position(self, group: LogGroup, every_s: float) -> tuple[ReadPosition, DelayMeter]:
        """Return the position of a reading of the group, one for each pace (s) it is read at."""
        key = (group.region, group.account, group.name, every_s)
        if key not in self._positions:
            delay = DelayMeter()
            position = ReadPosition(
                self._first_ms,
                self._last_ms,
                follow=self._options.follow,
                every_s=every_s,
                width_ms=lambda: delay.width_ms,
                oldest_first=self._options.oldest_first,
            )
            self._positions[key] = (position, delay)
        return self._positions[key]


async def _made_ms(clients: Clients, group: LogGroup, login: str) -> int | None:
    told = await describe(clients, group, login)
    return None if told is None else told.creation_time

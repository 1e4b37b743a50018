"""Which log groups share a Live Tail session: ten of a region, as AWS allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.account.discovery.log_group_arns import log_group_arn
from sestrail_tui.filters.pushdown.filter_pattern import SES_PATTERN, filter_pattern
from sestrail_tui.places.live_tail.access import FLAG
from sestrail_tui.places.live_tail.calls import StartLiveTail
from sestrail_tui.places.live_tail.source import MOST_GROUPS, LiveTail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.account.discovery.log_groups import LogGroup
    from sestrail_tui.follow.push import Push
    from sestrail_tui.places.context import PlaceContext


async def live_tails(context: PlaceContext, groups: Sequence[LogGroup]) -> dict[LogGroup, Push]:
    """Return what pushes to each log group, where that is asked for.

    Raises `SourceError` where an ARN cannot be found.
    """
    clients, options, login = context.clients, context.options, context.settled.login
    by_region: dict[str, dict[str, LogGroup]] = {}
    for group in groups if options.flags.is_on(FLAG.parameter) else ():
        arn = await log_group_arn(clients, group, context.account, login)
        by_region.setdefault(group.region, {})[arn] = group
    pattern = SES_PATTERN if options.filter is None else filter_pattern(options.filter)
    instead = f"Polled every {options.poll_interval_s:g} s"
    pushes: dict[LogGroup, Push] = {}
    for region, arns in by_region.items():
        named = [arn for arn in arns if arn]
        session = StartLiveTail(clients, region, pattern, login)
        for first in range(0, len(named), MOST_GROUPS):
            tail = LiveTail(named[first : first + MOST_GROUPS], session, context.clock, instead)
            pushes |= {arns[arn]: inbox for arn, inbox in tail.inboxes.items()}
    return pushes

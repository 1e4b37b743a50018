"""Which log groups share a Live Tail session: ten of a region, as AWS allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.aws.log_group_arns import log_group_arn
from sestrail_tui.sources.live_tail import MOST_GROUPS, LiveTail
from sestrail_tui.sources.start_live_tail import StartLiveTail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.aws.clients import Clients
    from sestrail_tui.aws.log_groups import LogGroup
    from sestrail_tui.clock import Clock
    from sestrail_tui.sources.push import Push

COST: Final = (
    "AWS bills Live Tail by the minute that a session is open (free: 1,800 minutes a month); up to "
    "10 log groups of a region share one. See https://aws.amazon.com/cloudwatch/pricing/."
)
"""AWS: CloudWatch pricing; CloudWatch Logs quotas."""


async def live_tails(
    clients: Clients,
    groups: Sequence[LogGroup],
    *,
    account: str,
    pattern: str,
    login: str,
    clock: Clock,
    poll_interval_s: float,
) -> dict[LogGroup, Push]:
    """Give what pushes to each log group. Raises `SourceError` where an ARN cannot be found."""
    by_region: dict[str, dict[str, LogGroup]] = {}
    for group in groups:
        arn = await log_group_arn(clients, group, account, login)
        by_region.setdefault(group.region, {})[arn] = group
    pushes: dict[LogGroup, Push] = {}
    for region, arns in by_region.items():
        named = [arn for arn in arns if arn]
        session = StartLiveTail(clients, region, pattern, login)
        for first in range(0, len(named), MOST_GROUPS):
            tail = LiveTail(
                named[first : first + MOST_GROUPS],
                session,
                clock,
                f"Polled every {poll_interval_s:g} s",
            )
            pushes |= {arns[arn]: inbox for arn, inbox in tail.inboxes.items()}
    return pushes

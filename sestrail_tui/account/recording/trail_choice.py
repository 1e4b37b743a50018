"""Which trail is meant: the one that was named, or the only one with a log group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from sestrail_tui.account.discovery.trails import Trail
from sestrail_tui.account.errors.call import CallName
from sestrail_tui.account.errors.source_errors import to_source_error
from sestrail_tui.core.errors import AccessDenied, NotSetUp, UsageError
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.account.recording.aws_context import AwsContext

_ARN_PARTS = 6


async def trails(reached: AwsContext) -> tuple[Trail, ...]:
    """Return the trails that the region shows, shadows too. Raises `SourceError`."""
    call = CallName("cloudtrail:DescribeTrails", reached.region, login=reached.settled.login)
    try:
        client = await reached.clients.client("cloudtrail", reached.region)
        answer = await client.describe_trails(includeShadowTrails=True)
        return tuple(msgspec.convert(answer.get("trailList", []), list[Trail], strict=False))
    except Exception as error:
        raise to_source_error(error, call) from error


def named(found: Sequence[Trail], name: str, region: str) -> Trail:
    """Return the trail of a name or ARN. Raises `UsageError`."""
    matching = [one for one in found if name in {one.name, one.trail_arn}]
    here = [one for one in matching if one.home_region == region]
    if here or len(matching) == 1:
        return (here or matching)[0]
    if matching:
        raise UsageError(
            f"There are several trails {safe(name)}: give one's ARN, {_arns(matching)}."
        )
    known = f"that has {_names(found)}" if found else "that has none at all"
    raise UsageError(
        f"There is no trail {safe(name)} in {safe(region)}, {known}: look at --trail and --region."
    )


def only(found: Sequence[Trail], account: str, region: str) -> Trail | None:
    """Return the only trail with a log group that this account may change; ``None`` for none.

    Raises `UsageError` where there are several.
    """
    groups = [one for one in found if one.cloud_watch_logs_log_group_arn and is_own(one, account)]
    if len(groups) > 1:
        raise UsageError(
            f"Several trails in {safe(region)} deliver to a log group: give --trail with one of "
            f"{_names(groups)}."
        )
    return groups[0] if groups else None


def is_own(trail: Trail, account: str) -> bool:
    """Whether the trail is this account's: an organization's trail is its management account's."""
    parts = trail.trail_arn.split(":")
    return not account or len(parts) < _ARN_PARTS or parts[4] == account


def need_own(trail: Trail, account: str) -> None:
    """Raise `AccessDenied` for a trail that another account alone can change."""
    if not is_own(trail, account):
        owner = trail.trail_arn.split(":")[4]
        kind = "the organization trail" if trail.is_organization_trail else "a trail"
        raise AccessDenied(
            f"{safe(trail.name)} is {kind} of account {safe(owner)}, which alone can change what "
            f"it records: use credentials of that account (--profile), or a trail of account "
            f"{account} (--trail)."
        )


def none_found(found: Sequence[Trail], account: str, region: str) -> NotSetUp:
    """Say that no trail of ours delivers to a log group, and what to do."""
    own = [one for one in found if is_own(one, account)]
    create = "run `sestrail logging on --create`, which shows first all that it would make"
    if own:
        return NotSetUp(
            f"No trail of this account in {safe(region)} delivers to a log group. Give --trail "
            f"({_names(own)}) to record into its bucket alone, where sends are followed too, or "
            f"{create}."
        )
    return NotSetUp(
        f"There is no trail of this account in {safe(region)}: {create}, or name another region "
        "with --region."
    )


def _names(several: Sequence[Trail]) -> str:
    return ", ".join(safe(one.name) for one in several)


def _arns(several: Sequence[Trail]) -> str:
    return " or ".join(safe(one.trail_arn) for one in several)

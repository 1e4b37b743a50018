"""Names and ARNs of CloudWatch log groups, and which of those that were named an account reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, TypeAlias

from sestrail_tui.core.errors import NotSetUp
from sestrail_tui.core.safe_text import safe

_ARN_PARTS = 7
_NAME: Final = re.compile(r"[.\-_/#A-Za-z0-9]{1,512}")
"""AWS: CreateLogGroup API reference, logGroupName."""


@dataclass(frozen=True, slots=True)
class LogGroup:
    """A log group to follow, and why."""

    name: str
    region: str
    account: str = ""
    """The account that owns it; ``""`` where only the name is known."""
    arn: str = ""
    """Without the ``:*`` at its end; ``""`` where only the name is known."""
    why: str = ""
    """What named it: ``trail management-events``, ``--log-group``."""


Groups: TypeAlias = tuple[LogGroup, ...]


def from_arn(arn: str, why: str) -> LogGroup | None:
    """Read ``arn:PARTITION:logs:REGION:ACCOUNT:log-group:NAME[:*]``; ``None`` for other text.

    AWS: a trail's CloudWatchLogsLogGroupArn ends with ``:*``, which logs calls do not take.
    """
    parts = arn.removesuffix(":*").split(":", _ARN_PARTS - 1)
    match parts:
        case ["arn", _, "logs", region, account, "log-group", name] if region and name:
            return LogGroup(name, region, account, ":".join(parts), why)
    return None


def can_be(text: str) -> bool:
    """Whether ``text`` can be the name or the ARN of a log group."""
    group = from_arn(text, "")
    return _NAME.fullmatch(group.name if group else text) is not None


def named(text: str, regions: tuple[str, ...], why: str = "--log-group") -> Groups:
    """Read what a person typed: an ARN (which names its region), or a name in each region."""
    group = from_arn(text, why)
    if group is not None:
        return (group,)
    return tuple(LogGroup(text, region, why=why) for region in regions)


def group_name(group: LogGroup, groups: Groups) -> str:
    """Return the group's name, with region and account where ``groups`` differ in them."""
    parts = [group.name]
    regions = {other.region for other in groups}
    accounts = {other.account for other in groups if other.account}
    parts += [group.region] if len(regions) > 1 else []
    parts += [group.account] if len(accounts) > 1 else []
    return " ".join(filter(None, parts))


def of_account(groups: Groups, account: str) -> tuple[Groups, tuple[str, ...]]:
    """Return the groups that ``account`` is to read, and a sentence for each left to another.

    Where the account is not known (``""``) that is all of them. Raises `NotSetUp` where it is
    none.
    """
    own = tuple(group for group in groups if not account or group.account in ("", account))
    if groups and not own:
        raise NotSetUp(
            f"None of the log groups given is of account {account}: name one with --log-group, "
            "or leave this profile or role out."
        )
    return own, tuple(
        f"Log group {safe(group.name)} is left to the profile or role of account "
        f"{safe(group.account)}."
        for group in groups
        if group not in own
    )

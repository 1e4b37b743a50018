"""Names and ARNs of CloudWatch log groups."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

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


def named(text: str, regions: tuple[str, ...], why: str = "--log-group") -> tuple[LogGroup, ...]:
    """Read what a person typed: an ARN (which names its region), or a name in each region."""
    group = from_arn(text, why)
    if group is not None:
        return (group,)
    return tuple(LogGroup(text, region, why=why) for region in regions)

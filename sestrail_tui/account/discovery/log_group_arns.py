"""The ARN of a log group in the form that StartLiveTail takes: without ``:*`` at its end.

AWS: StartLiveTail API reference, "the ARN can't end with an asterisk"; DescribeLogGroups API
reference: ``arn`` ends with ``:*`` and ``logGroupArn`` does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.account.errors.call import CallName
from sestrail_tui.account.errors.source_errors import to_source_error
from sestrail_tui.account.partitions import partition

if TYPE_CHECKING:
    from sestrail_tui.account.discovery.log_groups import LogGroup
    from sestrail_tui.account.session.clients import Clients


async def log_group_arn(clients: Clients, group: LogGroup, account: str, login: str) -> str:
    """Return the ARN of ``group``; one that only has a name is of the caller's own ``account``.

    ``""`` where AWS lists no such log group. Raises `SourceError` where it cannot be asked.
    """
    if group.arn:
        return group.arn
    if found := arn(group, group.account or account):
        return found
    call = CallName("logs:DescribeLogGroups", group.region, login=login)
    try:
        logs = await clients.client("logs", group.region)
        answer = await logs.describe_log_groups(logGroupNamePrefix=group.name)
    except Exception as error:
        raise to_source_error(error, call) from error
    for listed in answer.get("logGroups", ()):
        if listed.get("logGroupName") == group.name:
            return str(listed.get("logGroupArn") or listed.get("arn", "")).removesuffix(":*")
    return ""


def arn(group: LogGroup, owner: str) -> str:
    """Return the ARN of a group that has a name only, of account ``owner``; ``""`` without one."""
    start = f"arn:{partition(group.region)}:logs:{group.region}"
    return f"{start}:{owner}:log-group:{group.name}" if owner else ""

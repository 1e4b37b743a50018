"""What a log group is: its class, how much it stores and since when.

AWS: DescribeLogGroups API reference; "Log classes", CloudWatch Logs user guide: of a log group of
the class Infrequent Access neither FilterLogEvents nor Live Tail reads anything, and of one of the
class Delivery Logs Insights does not either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from sestrail_tui.account.errors.call import CallName
from sestrail_tui.account.errors.source_errors import to_source_error

if TYPE_CHECKING:
    from sestrail_tui.account.discovery.log_groups import LogGroup
    from sestrail_tui.account.session.clients import Clients

STANDARD: Final = "STANDARD"
INFREQUENT_ACCESS: Final = "INFREQUENT_ACCESS"
DELIVERY: Final = "DELIVERY"


class LogGroupDetails(msgspec.Struct, frozen=True, rename="camel"):
    """One log group of DescribeLogGroups; times are ms since the epoch, UTC."""

    log_group_name: str = ""
    arn: str = ""
    """With ``:*`` at its end."""
    log_group_class: str = "STANDARD"
    stored_bytes: int = 0
    retention_in_days: int | None = None
    """``None``: for ever."""
    creation_time: int = 0


async def described(clients: Clients, group: LogGroup, login: str) -> LogGroupDetails | None:
    """Describe a log group; ``None`` where AWS lists none of that name. Raises `SourceError`."""
    call = CallName("logs:DescribeLogGroups", group.region, login=login)
    try:
        logs = await clients.client("logs", group.region)
        answer = await logs.describe_log_groups(logGroupNamePrefix=group.name)
        listed = msgspec.convert(answer.get("logGroups", []), list[LogGroupDetails], strict=False)
    except Exception as error:
        raise to_source_error(error, call) from error
    own = (one for one in listed if one.log_group_name == group.name)
    # a group of the same name may be ours where another account's was named by its ARN
    return next((one for one in own if group.arn in ("", one.arn.removesuffix(":*"))), None)

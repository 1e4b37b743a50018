"""Every operation of the services that speak json 1.1, by service and name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.local_aws import (
    athena_api,
    channels_api,
    cloudtrail_api,
    insights_api,
    lake_api,
    lake_writes,
    log_group_writes,
    log_streams,
    logs_api,
    trail_writes,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .account import Account
    from .answer import Call

JSON_APIS: Final[Mapping[str, Mapping[str, Callable[[Account, Call], dict[str, Any]]]]] = {
    "logs": {
        **logs_api.OPERATIONS,
        **insights_api.OPERATIONS,
        **log_group_writes.OPERATIONS,
        **log_streams.OPERATIONS,
    },
    "cloudtrail": {
        **cloudtrail_api.OPERATIONS,
        **trail_writes.OPERATIONS,
        **channels_api.OPERATIONS,
        **lake_api.OPERATIONS,
        **lake_writes.OPERATIONS,
    },
    "athena": athena_api.OPERATIONS,
}

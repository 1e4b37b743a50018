"""Every operation of the services that speak json 1.1, by service and name, and doing one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.local_aws.account import moto_account
from sestrail_tui.local_aws.athena import api as athena_api
from sestrail_tui.local_aws.cloudtrail import api as cloudtrail_api
from sestrail_tui.local_aws.cloudtrail import channels as channels_api
from sestrail_tui.local_aws.cloudtrail import destinations as trail_places
from sestrail_tui.local_aws.cloudtrail import writes as trail_writes
from sestrail_tui.local_aws.insights import api as insights_api
from sestrail_tui.local_aws.lake import api as lake_api
from sestrail_tui.local_aws.lake import writes as lake_writes
from sestrail_tui.local_aws.logs import api as logs_api
from sestrail_tui.local_aws.logs import data_protection as log_group_writes
from sestrail_tui.local_aws.logs import streams as log_streams
from sestrail_tui.local_aws.server.protocol import check_result, operation_model

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sestrail_tui.local_aws.account.account import AwsAccount
    from sestrail_tui.local_aws.server.answer import ApiCall
    from sestrail_tui.local_aws.ses.moto import MotoSes

JSON_APIS: Final[Mapping[str, Mapping[str, Callable[[AwsAccount, ApiCall], dict[str, Any]]]]] = {
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


async def perform(account: AwsAccount, moto: MotoSes, call: ApiCall) -> dict[str, Any]:
    """Do a validated call that nothing forbids, and validate what comes out. Raises `AwsError`."""
    if call.operation in trail_places.OPERATIONS:
        await moto_account.furnish(account, moto)
        await trail_places.check(account, moto, call)
    result = JSON_APIS[call.service][call.operation](account, call)
    check_result(operation_model(call.service, call.operation), result)
    return result

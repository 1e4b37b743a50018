"""Every operation of the services that speak json 1.1, by service and name, and doing one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from sestrail_tui.local_aws.athena import api as athena_api
from sestrail_tui.local_aws.athena.account import AthenaAccount
from sestrail_tui.local_aws.cloudtrail import api as cloudtrail_api
from sestrail_tui.local_aws.cloudtrail import destinations as trail_places
from sestrail_tui.local_aws.cloudtrail import writes as trail_writes
from sestrail_tui.local_aws.cloudtrail.account import CloudTrailAccount
from sestrail_tui.local_aws.cloudtrail.lake import api as lake_api
from sestrail_tui.local_aws.cloudtrail.lake import writes as lake_writes
from sestrail_tui.local_aws.logs import api as logs_api
from sestrail_tui.local_aws.logs import data_protection as log_group_writes
from sestrail_tui.local_aws.logs import streams as log_streams
from sestrail_tui.local_aws.logs.insights import api as insights_api
from sestrail_tui.local_aws.logs.insights.account import InsightsAccount
from sestrail_tui.local_aws.storage import account_resources
from sestrail_tui.local_aws.storage.account import StorageAccount
from sestrail_tui.local_aws.wire.protocol import check_result, operation_model

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sestrail_tui.local_aws.moto.in_process import Moto
    from sestrail_tui.local_aws.wire.answer import ApiCall

    Operation = Callable[["JsonApisAccount", ApiCall], dict[str, Any]]


class JsonApisAccount(InsightsAccount, CloudTrailAccount, AthenaAccount, StorageAccount, Protocol):
    """An account as all services see it together that speak json 1.1."""


JSON_APIS: Final[Mapping[str, Mapping[str, Operation]]] = {
    "logs": {
        **logs_api.OPERATIONS,
        **insights_api.OPERATIONS,
        **log_group_writes.OPERATIONS,
        **log_streams.OPERATIONS,
    },
    "cloudtrail": {
        **cloudtrail_api.OPERATIONS,
        **trail_writes.OPERATIONS,
        **lake_api.OPERATIONS,
        **lake_writes.OPERATIONS,
    },
    "athena": athena_api.OPERATIONS,
}


async def perform(account: JsonApisAccount, moto: Moto, call: ApiCall) -> dict[str, Any]:
    """Do a validated call that nothing forbids, and validate what comes out. Raises `AwsError`."""
    if call.operation in trail_places.OPERATIONS:
        await account_resources.furnish(account, moto)
        await trail_places.check(account, moto, call)
    result = JSON_APIS[call.service][call.operation](account, call)
    check_result(operation_model(call.service, call.operation), result)
    return result

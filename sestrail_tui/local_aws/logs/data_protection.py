"""CloudWatch Logs: a log group's data protection.

AWS: CloudWatch Logs API reference, PutDataProtectionPolicy and DeleteDataProtectionPolicy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from sestrail_tui.local_aws.logs.api import find_group, refused

if TYPE_CHECKING:
    from sestrail_tui.local_aws.logs.account import LogsAccount
    from sestrail_tui.local_aws.wire.answer import ApiCall


def put_data_protection_policy(account: LogsAccount, call: ApiCall) -> dict[str, Any]:
    """Mask parts of what is read from now on (here it only says that it does)."""
    group = find_group(account, call.region, call.params["logGroupIdentifier"])
    document = call.params["policyDocument"]
    try:
        msgspec.json.decode(document, type=dict[str, Any])
    except msgspec.MsgspecError:
        raise refused("The policy document is no JSON object.") from None
    group.protection = document
    return {
        "logGroupIdentifier": call.params["logGroupIdentifier"],
        "policyDocument": document,
        "lastUpdatedTime": account.clock.now_ms(),
    }


def delete_data_protection_policy(account: LogsAccount, call: ApiCall) -> dict[str, Any]:
    """Mask nothing more."""
    find_group(account, call.region, call.params["logGroupIdentifier"]).protection = ""
    return {}


OPERATIONS: Final = {
    "PutDataProtectionPolicy": put_data_protection_policy,
    "DeleteDataProtectionPolicy": delete_data_protection_policy,
}

"""CloudWatch Logs: a log group's data protection and class, and what they forbid.

AWS: CloudWatch Logs API reference, PutDataProtectionPolicy and DeleteDataProtectionPolicy; user
guide, "Log classes": Infrequent Access knows no FilterLogEvents, GetLogEvents and Live Tail.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from .answer import AwsError
from .logs_api import find_group, refused

if TYPE_CHECKING:
    from .account import Account
    from .answer import Call

FOLLOWING: Final = frozenset({"FilterLogEvents", "StartLiveTail"})


def put_data_protection_policy(account: Account, call: Call) -> dict[str, Any]:
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


def delete_data_protection_policy(account: Account, call: Call) -> dict[str, Any]:
    """Mask nothing more."""
    find_group(account, call.region, call.params["logGroupIdentifier"]).protection = ""
    return {}


def need_standard(account: Account, call: Call) -> None:
    """Refuse to follow a log group whose class does not allow it."""
    if call.service != "logs" or call.operation not in FOLLOWING:
        return
    params = call.params
    names = [params[name] for name in ("logGroupName", "logGroupIdentifier") if name in params]
    for name in [*names, *params.get("logGroupIdentifiers", ())]:
        if find_group(account, call.region, name).kind != "STANDARD":
            raise AwsError(
                "InvalidOperationException" if "Live" in call.operation
                else "InvalidParameterException",
                f"{call.operation} is not supported on this log class.",
            )  # fmt: skip


OPERATIONS: Final = {
    "PutDataProtectionPolicy": put_data_protection_policy,
    "DeleteDataProtectionPolicy": delete_data_protection_policy,
}

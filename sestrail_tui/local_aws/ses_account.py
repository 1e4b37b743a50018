"""SES v2's account: whether it sends, and how much. moto has none of it.

AWS: SES API v2 reference, GetAccount and PutAccountSendingAttributes. Each Region is by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from .answer import AwsError
from .moto_ses import Reply
from .protocol import check_result, operation_model

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .account import Account
    from .answer import Call

QUOTA: Final = 50_000.0
RATE: Final = 14.0


def get_account(account: Account, call: Call) -> dict[str, Any]:
    """Tell of the account's sending in a Region."""
    return {
        "DedicatedIpAutoWarmupEnabled": False,
        "EnforcementStatus": "HEALTHY",
        "ProductionAccessEnabled": True,
        "SendQuota": {
            "Max24HourSend": QUOTA,
            "MaxSendRate": RATE,
            "SentLast24Hours": float(account.sent.get(call.region, 0)),
        },
        "SendingEnabled": call.region not in account.paused,
    }


def put_account_sending_attributes(account: Account, call: Call) -> dict[str, Any]:
    """Pause sending, or go on with it."""
    if call.params.get("SendingEnabled", False):
        account.paused.discard(call.region)
    else:
        account.paused.add(call.region)
    return {}


OPERATIONS: Final[Mapping[str, Callable[[Account, Call], dict[str, Any]]]] = {
    "GetAccount": get_account,
    "PutAccountSendingAttributes": put_account_sending_attributes,
}


def answered(account: Account, call: Call) -> Reply | None:
    """Answer a call about the account; ``None`` for any other."""
    if call.service != "sesv2" or call.operation not in OPERATIONS:
        return None
    result = OPERATIONS[call.operation](account, call)
    check_result(operation_model(call.service, call.operation), result)
    return Reply(200, "application/json", msgspec.json.encode(result))


def need_sending(account: Account, call: Call) -> None:
    """Refuse a send while sending is paused."""
    if call.region not in account.paused:
        return
    said = "Sending is paused for this account. For more information, please check the inbox."
    if call.service == "sesv2":
        raise AwsError("SendingPausedException", said)
    raise AwsError("AccountSendingPausedException", said)

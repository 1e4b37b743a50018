"""SES's account: whether it sends, and how much, told by v1 and v2 alike. Each Region is by itself.

AWS: SES API v2 reference, GetAccount and PutAccountSendingAttributes; v1 reference, GetSendQuota,
GetSendStatistics, GetAccountSendingEnabled and UpdateAccountSendingEnabled.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.local_aws.wire.answer import AwsError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sestrail_tui.local_aws.ses.account import SendingAccount
    from sestrail_tui.local_aws.wire.answer import ApiCall

QUOTA: Final = 50_000.0
"""Recipients in 24 hours."""
RATE: Final = 14.0
"""Recipients a second, unless the settings throttle sends."""


def get_send_quota(account: SendingAccount, call: ApiCall) -> dict[str, Any]:
    """Tell how much may be sent, and how much was."""
    return {
        "Max24HourSend": QUOTA,
        "MaxSendRate": account.settings.sends_per_s or RATE,
        "SentLast24Hours": float(account.sent.get(call.region, 0)),
    }


def get_send_statistics(account: SendingAccount, call: ApiCall) -> dict[str, Any]:
    """Count sends, in one point of time where AWS has one for each quarter of an hour."""
    sent = account.sent.get(call.region, 0)
    counts = {"DeliveryAttempts": sent, "Bounces": 0, "Complaints": 0, "Rejects": 0}
    point = {"Timestamp": datetime.fromtimestamp(account.clock.now_ms() / 1000, UTC), **counts}
    return {"SendDataPoints": [point] if sent else []}


def get_account(account: SendingAccount, call: ApiCall) -> dict[str, Any]:
    """Tell of the account's sending in a Region."""
    return {
        "DedicatedIpAutoWarmupEnabled": False,
        "EnforcementStatus": "HEALTHY",
        "ProductionAccessEnabled": True,
        "SendQuota": get_send_quota(account, call),
        "SendingEnabled": call.region not in account.paused,
    }


def get_account_sending_enabled(account: SendingAccount, call: ApiCall) -> dict[str, Any]:
    """Tell v1 whether sends are taken."""
    return {"Enabled": call.region not in account.paused}


def put_account_sending_attributes(account: SendingAccount, call: ApiCall) -> dict[str, Any]:
    """Pause sending, or go on with it."""
    if call.params.get("SendingEnabled", call.params.get("Enabled", False)):
        account.paused.discard(call.region)
    else:
        account.paused.add(call.region)
    return {}


OPERATIONS: Final[Mapping[str, Callable[[SendingAccount, ApiCall], dict[str, Any]]]] = {
    "GetAccount": get_account,
    "GetSendQuota": get_send_quota,
    "GetSendStatistics": get_send_statistics,
    "ListImportJobs": lambda *_: {"ImportJobs": []},  # nothing can be imported here
    "GetAccountSendingEnabled": get_account_sending_enabled,
    "PutAccountSendingAttributes": put_account_sending_attributes,
    "UpdateAccountSendingEnabled": put_account_sending_attributes,
}


def need_sending(account: SendingAccount, call: ApiCall) -> None:
    """Refuse a send while sending is paused."""
    if call.region not in account.paused:
        return
    message = "Sending is paused for this account. For more information, please check the inbox."
    if call.service == "sesv2":
        raise AwsError("SendingPausedException", message)
    raise AwsError("AccountSendingPausedException", message)

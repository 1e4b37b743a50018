"""What the embedded SES can be told to do to calls: answer late, throttle, refuse, take any sender.

For good by settings, or now and then by the faults ``slow``, ``throttle`` and ``reject``.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from sestrail_tui.local_aws.ses.identities import identity_of
from sestrail_tui.local_aws.wire.answer import AwsError
from sestrail_tui.local_aws.wire.quota import TokenBucket
from sestrail_tui.local_aws.wire.ses_parameters import SENDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sestrail_tui.local_aws.moto.in_process import Moto
    from sestrail_tui.local_aws.ses.account import SendingAccount
    from sestrail_tui.local_aws.wire.answer import ApiCall

SLOW: Final = frozenset({"slow"})
REJECT: Final = frozenset({"reject"})


async def hold_up(account: SendingAccount, call: ApiCall) -> None:
    """Let the caller wait."""
    fault = account.faults.take(SLOW, call.operation)
    seconds = account.settings.answer_s + (fault.seconds if fault is not None else 0.0)
    if seconds:
        await asyncio.sleep(seconds)


def throttle(account: SendingAccount, call: ApiCall) -> None:
    """Raise `AwsError` for a send above the rate; AWS counts recipients, here calls are counted."""
    rate = account.settings.sends_per_s
    if not rate or call.operation not in SENDS:
        return
    now = account.clock.monotonic()
    key = ("ses", "", call.region)
    bucket = account.quotas.buckets.setdefault(key, TokenBucket(rate, max(rate, 1.0), now))
    if not bucket.take(now):
        v2 = call.service == "sesv2"
        code, status = ("TooManyRequestsException", 429) if v2 else ("Throttling", 400)
        raise AwsError(code, "Maximum sending rate exceeded.", status)


def rejection(account: SendingAccount, call: ApiCall) -> AwsError | None:
    """Return the refusal of a send that is to be refused; it is recorded, as other refusals are."""
    if call.operation not in SENDS:
        return None
    share = account.settings.refused_share
    if account.faults.take(REJECT, call.operation) or account.chance.random() < share:
        return AwsError("MessageRejected", "Sending is refused here, as the demo was told to.")
    return None


def welcome(moto: Moto, region: str, addresses: Iterable[str]) -> None:
    """Verify senders that nobody verified; in moto's thread."""
    verified = moto.recall(region, {"Action": "ListIdentities"}).all("member")
    for address in addresses:
        if not identity_of(address, verified):
            moto.query(region, {"Action": "VerifyEmailIdentity", "EmailAddress": address})
            moto.forget()

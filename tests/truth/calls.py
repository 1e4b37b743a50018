"""Calls of SES that somebody makes, as CloudTrail records them, and filters that judge them.

The records are the embedded AWS's; what a filter means is written here once more, in Python, so
that neither the program's parser nor its push-down can vouch for itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import msgspec

from sestrail_tui.local_aws.account.principals import roster
from sestrail_tui.local_aws.cloudtrail.records import Exchange, record
from sestrail_tui.local_aws.wire.answer import ApiCall, AwsError
from tests.truth.timeline import EPOCH_MS

if TYPE_CHECKING:
    from collections.abc import Callable

ACCOUNT: Final = "123456789012"
REGION: Final = "us-east-1"
SENDERS: Final = ("ann@example.com", "bob@example.com")
SETS: Final = (None, "billing", "promo")
CALLS: Final = (
    "SendEmail", "SendEmail v2", "SendRawEmail", "SendTemplatedEmail", "SendBulkTemplatedEmail",
    "SendBulkEmail",
)  # fmt: skip
CALLERS: Final = roster(ACCOUNT, EPOCH_MS)
BIG: Final = {"reason": "requestParameters too large", "omitted": True, "originalSize": 149_893}
"""What CloudTrail writes in the place of parameters above its limit, as public reports show it."""


@dataclass(frozen=True)
class Sort:
    """What a call is like."""

    name: str = "SendEmail v2"
    sender: str = SENDERS[0]
    config: str | None = None
    refused: bool = False
    caller: str = "orders"
    omitted: bool = False
    """Whether its parameters were too large to be recorded."""

    @property
    def is_send(self) -> bool:
        return self.name.startswith("Send")


@dataclass(frozen=True)
class Made:
    """One call that was made."""

    number: int
    sort: Sort
    called_ms: int
    record: dict[str, Any] = field(repr=False)

    @property
    def event_ms(self) -> int:
        """Its ``eventTime``, which has whole seconds."""
        return self.called_ms // 1000 * 1000

    @property
    def message(self) -> str:
        return msgspec.json.encode(self.record).decode()

    @property
    def event_id(self) -> str:
        return str(self.record["eventID"])


def made(number: int, sort: Sort, called_ms: int) -> Made:
    """Give a call with the record that CloudTrail would write of it."""
    operation, _, version = sort.name.partition(" ")
    v2 = bool(version) or operation == "SendBulkEmail"
    exchange = Exchange(
        call=ApiCall("sesv2" if v2 else "ses", operation, REGION, "", _parameters(sort, v2=v2)),
        principal=CALLERS[sort.caller],
        time=called_ms,
        request_id=f"request-{number}",
        event_id=f"00000000-0000-4000-8000-{number:012d}",
        agent="aws-cli/2.23.4",
        ip="192.0.2.0",
        identity=sort.sender if sort.is_send else "",
        message_ids=() if sort.refused or not sort.is_send else (f"message-{number}",),
        error=AwsError("MessageRejected", "Email address is not verified.")
        if sort.refused
        else None,
    )
    written = record(exchange)
    if sort.omitted:
        written["requestParameters"] = BIG
    return Made(number, sort, called_ms, written)


def _parameters(sort: Sort, *, v2: bool) -> dict[str, Any]:
    if not sort.is_send:
        return {"EmailIdentity": sort.sender}
    named: dict[str, Any] = {} if sort.config is None else {"ConfigurationSetName": sort.config}
    named["FromEmailAddress" if v2 else "Source"] = sort.sender
    if "Raw" in sort.name:
        return named | {"RawMessage": {"Data": "x"}}
    if "Template" in sort.name:
        named["Template"] = "welcome"
    if "Bulk" in sort.name:
        to = {"Destination": {"ToAddresses": ["to@example.net"]}}
        return named | {"BulkEmailEntries" if v2 else "Destinations": [to]}
    return named | {"Destination": {"ToAddresses": ["to@example.net"]}}


@dataclass(frozen=True)
class Wanted:
    """A filter, and what it means."""

    text: str
    means: Callable[[Sort], bool | None]
    """``None``: the record does not say."""
    of: Callable[[int], bool] = lambda _event_ms: True
    """What it wants of ``eventTime`` (ms UTC)."""
    sends_only: bool = True

    def matches(self, call: Made) -> bool | None:
        """Tell whether a call is one that was asked for; ``None`` where its record hides that."""
        if self.sends_only and not call.sort.is_send:
            return False
        means = self.means(call.sort)
        return means and self.of(call.event_ms)


def _from(sender: str) -> Callable[[Sort], bool | None]:
    def means(sort: Sort) -> bool | None:
        # What is too large to be recorded still names its identity among the resources.
        return None if sort.omitted else sort.sender == sender

    return means


def _config(name: str) -> Callable[[Sort], bool | None]:
    def means(sort: Sort) -> bool | None:
        # A raw message may name its set in a header, which no record shows (AWS: SES developer
        # guide, "Specifying a configuration set when you send email").
        hidden = sort.omitted or (sort.name == "SendRawEmail" and sort.config is None)
        return None if hidden else sort.config == name

    return means


def _not(other: Callable[[Sort], bool | None]) -> Callable[[Sort], bool | None]:
    def means(sort: Sort) -> bool | None:
        one = other(sort)
        return None if one is None else not one

    return means


WANTED: Final = (
    Wanted("from:ann@example.com", _from(SENDERS[0])),
    Wanted("from:bob@example.com", _from(SENDERS[1])),
    Wanted("config:billing", _config("billing")),
    Wanted("-config:billing", _not(_config("billing"))),
    Wanted("call:SendRawEmail", lambda sort: sort.name == "SendRawEmail"),
    Wanted("error:*", lambda sort: sort.refused),
    Wanted("-error:*", lambda sort: not sort.refused),
    Wanted("principal:deploy", lambda sort: sort.caller == "deploy"),
    Wanted(
        "from:ann@example.com | call:SendBulkEmail",
        lambda sort: True if sort.name == "SendBulkEmail" else _from(SENDERS[0])(sort),
    ),
)


def in_span(first_ms: int, last_ms: int, text: str) -> Wanted:
    """Give a filter on ``eventTime``, both ends included."""
    return Wanted(f"time:{text}", lambda _: True, lambda event_ms: first_ms <= event_ms <= last_ms)

"""One CloudTrail record: the bytes as delivered, and what they say, flat, a column each."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

Kind = Literal["send", "change", "aggregate", "other", "unreadable"]
"""send: an SES data event. change: an SES management event. aggregate: an AwsAggregatedEvent.
other: a record of another service. unreadable: bytes that hold no record."""

UNKNOWN: Final = "(unknown)"
"""The value of what CloudTrail left out of a record, as the request of a call was too large for it:
neither absent nor anything else. No name of AWS's has parentheses."""

ABSENT: Final = "(none)"
"""How an absent value reads: on the screen, in text and in a filter."""


class Record(msgspec.Struct, frozen=True, gc=False):
    """One record, decoded. An absent text is ``""``; an unknown time is ``None``.

    Texts are as CloudTrail wrote them, never made safe: every sink does that itself. What
    CloudTrail left out is `UNKNOWN`.
    """

    raw: bytes
    """The record's JSON exactly as delivered; never altered."""
    kind: Kind = "unreadable"
    event_id: str = ""
    """``eventID`` (``eventId`` of an aggregate): a GUID, by which deliveries are deduplicated."""
    time_ms: int | None = None
    """``eventTime``: when the request completed, ms since the epoch, UTC."""
    delivered_ms: int | None = None
    """When the record became readable where it was read (CloudWatch ``ingestionTime``), ms UTC."""
    source: str = ""
    """The name of the source that delivered it."""
    name: str = ""
    """``eventName``."""
    call: str = ""
    """The call as people say it: ``SendEmail v1``, ``SendRawEmail``, ``DeleteIdentity``."""
    principal: str = ""
    """Who called: ``role/session``, a user's name, ``root``, ``lambda.amazonaws.com``..."""
    sender: str = ""
    """The From header with its encoded words read (RFC 2047), or the identity in ``resources``
    where the call left it to the message; for a change, the identity that it is about."""
    config_set: str = ""
    """The configuration set that the request or ``resources`` name. ``""``: neither does, and a
    header of the message, or the identity's default, may (AWS: "Specifying a configuration set when
    you send email", "Default configuration sets")."""
    client: str = ""
    """The user agent, read: ``boto3 1.43``, ``aws-cli 2.23``, ``Chrome 135``."""
    agent: str = ""
    """``userAgent`` as it is (the caller chooses it)."""
    error: str = ""
    """``errorCode``; ``""`` for an accepted call."""
    error_message: str = ""
    console: str = ""
    """``yes`` when the credentials came from a console session, else ``no``."""
    mfa: str = ""
    """``yes``, ``no``, or ``""`` where the record does not say."""
    tls: str = ""
    """``tlsDetails.tlsVersion``."""
    host: str = ""
    """``tlsDetails.clientProvidedHostHeader``."""
    ip: str = ""
    """``sourceIPAddress``: an address, or the name of an AWS service."""
    template: str = ""
    tags: tuple[str, ...] = ()
    """Message tags, each ``name=value``."""
    region: str = ""
    account: str = ""
    """``recipientAccountId``, else ``userIdentity.accountId``."""
    message_id: str = ""
    """``additionalEventData.sesMessageId`` (several, for bulk, joined by a blank)."""
    request_id: str = ""
    shared_id: str = ""
    """``sharedEventID``: the same send as recorded in another account has it too."""
    corrects: str = ""
    """``addendum.originalEventID``: the record that this one corrects."""

    @property
    def lag_ms(self) -> int | None:
        """How long delivery took, in ms; ``None`` where either time is unknown."""
        if self.time_ms is None or self.delivered_ms is None:
            return None
        return self.delivered_ms - self.time_ms


_HELD_OTHERWISE: Final = (
    "raw", "event_id", "time_ms", "delivered_ms", "message_id", "request_id", "shared_id",
    "corrects",
)  # fmt: skip
TEXT_COLUMNS: Final = tuple(
    name for name in Record.__struct_fields__ if name not in _HELD_OTHERWISE
)
"""Attributes of `Record` with few distinct values: the store codes each through a dictionary."""

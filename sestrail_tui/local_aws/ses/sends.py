"""Judging a send of any kind, v1 or v2, as AWS does.

moto holds identities, configuration sets and templates; it is asked for them and judges nothing: it
knows no bulk or inline templates in v2, no subdomains, and counts recipients its own way.
"""

from __future__ import annotations

import uuid
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import msgspec

from sestrail_tui.local_aws.ses.answers import in_v2
from sestrail_tui.local_aws.ses.identities import identity_of
from sestrail_tui.local_aws.ses.message import (
    CONFIGURATION_SET,
    RECIPIENTS,
    SENDERS,
    addresses,
    header,
    raw_message,
)
from sestrail_tui.local_aws.wire.answer import AwsError
from sestrail_tui.local_aws.wire.ses_parameters import sender, template

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sestrail_tui.local_aws.moto.in_process import Moto
    from sestrail_tui.local_aws.wire.answer import ApiCall

MOST_RECIPIENTS: Final = 50
"""AWS: "Service quotas in Amazon SES", recipients of a message, and destinations of a bulk send."""


def judge(moto: Moto, call: ApiCall) -> str:
    """Return the identity a send is made as; `AwsError` as its own API refuses it."""
    try:
        need_few_recipients(call.params)
        identity = need_verified(moto, call)
        need_domains(call.params)
        need_configuration_set(moto, call, identity)
        need_template(moto, call)
    except AwsError as error:
        if call.service != "sesv2":
            raise
        raise in_v2(error) from None
    return identity


def need_few_recipients(params: Mapping[str, Any]) -> None:
    """Refuse a message to too many, and a bulk send of too many messages."""
    messages = list(recipients(params))
    if max([len(messages), *map(len, messages)]) > MOST_RECIPIENTS:
        raise AwsError("InvalidParameterValue", f"Recipient count exceeds {MOST_RECIPIENTS}.")


def recipients(params: Mapping[str, Any]) -> Iterator[list[str]]:
    """Return the recipients of each message: as named in the call, else in a raw message's headers.

    A raw message that names more in its headers than the call does counts by its headers.
    """
    entries = params.get("BulkEmailEntries") or params.get("Destinations") or ()
    if entries and not isinstance(entries[0], str):
        for entry in entries:
            yield flat(entry.get("Destination") or {})
        return
    named = [*entries] or flat(params.get("Destination") or {})
    message = raw_message(params)
    yield max(named, addresses(message, *RECIPIENTS) if message is not None else [], key=len)


def need_domains(params: Mapping[str, Any]) -> None:
    """Refuse a recipient without a domain."""
    for address in (one for message in recipients(params) for one in message):
        if not parseaddr(address)[1].rpartition("@")[2]:
            raise AwsError("InvalidParameterValue", "Missing final '@domain'")


def flat(destination: Mapping[str, list[str]]) -> list[str]:
    """Return the addresses of a Destination."""
    return [address for several in destination.values() for address in several]


def need_verified(moto: Moto, call: ApiCall) -> str:
    """Return the identity of the first sender; refuse where one of them is covered by none."""
    verified = moto.recall(call.region, {"Action": "ListIdentities"}).all("member")
    senders = from_addresses(call.params)
    if not senders:
        raise AwsError("InvalidParameterValue", "Missing required header 'From'.")
    found = {address: identity_of(address, verified) for address in senders}
    if unknown := [address for address, identity in found.items() if not identity]:
        raise AwsError(
            "MessageRejected",
            "Email address is not verified. The following identities failed the check in region "
            f"{call.region.upper()}: {', '.join(unknown)}",
        )
    return found[senders[0]]


def from_addresses(params: Mapping[str, Any]) -> list[str]:
    """Return the bare addresses that a send is made from, each of which has to be verified.

    AWS: "each identity that you use as a From, Source, Sender, or Return-Path address".
    """
    message = raw_message(params)
    feedback = params.get("ReturnPath") or params.get("FeedbackForwardingEmailAddress") or ""
    inside = addresses(message, *SENDERS) if message is not None else []
    several = [sender(params), *inside, parseaddr(feedback)[1]]
    return list(dict.fromkeys(filter(None, several)))


def need_configuration_set(moto: Moto, call: ApiCall, identity: str) -> None:
    """Refuse a send through a configuration set that does not exist, or is paused.

    It is the request's, else a raw message's, else the identity's default.
    """
    message = raw_message(call.params)
    named = call.params.get("ConfigurationSetName")
    if not named and message is not None:
        named = header(message, CONFIGURATION_SET)
    named = named or default_set(moto, call.region, identity)
    if not named:
        return
    form = {"Action": "DescribeConfigurationSet", "ConfigurationSetName": named}
    moto.recall(call.region, form)
    if is_paused(moto, call.region, named):
        raise AwsError(
            "ConfigurationSetSendingPausedException",
            f"Email sending is disabled for configuration set <{named}>.",
        )


def is_paused(moto: Moto, region: str, name: str) -> bool:
    """Return whether a configuration set sends nothing for now."""
    options = about(moto, region, f"configuration-sets/{quote(name, safe='')}")["SendingOptions"]
    enabled = options["SendingEnabled"]  # moto puts the whole structure there
    return (enabled.get("SendingEnabled") if isinstance(enabled, dict) else enabled) is False


def default_set(moto: Moto, region: str, identity: str) -> str:
    """Return the name of an identity's default configuration set, ``""`` for none."""
    identity_attributes = about(moto, region, f"identities/{quote(identity, safe='')}")
    return str(identity_attributes.get("ConfigurationSetName") or "")


def about(moto: Moto, region: str, path: str) -> dict[str, Any]:
    """Ask moto's v2 for one thing, once until something is changed."""
    attributes: dict[str, Any] = msgspec.json.decode(
        moto.recall_path(region, f"/v2/email/{path}").body
    )
    return attributes


def need_template(moto: Moto, call: ApiCall) -> None:
    """Refuse a template that does not exist; one that the call brings along needs to be nowhere."""
    content = call.params.get("Content") or call.params.get("DefaultContent") or {}
    named = content.get("Template")
    name = template(call.params)
    if not name:
        if named is not None and "TemplateContent" not in named:
            raise AwsError("InvalidParameterValue", "The template must be specified.")
        return
    try:
        moto.recall(call.region, {"Action": "GetTemplate", "TemplateName": name})
    except AwsError as error:
        raise AwsError(error.code, f"Template {name} does not exist.", error.status) from None


def message_ids(call: ApiCall, now: int) -> list[str]:
    """Make an id, of AWS's look, for each message of a send; it begins with the time in ms."""
    entries = call.params.get("BulkEmailEntries") or call.params.get("Destinations") or ()
    messages = len(entries) if "Bulk" in call.operation else 1
    return [f"0100{now:012x}-{uuid.uuid4()}-000000" for _ in range(messages)]

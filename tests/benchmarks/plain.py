"""The same columns the plain way: a dict of json.loads, and ``get`` after ``get``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sestrail_tui.core.decoding.principal import principal_name
from sestrail_tui.core.decoding.user_agent import client_name
from sestrail_tui.core.decoding.wire import Identity
from sestrail_tui.core.parsing.tolerant_json import pick
from sestrail_tui.core.record import Record
from sestrail_tui.core.timestamps import parse_time

if TYPE_CHECKING:
    from collections.abc import Iterable

_SENDS = frozenset(
    ("SendEmail", "SendRawEmail", "SendTemplatedEmail", "SendBulkTemplatedEmail", "SendBulkEmail")
)


def flatten(data: dict[str, Any], raw: bytes) -> Record:
    """Make the record of a send out of a dict; equal to what `decode` makes of its bytes."""
    get = data.get
    identity = get("userIdentity") or {}
    parameters = get("requestParameters") or {}
    resources = get("resources") or ()
    tls = get("tlsDetails") or {}
    name = get("eventName") or ""
    agent = get("userAgent") or ""
    message = get("errorMessage") or ""
    ids = (get("additionalEventData") or {}).get("sesMessageId") or ""
    is_send = name in _SENDS and get("eventCategory") in (None, "Data")
    return Record(
        raw,
        "send" if is_send and not get("managementEvent") else "change",
        get("eventID") or "",
        parse_time(get("eventTime")),
        None,
        "",
        name,
        _call(name, parameters),
        _principal(identity),
        parameters.get("fromEmailAddress")
        or parameters.get("source")
        or _used(resources, ":identity/"),
        parameters.get("configurationSetName") or _used(resources, ":configuration-set/"),
        client_name(agent),
        agent,
        get("errorCode") or ("Error" if message else ""),
        message,
        "yes" if get("sessionCredentialFromConsole") in ("true", True) else "no",
        _mfa(identity),
        tls.get("tlsVersion") or "",
        tls.get("clientProvidedHostHeader") or "",
        get("sourceIPAddress") or "",
        _template(parameters) or _used(resources, ":template/"),
        tuple(_tags(parameters.get("emailTags") or parameters.get("tags") or ())),
        get("awsRegion") or "",
        get("recipientAccountId") or identity.get("accountId") or "",
        ids if isinstance(ids, str) else " ".join(ids),
        get("requestID") or "",
        get("sharedEventID") or "",
        (get("addendum") or {}).get("originalEventID") or "",
    )


def _call(name: str, parameters: dict[str, Any]) -> str:
    if name != "SendEmail":
        return name
    v1 = "source" in parameters or "message" in parameters
    v2 = "fromEmailAddress" in parameters or "content" in parameters
    return name if v1 == v2 else f"{name} v1" if v1 else f"{name} v2"


def _principal(identity: dict[str, Any]) -> str:
    arn = identity.get("arn") or ""
    role, _, session = arn.partition(":assumed-role/")[2].partition("/")
    if role and session and not role.startswith("AWSReservedSSO_"):
        return role if role == session else f"{role}/{session}"
    return principal_name(pick(Identity, identity) if identity else None)


def _mfa(identity: dict[str, Any]) -> str:
    attributes = (identity.get("sessionContext") or {}).get("attributes") or {}
    said = attributes.get("mfaAuthenticated")
    return "" if said is None else "yes" if said in ("true", True) else "no"


def _template(parameters: dict[str, Any]) -> str:
    content = parameters.get("content") or {}
    template = content.get("template") or parameters.get("template") or {}
    if isinstance(template, str):
        return template
    return template.get("templateName") or template.get("templateArn") or ""


def _used(resources: Iterable[dict[str, Any]], mark: str) -> str:
    for one in resources:
        if mark in (arn := one.get("ARN") or ""):
            return str(arn.partition(mark)[2])
    return ""


def _tags(tags: Iterable[dict[str, Any]]) -> list[str]:
    return [f"{tag['name']}={tag.get('value') or ''}" for tag in tags]

"""What each field asks, as conditions on the raw message of CloudWatch Logs Insights.

Each condition of `WANTED` holds for every record that the field's own test keeps, each of
`UNWANTED` for every record that it leaves out, given that the record is written as CloudTrail
writes it, and maybe for more; what is `insights_text.KEPT` is kept besides. What a field is *not*
is asked only where the record says so in one place and the message is one whole record: one that is
cut off, or wrapped, says nothing of its columns.

AWS: the places are those of "CloudTrail record contents", CloudTrail user guide.
"""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING, Final

from sestrail_tui.filters.fields.network import is_network
from sestrail_tui.filters.pushdown.insights.text import (
    NEVER,
    NOT_WHOLE,
    any_of,
    filled,
    has,
    like,
    unless,
    value,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sestrail_tui.filters.fields.pattern import Pattern

    Condition = Callable[[Pattern], str | None]

_SEND: Final = '"eventName" *: *"Send(Raw|Templated|BulkTemplated|Bulk)?Email"'
_CONFIG: Final = "configurationSetName"
_YES: Final = ("yes", "y", "true")
_NO: Final = ("no", "n", "false")
_TRUE: Final = ' *: *("true"|true)'
_CONSOLE: Final = f'"sessionCredentialFromConsole"{_TRUE}'
_MFA: Final = f'"mfaAuthenticated"{_TRUE}'
_VERSIONS: Final = ("sendemail v1", "sendemail v2", "v1", "v2")
_REFUSED: Final = '"userAgent" *: *"[^"]*" *, *"errorCode" *: *"[^"]'
"""The error of the record itself stands behind its user agent; others may stand elsewhere."""


def _config(pattern: Pattern) -> str | None:
    changed = '"configurationSet" *:'
    if pattern.is_none:
        return unless(f'{_SEND}.*"{_CONFIG}" *: *"[^"]')
    if pattern.is_any:
        return any_of((filled(_CONFIG), like(f"{changed}|:configuration-set.{{1,2}}")))
    name = value(pattern)
    if name is None:
        return NEVER
    return any_of((has(_CONFIG, name), like(f'{changed}|:configuration-set.{{1,2}}({name})"')))


def _not_config(pattern: Pattern) -> str | None:
    name = _exact(pattern, r"[A-Za-z0-9_-]+")
    return name and unless(f'{_SEND}.*"{_CONFIG}" *: *"{name}"')


def _principal(pattern: Pattern) -> str | None:
    return None if pattern.is_none or pattern.is_any else words(pattern)


def _not_principal(pattern: Pattern) -> str | None:
    name = _exact(pattern, r"[A-Za-z0-9_=,.@-]+/[A-Za-z0-9_=,.@-]+")
    role, _, session = (name or "/").lower().replace(".", "[.]").partition("/")
    if name is None or role == session or role.startswith("awsreservedsso_"):
        return None
    arn = f':assumed-role[^a-z]{role}[^a-z]{session}"'
    return unless(f'"userIdentity" *: *[{{][^{{}}]*"arn" *: *"[^"]*{arn}')


def _from(pattern: Pattern) -> str | None:
    if pattern.is_none or pattern.is_any:
        return None
    sender = value(pattern)
    return NEVER if sender is None else like(f'({sender}) *[">]')


def _call(pattern: Pattern) -> str | None:
    if pattern.is_none:
        return None
    test, name = pattern.whole(), has("eventName", value(pattern))
    versions = has("eventName", "SendEmail") if any(map(test, _VERSIONS)) else name
    return any_of((name, versions))


def _not_call(pattern: Pattern) -> str | None:
    name = _exact(pattern, r"[A-Za-z0-9]+")
    return name and unless(f'"eventName" *: *"{name}"')


def _error(pattern: Pattern) -> str | None:
    if pattern.is_none:
        return unless(_REFUSED, caseless=False)
    code = re.sub(r"exception\Z", "", (pattern.value or "").casefold())
    if not code or code == "error":
        return filled("errorCode|errorMessage")
    # the literal's own pattern, as `value` writes it
    written = value(type(pattern).literal(code))
    return NEVER if written is None else has("errorCode", f"{written}(exception)?")


def _console(pattern: Pattern) -> str | None:
    said = (pattern.value or "").casefold()
    if said in _YES:
        return like(_CONSOLE, caseless=False)
    return unless(_CONSOLE, caseless=False) if said in _NO else None


def _not_console(pattern: Pattern) -> str | None:
    said = (pattern.value or "").casefold()
    return unless(_CONSOLE, caseless=False) if said in _YES else None


def _mfa(pattern: Pattern) -> str | None:
    said = (pattern.value or "").casefold()
    if said in _YES:
        return like(_MFA, caseless=False)
    return filled("mfaAuthenticated") if said in _NO or pattern.is_any else None


def _tls(pattern: Pattern) -> str | None:
    if pattern.is_none or pattern.is_any:
        return None
    first, *rest = pattern.parts
    number = type(pattern)((re.sub(r"\Atlsv", "", first, flags=re.IGNORECASE), *rest))
    written = value(number)
    return NEVER if written is None else has("tlsVersion", f"(tlsv)?({written})")


def _ip(pattern: Pattern) -> str | None:
    if pattern.is_none or pattern.is_any:
        return _at("sourceIPAddress")(pattern)
    if ":" in "".join(pattern.parts):
        return None  # an IPv6 address has many spellings
    if is_network(pattern.value or ""):
        network = ipaddress.ip_network(pattern.value or "", strict=False)
        octets = str(network.network_address).split(".")[: network.prefixlen // 8]
        if not octets:
            return None
        written: str | None = "[.]".join(octets) + ("" if len(octets) == 4 else "[.].*")
    else:
        written = value(pattern)
    # before it there may be ::ffff:, where an IPv6 address stands for it
    return NEVER if written is None else has("sourceIPAddress", f"([0-9a-f:]*:)?({written})")


def _kind(pattern: Pattern) -> str | None:
    match (pattern.value or "").casefold():
        case "send":
            return like(_SEND, caseless=False)
        case "change":
            data = '"managementEvent" *: *false.*"eventCategory" *: *"Data"'
            return unless(f"{_SEND}.*{data}", caseless=False)
        case "aggregate":
            return NEVER
        case "unreadable":
            return NOT_WHOLE
    return None


def _template(pattern: Pattern) -> str | None:
    if pattern.is_none or pattern.is_any:
        return None if pattern.is_none else like("template")
    name = value(pattern)
    return NEVER if name is None else like(f'({name})"')


def _tag(pattern: Pattern) -> str | None:
    if pattern.is_none or pattern.is_any:
        return None if pattern.is_none else like('tags" *:')
    return words(pattern)


def _put_together(pattern: Pattern) -> str | None:
    return None if pattern.is_none or pattern.is_any else words(pattern)


def _at(keys: str) -> Condition:
    """Give the condition of a value that stands under one of the keys."""

    def condition(pattern: Pattern) -> str | None:
        if pattern.is_none:
            return None
        return filled(keys) if pattern.is_any else has(keys, value(pattern))

    return condition


def _other(key: str, allowed: str) -> Condition:
    """Give the condition that the one value under ``key`` is another."""

    def condition(pattern: Pattern) -> str | None:
        text = _exact(pattern, allowed)
        return text and unless(f'"{key}" *: *"{text.replace(".", "[.]")}"')

    return condition


def _exact(pattern: Pattern, allowed: str) -> str | None:
    text = pattern.value or ""
    return text if re.fullmatch(allowed, text, re.ASCII) else None


WANTED: Final[Mapping[str, Condition]] = {
    "config": _config,
    "principal": _principal,
    "from": _from,
    "call": _call,
    "error": _error,
    "reason": _at("errorMessage"),
    "console": _console,
    "mfa": _mfa,
    "tls": _tls,
    "ip": _ip,
    "host": _at("clientProvidedHostHeader"),
    "client": _put_together,
    "agent": _put_together,
    "template": _template,
    "tag": _tag,
    "region": _at("awsRegion"),
    "account": _at("recipientAccountId|accountId"),
    "message": _put_together,
    "id": _at("eventID"),
    "request": _at("requestID"),
    "kind": _kind,
}
"""By field: the condition of one pattern, or ``None`` where all records have to come."""

UNWANTED: Final[Mapping[str, Condition]] = {
    "config": _not_config,
    "principal": _not_principal,
    "call": _not_call,
    "console": _not_console,
    "ip": _other("sourceIPAddress", r"[0-9.]+"),
    "region": _other("awsRegion", r"[a-z0-9-]+"),
}
"""By field: the condition that a pattern does not match, where that can be told."""

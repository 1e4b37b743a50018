"""What a field asks, as conditions of a CloudWatch Logs filter pattern.

Each condition holds for every record that the field's own test keeps, given that the record is
written as CloudTrail writes it, and maybe for more. Two things stand between the languages. Theirs
minds upper and lower case, so a value goes as it is only where AWS fixes its spelling; else it is a
regular expression, of which a pattern may have two, or it is left out. And a column may come from
several places of the record, so all of them have to be asked.

AWS: the places and the spellings are those of "CloudTrail record contents", CloudTrail user guide.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sestrail_tui.filters.fields.conditions.cloudwatch.names import (
    config_or_none,
    config_sets,
    principals,
)
from sestrail_tui.filters.fields.conditions.cloudwatch.syntax import exact, other_than
from sestrail_tui.filters.fields.conditions.field_conditions import FieldConditions
from sestrail_tui.filters.fields.network import as_ipv4, is_network

if TYPE_CHECKING:
    from sestrail_tui.filters.fields.pattern import Pattern

_CONSOLE: Final = "$.sessionCredentialFromConsole"
_MFA: Final = "$.userIdentity.sessionContext.attributes.mfaAuthenticated"
_REGION_SIGNS: Final = "0-9a-z-"
_MESSAGE: Final = "$.additionalEventData.sesMessageId"
_CALLS: Final = {
    name.casefold(): name
    for name in (
        "SendEmail",
        "SendRawEmail",
        "SendTemplatedEmail",
        "SendBulkTemplatedEmail",
        "SendBulkEmail",
    )
}


def _call(pattern: Pattern) -> str | None:
    name = _CALLS.get(re.sub(r" v[12]\Z", "", (pattern.value or "").casefold()))
    return f'$.eventName = "{name}"' if name else None


def _error(pattern: Pattern) -> str | None:
    """Ask for all refused calls: they are few."""
    return None if pattern.is_none else '($.errorCode = "*") || ($.errorMessage = "*")'


def _console(pattern: Pattern) -> str | None:
    return f'({_CONSOLE} = "true") || ({_CONSOLE} IS TRUE)' if _says_yes(pattern) else None


def _mfa(pattern: Pattern) -> str | None:
    return f'({_MFA} = "true") || ({_MFA} IS TRUE)' if _says_yes(pattern) else None


def _says_yes(pattern: Pattern) -> bool:
    return (pattern.value or "").casefold() in ("yes", "y", "true")


def _tls(pattern: Pattern) -> str | None:
    first, *rest = pattern.parts
    number = "*".join((re.sub(r"\Atlsv", "", first, flags=re.IGNORECASE), *rest))
    if re.fullmatch(r"[0-9.*]*[0-9][0-9.*]*", number) is None:
        return None
    return f'$.tlsDetails.tlsVersion = "*{number.lstrip("*")}"'


def _ip(pattern: Pattern) -> str | None:
    address = as_ipv4(pattern)
    text = None if address is None else exact(address, "0-9.")
    # before it there may be ::ffff:, where an IPv6 address stands for it
    return f'$.sourceIPAddress = "*{text[1:].lstrip("*")}' if text else None


def _account(pattern: Pattern) -> str | None:
    text = exact(pattern, "0-9")
    if text is None:
        return None
    return f"($.recipientAccountId = {text}) || ($.userIdentity.accountId = {text})"


def _message(pattern: Pattern) -> str | None:
    """Ask for the beginning of an id; a bulk send may have a list of them."""
    start, *rest = pattern.parts
    if exact(pattern, "0-9a-f-") is None or rest not in ([], [""]):
        return None
    start = start.lower()
    return f'({_MESSAGE} = "*{start}*") || ({_MESSAGE}[*] = "{start}*")'


def spelled(selector: str, allowed: str) -> FieldConditions[str]:
    """Return the conditions of a value that has one place and, by AWS, only small letters."""

    def matches(pattern: Pattern) -> str | None:
        text = exact(pattern, allowed)
        return f"{selector} = {text}" if text else None

    return FieldConditions(matches)


def _kind(pattern: Pattern) -> str | None:
    return '$.eventName = "Send*"' if (pattern.value or "").casefold() == "send" else None


def _not_call(pattern: Pattern) -> str | None:
    name = _CALLS.get((pattern.value or "").casefold())
    return other_than("$.eventName", f'"{name}"') if name else None


def _not_ip(pattern: Pattern) -> str | None:
    if pattern.value is None or is_network(pattern.value):
        return None
    text = exact(pattern, "0-9.")
    return other_than("$.sourceIPAddress", text) if text else None


def _not_region(pattern: Pattern) -> str | None:
    text = exact(pattern, _REGION_SIGNS) if pattern.value else None
    return other_than("$.awsRegion", text) if text else None


CONFIG: Final = FieldConditions(config_or_none, matches_any=config_sets)
PRINCIPAL: Final = FieldConditions[str](matches_any=principals)
CALL: Final = FieldConditions(_call, _not_call)
ERROR: Final = FieldConditions(_error)
CONSOLE: Final = FieldConditions(_console)
MFA: Final = FieldConditions(_mfa)
TLS: Final = FieldConditions(_tls)
IP: Final = FieldConditions(_ip, _not_ip)
REGION: Final = FieldConditions(spelled("$.awsRegion", _REGION_SIGNS).matches, _not_region)
ACCOUNT: Final = FieldConditions(_account)
MESSAGE: Final = FieldConditions(_message)
KIND: Final = FieldConditions(_kind)

"""What each field asks, as conditions on the raw message of CloudWatch Logs Insights.

Each condition holds for every record that the field's own test keeps, or leaves out where it is
denied, given that the record is written as CloudTrail writes it, and maybe for more; what is
`text.KEPT` is kept besides. What a field is *not*
is asked only where the record says so in one place and the message is one whole record: one that is
cut off, or wrapped, says nothing of its columns.

AWS: the places are those of "CloudTrail record contents", CloudTrail user guide.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sestrail_tui.filters.fields.conditions.field_conditions import FieldConditions
from sestrail_tui.filters.fields.conditions.insights.text import (
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
from sestrail_tui.filters.fields.network import as_ipv4
from sestrail_tui.filters.fields.wording import PRINCIPAL as PRINCIPAL_WORDING
from sestrail_tui.filters.fields.wording import TAG as TAG_WORDING

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.filters.fields.pattern import Pattern
    from sestrail_tui.filters.fields.wording import FieldWording

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
    return any_of(tuple(dict.fromkeys((name, versions))))


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
    choice = (pattern.value or "").casefold()
    if choice in _YES:
        return like(_CONSOLE, caseless=False)
    return unless(_CONSOLE, caseless=False) if choice in _NO else None


def _not_console(pattern: Pattern) -> str | None:
    choice = (pattern.value or "").casefold()
    return unless(_CONSOLE, caseless=False) if choice in _YES else None


def _mfa(pattern: Pattern) -> str | None:
    choice = (pattern.value or "").casefold()
    if choice in _YES:
        return like(_MFA, caseless=False)
    return filled("mfaAuthenticated") if choice in _NO or pattern.is_any else None


def _tls(pattern: Pattern) -> str | None:
    if pattern.is_none or pattern.is_any:
        return None
    first, *rest = pattern.parts
    number = type(pattern)((re.sub(r"\Atlsv", "", first, flags=re.IGNORECASE), *rest))
    written = value(number)
    return NEVER if written is None else has("tlsVersion", f"(tlsv)?({written})")


def _ip(pattern: Pattern) -> str | None:
    if pattern.is_none or pattern.is_any:
        return _at("sourceIPAddress", pattern)
    address = as_ipv4(pattern)
    if address is None:
        return None
    written = value(address)
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
    return words(pattern, TAG_WORDING)


def _at(keys: str, pattern: Pattern) -> str | None:
    if pattern.is_none:
        return None
    return filled(keys) if pattern.is_any else has(keys, value(pattern))


def at(keys: str, other: str = "") -> FieldConditions[str]:
    """Return the conditions of a value that stands under one of the keys.

    ``other`` are the characters of those values that may be denied: they stand under one key.
    """

    def matches(pattern: Pattern) -> str | None:
        return _at(keys, pattern)

    return FieldConditions(matches, _other(keys, other) if other else FieldConditions().differs)


def worded(wording: FieldWording) -> FieldConditions[str]:
    """Return the conditions of a value that is put together of words of the record."""

    def matches(pattern: Pattern) -> str | None:
        return None if pattern.is_none or pattern.is_any else words(pattern, wording)

    return FieldConditions(matches)


def _other(key: str, allowed: str) -> Callable[[Pattern], str | None]:
    """Return the condition that the one value under ``key`` is another."""

    def condition(pattern: Pattern) -> str | None:
        text = _exact(pattern, allowed)
        return text and unless(f'"{key}" *: *"{text.replace(".", "[.]")}"')

    return condition


def _exact(pattern: Pattern, allowed: str) -> str | None:
    text = pattern.value or ""
    return text if re.fullmatch(allowed, text, re.ASCII) else None


CONFIG: Final = FieldConditions(_config, _not_config)
PRINCIPAL: Final = FieldConditions(worded(PRINCIPAL_WORDING).matches, _not_principal)
FROM: Final = FieldConditions(_from)
CALL: Final = FieldConditions(_call, _not_call)
ERROR: Final = FieldConditions(_error)
CONSOLE: Final = FieldConditions(_console, _not_console)
MFA: Final = FieldConditions(_mfa)
TLS: Final = FieldConditions(_tls)
IP: Final = FieldConditions(_ip, _other("sourceIPAddress", r"[0-9.]+"))
TEMPLATE: Final = FieldConditions(_template)
TAG: Final = FieldConditions(_tag)
KIND: Final = FieldConditions(_kind)

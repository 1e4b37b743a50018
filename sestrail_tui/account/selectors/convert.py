"""Basic event selectors as advanced ones that take the same events, and back.

Only advanced selectors know SES. AWS: "Logging data events" (advanced selectors that equal a basic
one: ``StartsWith`` a bucket's ARN with its ``/``, ``Equals`` a function's ARN), "Filtering
management events" (``eventSource NotEquals kms.amazonaws.com``), EventSelector API reference. What
these do not settle is refused, never guessed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.account.selectors.event_selectors import fields_of
from sestrail_tui.core.errors import CannotKeep
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sestrail_tui.account.selectors.event_selectors import Selector

OWN: Final = "sestrail: "
"""How the names of all selectors begin that sestrail writes."""
_FROM: Final = re.compile(
    OWN
    + r"kept from basic selector (\d+)(?:, (management events)|, resource (\d+)(?:, all of (.+))?)"
)
_S3, _LAMBDA, _DYNAMODB = "AWS::S3::Object", "AWS::Lambda::Function", "AWS::DynamoDB::Table"
_ALL: Final = {
    _S3: re.compile(r"arn:[a-z-]+:s3(:::)?"),
    _LAMBDA: re.compile(r"arn:[a-z-]+:lambda"),
    _DYNAMODB: re.compile(r"arn:[a-z-]+:dynamodb"),
}
"""The values that stand for every resource of the account."""
_ONE: Final = {
    _S3: ("StartsWith", re.compile(r"arn:[a-z-]+:s3:::[^/*?]+/[^*?]*")),
    _LAMBDA: ("Equals", re.compile(r"arn:[a-z-]+:lambda:[^:*]+:\d{12}:function:[^:*]+(:[^:*]+)?")),
    _DYNAMODB: ("Equals", re.compile(r"arn:[a-z-]+:dynamodb:[^:*]+:\d{12}:table/[^/*]+")),
}
"""How a value that names one resource, or a prefix of S3 keys, is matched."""
_EXCLUDABLE: Final = frozenset({"kms.amazonaws.com", "rdsdata.amazonaws.com"})
_KNOWN: Final = frozenset(
    {"ReadWriteType", "IncludeManagementEvents", "DataResources", "ExcludeManagementEventSources"}
)
_READ_ONLY: Final = {"ReadOnly": "true", "WriteOnly": "false"}


def to_advanced(basic: Sequence[Selector]) -> tuple[Selector, ...]:
    """Return advanced selectors that take what basic ones take. Raises `CannotKeep`."""
    return tuple(one for number, each in enumerate(basic, 1) for one in _converted(each, number))


def to_basic(advanced: Sequence[Selector]) -> tuple[Selector, ...] | None:
    """Return the basic selectors that `to_advanced` made these of; ``None`` for any others."""
    made: dict[int, dict[str, Any]] = {}
    for one in advanced:
        found = _FROM.fullmatch(str(one.get("Name", "")))
        if found is None:
            return None
        number, management, resource, everything = found.groups()
        basic = made.setdefault(int(number), _nothing(one))
        fields = fields_of(one)
        if management:
            basic["IncludeManagementEvents"] = True
            excluded = fields.get("eventSource", {}).get("NotEquals") or ()
            basic["ExcludeManagementEventSources"] = list(excluded)
        elif resource:
            arns = fields.get("resources.ARN", {})
            values = [everything] if everything else arns.get("StartsWith") or arns.get("Equals")
            kind = fields.get("resources.type", {}).get("Equals") or [""]
            basic["DataResources"].append({"Type": kind[0], "Values": list(values or ())})
    back = tuple(made[number] for number in sorted(made))
    # somebody may have changed a selector of ours and left its name
    return back if back and _same_fields(to_advanced_or_nothing(back), advanced) else None


def to_advanced_or_nothing(basic: Sequence[Selector]) -> tuple[Selector, ...]:
    """Do as `to_advanced`; give nothing where that is refused."""
    try:
        return to_advanced(basic)
    except CannotKeep:
        return ()


def _same_fields(ones: Sequence[Selector], others: Sequence[Selector]) -> bool:
    def parts(several: Sequence[Selector]) -> list[list[str]]:
        return sorted(sorted(map(repr, _plain(one))) for one in several)

    return parts(ones) == parts(others)


def _plain(selector: Selector) -> Iterator[tuple[str, str, list[str]]]:
    for name, field in fields_of(selector).items():
        for operator, values in field.items():
            if operator != "Field" and values:
                yield name, operator, sorted(values)


def _nothing(selector: Selector) -> dict[str, Any]:
    read_only = fields_of(selector).get("readOnly", {}).get("Equals")
    kinds = {value: name for name, value in _READ_ONLY.items()}
    return {
        "ReadWriteType": kinds.get(read_only[0], "All") if read_only else "All",
        "IncludeManagementEvents": False,
        "DataResources": [],
        "ExcludeManagementEventSources": [],
    }


def _converted(basic: Selector, number: int) -> Iterator[Selector]:
    if unknown := sorted(set(basic) - _KNOWN):
        raise _refusal(number, f"it has {safe(', '.join(unknown))}, which is not known here")
    kind = basic.get("ReadWriteType", "All")
    if kind != "All" and kind not in _READ_ONLY:
        raise _refusal(number, f"its ReadWriteType is {safe(str(kind))}")
    limit = [_equals("readOnly", _READ_ONLY[kind])] if kind in _READ_ONLY else []
    name = f"{OWN}kept from basic selector {number}"
    excluded = list(basic.get("ExcludeManagementEventSources") or ())
    if strange := sorted(set(excluded) - _EXCLUDABLE):
        raise _refusal(number, f"it excludes events of {safe(', '.join(strange))}")
    if basic.get("IncludeManagementEvents", True):
        but = [{"Field": "eventSource", "NotEquals": excluded}] if excluded else []
        fields = [_equals("eventCategory", "Management"), *limit, *but]
        yield {"Name": f"{name}, management events", "FieldSelectors": fields}
    for place, resource in enumerate(basic.get("DataResources") or (), 1):
        arns, everything = _arns(resource, number)
        whole = f", all of {everything}" if everything else ""
        yield {
            "Name": f"{name}, resource {place}{whole}",
            "FieldSelectors": [
                _equals("eventCategory", "Data"),
                _equals("resources.type", str(resource["Type"])),
                *limit,
                *arns,
            ],
        }


def _arns(resource: Selector, number: int) -> tuple[list[Selector], str]:
    """Return the condition on ARNs, or the value because of which there is none."""
    kind, values = str(resource.get("Type", "")), list(resource.get("Values") or ())
    if kind not in _ONE:
        raise _refusal(number, f"it logs data events of {safe(kind)}")
    if not values:
        raise _refusal(number, f"it names no resource of type {kind}")
    everything = next((one for one in values if _ALL[kind].fullmatch(one)), "")
    operator, pattern = _ONE[kind]
    for value in values:
        if not (_ALL[kind].fullmatch(value) or pattern.fullmatch(value)):
            raise _refusal(number, f"what {safe(str(value))} matches is not documented")
    if everything:
        return [], everything
    return [{"Field": "resources.ARN", operator: values}], ""


def _equals(field: str, value: str) -> dict[str, Any]:
    return {"Field": field, "Equals": [value]}


def _refusal(number: int, why: str) -> CannotKeep:
    return CannotKeep(
        f"Basic event selector {number} of the trail cannot be written as an advanced one without "
        f"changing what is logged: {why}. SES sends need advanced selectors, so nothing was "
        "changed: convert the trail in the CloudTrail console (Data events, Switch to advanced "
        "event selectors), or name another trail with --trail."
    )

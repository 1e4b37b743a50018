"""Event selectors in words a person reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.account.selectors.event_selectors import OPERATORS, fields_of
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sestrail_tui.account.selectors.event_selectors import EventSelectors, Selector

_CATEGORIES: Final = {
    "Management": "management events",
    "Data": "data events",
    "NetworkActivity": "network activity events",
}
_READ_WRITE: Final = {"ReadOnly": ", read-only", "WriteOnly": ", write-only"}
_VERBS: Final = {
    "Equals": "is",
    "StartsWith": "begins with",
    "EndsWith": "ends with",
    "NotEquals": "is not",
    "NotStartsWith": "does not begin with",
    "NotEndsWith": "does not end with",
}
_SHOWN: Final = 4
"""So many values are written out; of more, how many more."""


def describe(selectors: EventSelectors) -> tuple[str, ...]:
    """Return a line for each thing that is taken; free of control text."""
    if selectors.advanced:
        return tuple(_advanced(one) for one in selectors.advanced)
    if not selectors.basic:
        return ("management events (CloudTrail's default: no selectors are set)",)
    return tuple(line for one in selectors.basic for line in _basic(one))


def title(selector: Selector) -> str:
    """Name an advanced selector: by its own name where it has one."""
    name = selector.get("Name")
    return f'"{safe(str(name))}"' if name else f"for {_advanced(selector)}"


def condition(field: Selector) -> str:
    """Word one condition: ``eventName is SendEmail or SendRawEmail``."""
    name = safe(str(field.get("Field", "")))
    parts = []
    for operator in OPERATORS:
        if values := field.get(operator):
            joint = " nor " if operator.startswith("Not") else " or "
            parts.append(f"{name} {_VERBS[operator]} {_listed(values, joint)}")
    return " and ".join(parts)


def _advanced(selector: Selector) -> str:
    fields = fields_of(selector)
    category = str((fields.pop("eventCategory", {}).get("Equals") or ["events"])[0])
    words = _CATEGORIES.get(category, f"{safe(category)} events")
    if types := fields.pop("resources.type", {}).get("Equals"):
        words += f" of {_listed(types, ' or ')}"
    read_only = fields.pop("readOnly", {}).get("Equals")
    if read_only:
        words += ", read-only" if read_only == ["true"] else ", write-only"
    if fields:
        words += f", where {' and '.join(condition(one) for one in fields.values())}"
    return words


def _basic(selector: Selector) -> Iterator[str]:
    limit = _READ_WRITE.get(str(selector.get("ReadWriteType", "All")), "")
    if selector.get("IncludeManagementEvents", True):
        excluded = selector.get("ExcludeManagementEventSources") or ()
        but = f", except of {_listed(excluded, ' and ')}" if excluded else ""
        yield f"management events{limit}{but}"
    for resource in selector.get("DataResources") or ():
        kind = safe(str(resource.get("Type", "")))
        yield f"data events of {kind}{limit}: {_listed(resource.get('Values') or (), ' and ')}"


def _listed(values: Sequence[Any], joint: str) -> str:
    shown = [safe(str(one)) for one in values[:_SHOWN]]
    if more := len(values) - len(shown):
        shown.append(f"{more} more")
    return joint.join(shown) or "nothing"

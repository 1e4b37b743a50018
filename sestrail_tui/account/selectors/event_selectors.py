"""The event selectors of a trail, kept exactly as AWS gave them.

AWS: GetEventSelectors and PutEventSelectors API references. A trail has basic selectors or advanced
ones, never both; PutEventSelectors replaces all of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.account.selectors.json_text import json_text

if TYPE_CHECKING:
    from collections.abc import Callable

Selector = Mapping[str, Any]
"""``EventSelector`` or ``AdvancedEventSelector``, as the API has it."""

OPERATORS: Final = (
    "Equals", "StartsWith", "EndsWith", "NotEquals", "NotStartsWith", "NotEndsWith",
)  # fmt: skip
MAX_VALUES: Final = 500
"""AWS: at most so many values in all conditions of a trail's advanced selectors."""
_BASIC_DEFAULTS: Final[Selector] = {
    "ReadWriteType": "All",
    "IncludeManagementEvents": True,
    "DataResources": [],
    "ExcludeManagementEventSources": [],
}


@dataclass(frozen=True, slots=True)
class EventSelectors:
    """Either basic or advanced selectors; neither is CloudTrail's default for a new trail."""

    basic: tuple[Selector, ...] = ()
    advanced: tuple[Selector, ...] = ()

    @property
    def arguments(self) -> dict[str, Any]:
        """Return what PutEventSelectors takes to have a trail select so."""
        if self.advanced:
            return {"AdvancedEventSelectors": [dict(one) for one in self.advanced]}
        basic = self.basic or (_BASIC_DEFAULTS,)
        return {"EventSelectors": [dict(one) for one in basic]}

    @property
    def values(self) -> int:
        """How many values count against AWS's limit."""
        return sum(
            len(field.get(operator, ()))
            for one in self.advanced
            for field in one.get("FieldSelectors", ())
            for operator in OPERATORS
        )

    @property
    def lines(self) -> list[str]:
        """Return the JSON that PutEventSelectors takes, a line for each condition: for a diff."""
        return json_text(self.arguments).splitlines()

    def selects_as(self, other: EventSelectors) -> bool:
        """Whether both say the same, in whatever order and with whatever defaults written out."""
        return _canonical(self) == _canonical(other)


def read(answer: Mapping[str, Any]) -> EventSelectors:
    """Read what GetEventSelectors, or PutEventSelectors, answered."""
    basic = tuple(answer.get("EventSelectors") or ())
    return EventSelectors(basic, () if basic else tuple(answer.get("AdvancedEventSelectors") or ()))


def fields_of(selector: Selector) -> dict[str, Selector]:
    """Return the conditions of an advanced selector by field."""
    return {str(one.get("Field", "")): one for one in selector.get("FieldSelectors", ())}


def passes(field: Selector | None, value: str) -> bool:
    """Whether a value passes a condition; no condition lets everything pass."""
    if field is None:
        return True
    tests: dict[str, Callable[[str], bool]] = {
        "Equals": value.__eq__,
        "StartsWith": value.startswith,
        "EndsWith": value.endswith,
    }
    positive = [test(one) for name, test in tests.items() for one in field.get(name) or ()]
    negative = [test(one) for name, test in tests.items() for one in field.get(f"Not{name}") or ()]
    return (any(positive) or not positive) and not any(negative)


def _canonical(selectors: EventSelectors) -> list[str]:
    if selectors.advanced:
        return sorted(json.dumps(_sorted(dict(one)), sort_keys=True) for one in selectors.advanced)
    basic = selectors.basic or (_BASIC_DEFAULTS,)
    return sorted(json.dumps(_sorted({**_BASIC_DEFAULTS, **one}), sort_keys=True) for one in basic)


def _sorted(value: Any) -> Any:
    """Put every list, whose order means nothing here, into one order; empty parts are left out."""
    if isinstance(value, Mapping):
        return {key: _sorted(one) for key, one in value.items() if one not in (None, [], "")}
    if isinstance(value, list | tuple):
        return sorted((_sorted(one) for one in value), key=json.dumps)
    return value

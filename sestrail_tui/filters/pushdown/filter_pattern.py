"""A filter as a CloudWatch Logs filter pattern, so that fewer records travel.

The pattern matches every SES record that the filter keeps, and maybe more: what cannot be said
exactly is left out, and the filter is applied again to what arrives. Limits: 1,024 characters, two
regular expressions, three wildcard selectors (AWS: FilterLogEvents API reference; "Filter pattern
syntax", CloudWatch Logs user guide).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.filters.fields.conditions.cloudwatch.syntax import all_of, any_of
from sestrail_tui.filters.pushdown.superset import Dialect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.filters.syntax.tree import Node

MAX_CHARACTERS: Final = 1024
MAX_REGEXES: Final = 2
MAX_WILDCARDS: Final = 3

SES_PATTERN: Final = (
    '{ ($.eventSource = "ses.amazonaws.com") || ($.api.service.name = "ses.amazonaws.com") }'
)
"""Every record of SES: sends, changes and aggregated events; also those rewritten to OCSF."""
_OTHER_SHAPES: Final = '($.eventType = "AwsAggregatedEvent") || ($.class_uid = 6003)'
"""Records whose fields are in other places, so that nothing can be asked of them: aggregated
events, and OCSF's API Activity."""


def filter_pattern(node: Node, base: str = SES_PATTERN) -> str:
    """Return the pattern for the records of ``base``, a pattern in braces, that ``node`` may keep.

    Of the parts that must all hold, those are asked for, in their order, that fit in the limits.
    """
    scope = base.strip().removeprefix("{").removesuffix("}").strip()
    parts = _DIALECT.parts_that_fit(node, lambda parts: _fits(_joined(scope, parts)))
    return _joined(scope, parts)


def _joined(scope: str, conditions: Sequence[str]) -> str:
    if not conditions:
        return f"{{ {scope} }}"
    return f"{{ ({scope}) && (({all_of(conditions)}) || {_OTHER_SHAPES}) }}"


def _fits(pattern: str) -> bool:
    """Return whether AWS takes the pattern; no value in it has a ``%`` or a ``[*]`` of its own."""
    return (
        len(pattern) <= MAX_CHARACTERS
        and pattern.count("%") <= 2 * MAX_REGEXES
        and pattern.count("[*]") <= MAX_WILDCARDS
    )


_DIALECT: Final[Dialect[str]] = Dialect(
    of_field=lambda field: field.cloudwatch,
    of_text=lambda _: None,
    every=all_of,
    any_of=lambda conditions: any_of(*conditions),
)

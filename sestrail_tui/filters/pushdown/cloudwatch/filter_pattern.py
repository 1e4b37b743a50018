"""A filter as a CloudWatch Logs filter pattern, so that fewer records travel.

The pattern matches every SES record that the filter keeps, and maybe more: what cannot be said
exactly is left out, and the filter is applied again to what arrives. Limits: 1,024 characters, two
regular expressions, three wildcard selectors (AWS: FilterLogEvents API reference; "Filter pattern
syntax", CloudWatch Logs user guide).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.filters.pushdown.cloudwatch.conditions import NOT, ONE, SEVERAL
from sestrail_tui.filters.pushdown.cloudwatch.syntax import all_of, any_of
from sestrail_tui.filters.pushdown.opposite import opposite
from sestrail_tui.filters.syntax.tree import And, Node, Not, Or, Term, conjuncts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sestrail_tui.filters.fields.pattern import Pattern

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
    """Give the pattern for the records of ``base``, a pattern in braces, that ``node`` may keep.

    Of the parts that must all hold, those are asked for, in their order, that fit in the limits.
    """
    scope = base.strip().removeprefix("{").removesuffix("}").strip()
    kept: list[str] = []
    for part in conjuncts(node):
        condition = _wanted(part)
        if condition is not None and _fits(_joined(scope, [*kept, condition])):
            kept.append(condition)
    return _joined(scope, kept)


def _joined(scope: str, conditions: Sequence[str]) -> str:
    if not conditions:
        return f"{{ {scope} }}"
    asked = all_of(conditions)
    return f"{{ ({scope}) && (({asked}) || {_OTHER_SHAPES}) }}"


def _fits(pattern: str) -> bool:
    """Tell whether AWS takes the pattern; no value in it has a ``%`` or a ``[*]`` of its own."""
    return (
        len(pattern) <= MAX_CHARACTERS
        and pattern.count("%") <= 2 * MAX_REGEXES
        and pattern.count("[*]") <= MAX_WILDCARDS
    )


def _wanted(node: Node) -> str | None:
    """Give a condition that holds wherever ``node`` matches; ``None`` where all records may."""
    match node:
        case Not(inner):
            return _unwanted(inner)
        case And(nodes):
            return _known(map(_wanted, nodes))
        case Or(nodes):
            return _alternatives(nodes)
        case Term(field, pattern):
            return _terms(field, [pattern])
    return None


def _unwanted(node: Node) -> str | None:
    """Give a condition that holds wherever ``node`` does not match; ``None`` as above."""
    match node:
        case Not(inner):
            return _wanted(inner)
        case And(nodes):
            return _either(map(_unwanted, nodes))
        case Or(nodes):
            return _known(map(_unwanted, nodes))
        case Term(field, pattern) if (instead := opposite(field, pattern)) is not None:
            return _terms(field, [instead])
        case Term(field, pattern) if field in NOT:
            return NOT[field](pattern)
    return None


def _alternatives(nodes: Sequence[Node]) -> str | None:
    """Ask for any of the nodes; values of the same field share their regular expressions."""
    by_field: dict[str, list[Pattern]] = {}
    others: list[Node] = []
    for node in nodes:
        if isinstance(node, Term):
            by_field.setdefault(node.field, []).append(node.pattern)
        else:
            others.append(node)
    terms = [_terms(field, patterns) for field, patterns in by_field.items()]
    return _either([*terms, *map(_wanted, others)])


def _terms(field: str, patterns: Sequence[Pattern]) -> str | None:
    """Ask that the field matches any of the patterns."""
    conditions: list[str | None] = []
    rest: list[Pattern] = []
    for pattern in patterns:
        condition = ONE[field](pattern) if field in ONE else None
        if condition is None:
            rest.append(pattern)
        else:
            conditions.append(condition)
    if rest:
        conditions.append(SEVERAL[field](rest) if field in SEVERAL else None)
    return _either(conditions)


def _known(conditions: Iterable[str | None]) -> str | None:
    """Join by *and*; a condition that is not known is left out."""
    known = [condition for condition in conditions if condition is not None]
    return all_of(known) if known else None


def _either(conditions: Iterable[str | None]) -> str | None:
    """Join by *or*; where one is not known, neither is the whole."""
    known = dict.fromkeys(conditions)
    return None if None in known else any_of(*filter(None, known))

"""A filter as the filter of a CloudWatch Logs Insights query, so that fewer records travel.

It keeps every message of SES that the filter keeps, and maybe more: the filter is applied again to
what arrives. What AWS scans, and bills for, is the same with any filter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.filters.pushdown.insights.terms import UNWANTED, WANTED
from sestrail_tui.filters.pushdown.insights.text import KEPT, any_of, every, words
from sestrail_tui.filters.pushdown.opposite import opposite
from sestrail_tui.filters.syntax.tree import And, Node, Not, Or, Term, Text, conjuncts

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_CHARACTERS: Final = 9000
"""Of a query's 10,000 (AWS: StartQuery); the rest is for what stands around the filter."""
SES_MESSAGES: Final = '@message like "ses.amazonaws.com"'
"""Every message that names SES as CloudTrail does, record or not, rewritten to OCSF or not."""


def insights_filter(node: Node) -> str:
    """Give the condition, for ``| filter``, of the messages that ``node`` may keep.

    Of the parts that must all hold, those are asked for, in their order, that fit.
    """
    kept: list[str] = []
    for part in conjuncts(node):
        condition = _wanted(part)
        if condition is not None and len(_written([*kept, condition])) <= MAX_CHARACTERS:
            kept.append(condition)
    return _written(kept)


def _written(conditions: list[str]) -> str:
    asked = every(conditions)
    return SES_MESSAGES if asked is None else f"{SES_MESSAGES} and (({asked}) or {KEPT})"


def _wanted(node: Node) -> str | None:
    """Give a condition that holds wherever ``node`` matches; ``None`` where all records may."""
    match node:
        case Not(inner):
            return _unwanted(inner)
        case And(nodes):
            return _known(map(_wanted, nodes))
        case Or(nodes):
            return _either(map(_wanted, nodes))
        case Text(pattern):
            return words(pattern)
        case Term(field, pattern) if field in WANTED and not pattern.is_unknown:
            return WANTED[field](pattern)
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
            return _wanted(Term(field, instead))
        case Term(field, pattern) if field in UNWANTED:
            return UNWANTED[field](pattern)
    return None


def _known(conditions: Iterable[str | None]) -> str | None:
    """Join by *and*; a condition that is not known is left out."""
    return every(condition for condition in conditions if condition is not None)


def _either(conditions: Iterable[str | None]) -> str | None:
    """Join by *or*; where one is not known, neither is the whole."""
    known = list(conditions)
    return None if None in known else any_of(filter(None, known))

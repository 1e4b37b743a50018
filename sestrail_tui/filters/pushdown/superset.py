"""A filter as a condition of another language that holds for all that the filter keeps.

It may hold for more: whoever reads still matches. What a dialect knows of single terms is joined
here, once for all dialects, so that nothing is ever lost: where one alternative is not known, none
is asked for; where one requirement is not known, the others are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic

from sestrail_tui.filters.fields.conditions.field_conditions import C, FieldConditions
from sestrail_tui.filters.fields.pattern import ANY, NONE
from sestrail_tui.filters.fields.registry import FIELDS
from sestrail_tui.filters.syntax.tree import And, Node, Not, Or, Term, Text, conjuncts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sestrail_tui.filters.fields.field import Field
    from sestrail_tui.filters.fields.pattern import Pattern


@dataclass(frozen=True)
class Dialect(Generic[C]):
    """What a language knows of one term, and how it joins conditions."""

    of_field: Callable[[Field], FieldConditions[C]]
    of_text: Callable[[Pattern], C | None]
    """Holds wherever the text occurs; ``None`` where all records have to come."""
    every: Callable[[Sequence[C]], C]
    any_of: Callable[[Sequence[C]], C]

    def superset(self, node: Node) -> C | None:
        """Return a condition that holds wherever ``node`` matches; ``None`` for all records."""
        return self._superset(node, denied=False)

    def parts_that_fit(self, node: Node, fits: Callable[[Sequence[C]], bool]) -> list[C]:
        """Return the conditions of parts that must all hold, those that fit, in their order."""
        parts: list[C] = []
        for conjunct in conjuncts(node):
            condition = self.superset(conjunct)
            if condition is not None and fits([*parts, condition]):
                parts.append(condition)
        return parts

    def _superset(self, node: Node, *, denied: bool) -> C | None:
        match node:
            case Not(inner):
                return self._superset(inner, denied=not denied)
            case Term(name, pattern):
                return (
                    self._differs(FIELDS[name], pattern)
                    if denied
                    else self._matches(FIELDS[name], [pattern])
                )
            case And(nodes) | Or(nodes) if isinstance(node, And) is not denied:
                return self._every(self._superset(part, denied=denied) for part in nodes)
            case And(nodes) | Or(nodes):
                return self._alternatives(nodes, denied=denied)
            case Text(pattern) if not denied:
                return self.of_text(pattern)
        return None

    def _alternatives(self, nodes: Sequence[Node], *, denied: bool) -> C | None:
        """Ask for any of the nodes; values of one field may be asked for together."""
        by_field: dict[str, list[Pattern]] = {}
        others: list[Node] = []
        for node in nodes:
            if isinstance(node, Term) and not denied:
                by_field.setdefault(node.field, []).append(node.pattern)
            else:
                others.append(node)
        terms = [self._matches(FIELDS[name], patterns) for name, patterns in by_field.items()]
        return self._any_of([*terms, *(self._superset(part, denied=denied) for part in others)])

    def _matches(self, field: Field, patterns: Sequence[Pattern]) -> C | None:
        if any(pattern.is_unknown for pattern in patterns):
            return None
        conditions = self.of_field(field)
        alone = [conditions.matches(pattern) for pattern in patterns]
        rest = [p for p, condition in zip(patterns, alone, strict=True) if condition is None]
        together = [conditions.matches_any(rest)] if rest else []
        return self._any_of(
            [*(condition for condition in alone if condition is not None), *together]
        )

    def _differs(self, field: Field, pattern: Pattern) -> C | None:
        if pattern.is_unknown:
            return None
        if pattern == ANY:
            return self._matches(field, [NONE])
        if pattern == NONE:  # what CloudTrail left out is neither absent nor a value
            return None if field.may_be_unknown else self._matches(field, [ANY])
        return self.of_field(field).differs(pattern)

    def _every(self, conditions: Iterable[C | None]) -> C | None:
        known = list(dict.fromkeys(c for c in conditions if c is not None))
        return _joined(known, self.every) if known else None

    def _any_of(self, conditions: Iterable[C | None]) -> C | None:
        distinct = list(dict.fromkeys(conditions))
        known = [condition for condition in distinct if condition is not None]
        return _joined(known, self.any_of) if len(known) == len(distinct) else None


def _joined(conditions: Sequence[C], join: Callable[[Sequence[C]], C]) -> C:
    return conditions[0] if len(conditions) == 1 else join(conditions)

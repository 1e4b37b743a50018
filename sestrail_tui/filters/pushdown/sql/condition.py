"""A filter as an SQL condition of Trino's, which CloudTrail Lake and Athena both take.

The condition holds for every record that the filter keeps, and maybe for more: whoever reads still
matches. It is made of *and* and *or* over comparisons each of which is true, not unknown, wherever
its part of the filter matches: so NULL (a record without the value) can lose nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.filters.fields.conditions.field_conditions import NOT_ASKED
from sestrail_tui.filters.fields.conditions.sql import SqlClause
from sestrail_tui.filters.pushdown.superset import Dialect

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sestrail_tui.filters.fields.conditions.sql import SqlTable
    from sestrail_tui.filters.fields.pattern import Pattern
    from sestrail_tui.filters.syntax.tree import Node


def condition(
    node: Node,
    table: SqlTable,
    most: int,
    others: Sequence[str],
    of_text: Callable[[Pattern], SqlClause | None] = lambda _: None,
) -> str:
    """Return the SQL, of at most so many characters; ``""`` where every record has to come.

    ``others`` are conditions for records whose fields lie elsewhere, which always come; ``of_text``
    returns the condition of a bare word. Of the parts that must all hold, those are asked for, in
    their order, that fit.
    """
    dialect = Dialect(
        of_field=lambda field: NOT_ASKED if field.sql is None else field.sql.conditions(table),
        of_text=of_text,
        every=lambda clauses: _joined(clauses, " AND "),
        any_of=lambda clauses: _joined(clauses, " OR "),
    )
    clauses = dialect.parts_that_fit(node, lambda parts: len(_written(parts, others)) <= most)
    return _written(clauses, others)


def _written(clauses: Sequence[SqlClause], others: Sequence[str]) -> str:
    if not clauses:
        return ""
    texts = dict.fromkeys(text for clause in clauses for text in clause.texts)
    odd = [f"regexp_like({text}, '[^ -~]|\\\\|=[?]')" for text in texts]
    every = " AND ".join(f"({clause.sql})" for clause in clauses)
    return " OR ".join([f"({every})", *odd, *others])


def _joined(clauses: Sequence[SqlClause], sign: str) -> SqlClause:
    texts = tuple(dict.fromkeys(text for clause in clauses for text in clause.texts))
    return SqlClause(sign.join(f"({clause.sql})" for clause in clauses), texts)

"""The SQL that the embedded Athena reads: one small SELECT.

``SELECT [DISTINCT] column, ... | * | COUNT(*) FROM [[catalog.]database.]table [WHERE condition]
[LIMIT n]``. Conditions are read by `sql_where`. AWS: "SELECT", Athena user guide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sestrail_tui.local_aws.athena.ddl import refused
from sestrail_tui.local_aws.sql.tokens import Tokens
from sestrail_tui.local_aws.sql.where import condition

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sestrail_tui.local_aws.athena.ddl import ExternalTable
    from sestrail_tui.local_aws.sql.where import Condition


@dataclass(frozen=True, slots=True)
class AthenaSelect:
    """A statement that was read."""

    columns: tuple[str, ...]
    """As written; empty for COUNT(*)."""
    distinct: bool
    table: ExternalTable
    where: Condition | None
    limit: int | None


def parse(
    statement: str, database: str, tables: Mapping[tuple[str, str], ExternalTable]
) -> AthenaSelect:
    """Read a statement; `AwsError` where it cannot be read."""
    table = find_table(statement, database, tables)
    tokens = Tokens(statement, table.schema, refused)
    tokens.want("select")
    distinct = tokens.took("distinct")
    columns: tuple[str, ...] = ()
    if tokens.took("*"):
        columns = (*table.columns, *table.keys)
    elif not tokens.took("count", "(", "*", ")"):
        columns = (tokens.name(),)
        while tokens.took(","):
            columns = (*columns, tokens.name())
    tokens.want("from")
    while tokens.now.kind in {"quoted", "word", "sign"} and tokens.now.word != "where":
        if tokens.now.kind == "sign" and tokens.now.text != ".":
            break
        if tokens.now.word == "limit":
            break
        tokens.next()
    where = condition(tokens) if tokens.took("where") else None
    limit = int(tokens.next().text) if tokens.took("limit") else None
    if tokens.now.kind != "end":
        raise refused(f"line 1:1: mismatched input '{tokens.now.text}'. Expecting: <EOF>")
    return AthenaSelect(columns, distinct, table, where, limit)


def find_table(
    statement: str, database: str, tables: Mapping[tuple[str, str], ExternalTable]
) -> ExternalTable:
    """Return the table that FROM names."""
    tokens = Tokens(statement, {}, refused)
    while tokens.now.kind != "end" and not tokens.took("from"):
        tokens.next()
    names: list[str] = []
    while tokens.now.kind in {"quoted", "word"}:
        names += tokens.next().text.replace('"', "").lower().split(".")
        if tokens.now.text != ".":
            break
        tokens.next()
    place = (names[-2] if len(names) > 1 else database, names[-1] if names else "")
    if place not in tables:
        raise refused(f"TABLE_NOT_FOUND: line 1:15: Table '{'.'.join(place)}' does not exist")
    return tables[place]

"""What is asked of SQL engines, read by others: sqlglot's parser of Trino's SQL, and DuckDB.

The embedded AWS reads SQL by code of ours; who writes and who reads should not be one author alone.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import duckdb
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp

from sestrail_tui.filters.match import matches
from sestrail_tui.filters.pushdown.sql.athena import athena_condition
from sestrail_tui.filters.pushdown.sql.lake import lake_condition
from sestrail_tui.filters.syntax.tree import Node, Not
from sestrail_tui.local_aws.account.settings import Settings
from sestrail_tui.local_aws.athena.default_table import default_table
from sestrail_tui.local_aws.cloudtrail.lake.columns import SCHEMA
from sestrail_tui.local_aws.cloudtrail.lake.stores import Kept, row
from sestrail_tui.local_aws.sql.tokens import Tokens
from sestrail_tui.local_aws.sql.where import condition
from tests.filters.pushdown.records import (
    decoded,
    joined,
    terms_about,
    variations,
)
from tests.filters.trees import trees

if TYPE_CHECKING:
    from collections.abc import Callable

ATHENA_COLUMNS: Final = {
    name: kind.written for name, kind in default_table(Settings()).columns.items()
}
LAKE_COLUMNS: Final = ("eventjson", "eventname", "sourceipaddress", "awsregion", "eventtype")
"""All that a condition on Lake names."""
FUNCTIONS: Final = {"LOWER", "REGEXP_LIKE", "CAST", "JSON_FORMAT", "AND", "OR"}
RECORDS: Final = [decoded(record) for record in variations()][::3]
LAKE_ROWS: Final = [row(Kept(0, 0, record.raw.decode())) for record in RECORDS]
NAMES: Final[dict[str, Callable[[Node], str]]] = {
    "lake": lake_condition,
    "athena": lambda node: athena_condition(node, ATHENA_COLUMNS),
}


def is_one_condition(sql: str) -> bool:
    """Return whether Trino reads comparisons, joined by *and* and *or*, and nothing else."""
    (statement,) = sqlglot.parse(f"SELECT 1 FROM t WHERE {sql}", dialect="trino")
    assert isinstance(statement, exp.Select)
    assert {k.rstrip("_") for k, v in statement.args.items() if v} == {
        "expressions",
        "from",
        "where",
    }
    where = statement.args["where"]
    assert not any(where.find_all(exp.Query, exp.Command))
    return {function.sql_name() for function in where.find_all(exp.Func)} <= FUNCTIONS


@settings(max_examples=100, deadline=None)
@given(st.data(), st.sampled_from(sorted(NAMES)))
def test_every_condition_is_trinos(data: st.DataObject, name: str) -> None:
    about = RECORDS[data.draw(st.integers(0, len(RECORDS) - 1))]
    node = data.draw(st.recursive(terms_about(about) | trees, joined, max_leaves=5))
    for tree in (node, Not(node)):
        if sql := NAMES[name](tree):
            assert is_one_condition(sql), sql


@cache
def database() -> duckdb.DuckDBPyConnection:
    """Hold the records as Lake does, one column each."""
    connection = duckdb.connect()
    types = ", ".join(f"{name} VARCHAR" for name in LAKE_COLUMNS)
    connection.execute(f"CREATE TABLE lake (number INTEGER, {types})")
    for number, lake_row in enumerate(LAKE_ROWS):
        columns = {name.lower(): value for name, value in lake_row.items()}
        values = [number, *(columns.get(name) for name in LAKE_COLUMNS)]
        connection.execute(f"INSERT INTO lake VALUES (?{', ?' * len(LAKE_COLUMNS)})", values)
    return connection


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_duckdb_finds_what_the_embedded_lake_finds(data: st.DataObject) -> None:
    about = RECORDS[data.draw(st.integers(0, len(RECORDS) - 1))]
    node = data.draw(st.recursive(terms_about(about), joined, max_leaves=5))
    sql = lake_condition(node)
    if not sql:
        return
    query = f"SELECT number FROM lake WHERE {sql}"
    (translated,) = sqlglot.transpile(query, read="trino", write="duckdb")
    found = {number for (number,) in database().execute(translated).fetchall()}
    embedded = condition(Tokens(sql, SCHEMA))
    assert found == {
        number for number, lake_row in enumerate(LAKE_ROWS) if embedded.holds(lake_row) is True
    }
    assert found >= {number for number, record in enumerate(RECORDS) if matches(node, record)}

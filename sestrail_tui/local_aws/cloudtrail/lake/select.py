"""The SQL that the embedded CloudTrail Lake reads: one small SELECT.

``SELECT column, ... | * | COUNT(*) FROM id [WHERE condition] [ORDER BY eventTime [ASC|DESC]]
[LIMIT n]``; everything else is refused, as AWS refuses what is no SELECT of Trino. Conditions are
read by `sql_where`. AWS: "CloudTrail Lake SQL constraints", CloudTrail user guide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sestrail_tui.local_aws.cloudtrail.lake.columns import SCHEMA, TIME
from sestrail_tui.local_aws.sql.tokens import Tokens, refused
from sestrail_tui.local_aws.sql.where import condition

if TYPE_CHECKING:
    from sestrail_tui.local_aws.sql.where import Condition

ALL: Final = ("eventID", "eventName", "eventSource", "eventTime", "awsRegion", "eventJson")
"""What ``*`` stands for here."""


@dataclass(frozen=True, slots=True)
class LakeSelect:
    """A statement that was read."""

    columns: tuple[str, ...]
    """As written, so that the answer names them alike; empty for COUNT(*)."""
    store: str
    where: Condition | None
    descending: bool | None
    """Of ``eventTime``; ``None``: in no order."""
    limit: int | None


def parse(statement: str) -> LakeSelect:
    """Read a statement; `AwsError` ``InvalidQueryStatementException`` where it cannot be read."""
    tokens = Tokens(statement, SCHEMA)
    tokens.want("select")
    columns = selected(tokens)
    tokens.want("from")
    store = tokens.next()
    if store.kind != "id":
        raise refused(f"'{store.text}' is no event data store ID.")
    where = condition(tokens) if tokens.took("where") else None
    descending = None
    if tokens.took("order", "by"):
        if tokens.name().lower() != TIME:
            raise refused("only eventTime can be ordered by here.")
        descending = not tokens.took("asc") and tokens.took("desc")
    limit = None
    if tokens.took("limit"):
        number = tokens.next()
        if number.kind != "number":
            raise refused(f"mismatched input '{number.text}'. Expecting: <integer>.")
        limit = int(number.text)
    if tokens.now.kind != "end":
        raise refused(f"mismatched input '{tokens.now.text}'. Expecting: <EOF>.")
    return LakeSelect(columns, store.text.lower(), where, descending, limit)


def selected(tokens: Tokens) -> tuple[str, ...]:
    """Read what is selected."""
    if tokens.took("count", "(", "*", ")"):
        return ()
    if tokens.took("*"):
        return ALL
    columns = [tokens.name()]
    while tokens.took(","):
        columns.append(tokens.name())
    return tuple(columns)

"""The query that Athena is asked: which log files hold a record that may be wanted.

Not for the records themselves: no column has a record's bytes, and tables differ. The hidden column
``"$path"`` names the file that a row was read from (AWS: "Find the underlying S3 location",
Athena user guide); the files are then read as the bucket's source reads them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from sestrail_tui.filters.pushdown.sql.athena import athena_condition
from sestrail_tui.places.athena.partitions import Partitions, among, partitions, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sestrail_tui.filters.syntax.tree import Node
    from sestrail_tui.places.athena.catalog import CatalogTable

SES: Final = "eventsource = 'ses.amazonaws.com'"
_USUAL: Final = "eventtime NOT LIKE '____-__-__T__:__:__Z'"
"""True of a time that is not written as AWS writes it; such a record always comes."""


def statement(
    table: CatalogTable,
    node: Node,
    first_ms: int,
    last_ms: int,
    values: Mapping[str, Sequence[str]],
) -> str:
    """Return the query for a range of ``eventTime``; ``values`` are those of partition keys."""
    keys: Partitions = partitions(table)
    columns = {column.name.lower(): column.type.lower() for column in table.told.columns}
    days = keys.days(first_ms, last_ms)
    conditions = [
        SES,
        *(among(key, found) for key, found in values.items() if found),
        *([f"({days})"] if days else []),
        *([_times(first_ms, last_ms)] if columns["eventtime"] == "string" else []),
        *([f"({condition})"] if (condition := athena_condition(node, columns)) else []),
    ]
    name = f"{quoted(table.database)}.{quoted(table.told.name)}"
    # Names are quoted, values are literals (`pushdown.sql`).
    return f'SELECT DISTINCT "$path" FROM {name} WHERE {" AND ".join(conditions)}'  # noqa: S608


def _times(first_ms: int, last_ms: int) -> str:
    first, last = _stamp(first_ms // 1000), _stamp(-(-last_ms // 1000))
    within = f"eventtime >= '{first}' AND eventtime <= '{last}'"
    return f"({within} OR eventtime IS NULL OR {_USUAL})"


def _stamp(seconds: int) -> str:
    return datetime.fromtimestamp(max(seconds, 0), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

"""What a filter asks of somebody's Athena table over CloudTrail's log files.

Only columns of the types of AWS's own table are relied on; a field whose columns are missing or of
another type is not asked for. Bare words never are: no table has all that a record says. AWS:
"Create the table for CloudTrail logs in Athena using partition projection", Athena user guide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sestrail_tui.filters.fields.conditions.sql import SqlClause
from sestrail_tui.filters.pushdown.sql.condition import condition

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sestrail_tui.filters.fields.conditions.sql import SqlPresence
    from sestrail_tui.filters.syntax.tree import Node

_MOST: Final = 200_000
"""Characters; a query may have 262,144 bytes (AWS: "Service Quotas")."""
_TEXTS: Final = frozenset({"string", "varchar"})


def athena_condition(node: Node, columns: Mapping[str, str]) -> str:
    """Return the condition for the records that ``node`` may keep; ``""`` for all.

    ``columns`` are the table's: types (Hive's) by name in small letters.
    """
    table = AthenaTable(columns)
    others = table.aggregated()
    return condition(node, table, _MOST, others) if others else ""


@dataclass(frozen=True, slots=True)
class AthenaTable:
    """A table of which the types of the columns are known."""

    columns: Mapping[str, str]

    @property
    def has_whole_records(self) -> bool:
        """Whether its texts are whole records: none is."""
        return False

    def texts(self, places: Sequence[str]) -> tuple[str, ...]:
        """Return SQL of the columns' texts; ``()`` where one is missing or no text."""
        texts = tuple(map(self._text, places))
        return texts if all(texts) else ()

    def column(self, name: str) -> str:
        """Return the column of that name, in small letters, if it is a text."""
        name = name.lower()
        return name if self.columns.get(name) in _TEXTS else ""

    def present(self, presence: SqlPresence) -> SqlClause | None:
        """Return the condition that a record says something."""
        texts = self.texts(presence.places)
        return SqlClause(presence.athena.format(*texts)) if texts else None

    def aggregated(self) -> tuple[str, ...]:
        """Return the condition of aggregated events, which have their values in other places."""
        if self._text("eventtype"):
            return ("eventtype = 'AwsAggregatedEvent'",)
        return ("eventname IS NULL",) if self._text("eventname") else ()

    def _text(self, place: str) -> str:
        """Return SQL of a column's text, of a struct or array as JSON; ``""`` if it is none."""
        name, *members = place.split(".")
        kind = "".join(self.columns.get(name, "").lower().split())
        if not members:
            return name if kind in _TEXTS else ""
        declared = set(re.findall(r"[<,](\w+):", kind))
        if not kind.startswith(("struct<", "array<struct<")) or not declared.issuperset(members):
            return ""
        return f"json_format(CAST({name} AS JSON))"

"""What a filter asks of a CloudTrail Lake event data store.

Only ``eventJson``, the record that is read anyway, and three plain columns are relied on: AWS does
not say how Lake writes what is nested in its maps, nor how it writes NULL. AWS: "Supported SQL
schema for event data stores" and "CloudTrail Lake SQL constraints", CloudTrail user guide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.filters.fields.conditions.sql import SqlClause, held
from sestrail_tui.filters.pushdown.any_word import ANY_WORD
from sestrail_tui.filters.pushdown.sql.condition import condition

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.filters.fields.conditions.sql import SqlPresence
    from sestrail_tui.filters.syntax.tree import Node

_RECORD: Final = "eventJson"
_OTHERS: Final = ("eventType = 'AwsAggregatedEvent'", f"{_RECORD} LIKE '%\"class_uid\"%'")
_MOST: Final = 9_500
"""Characters; a statement may have 10,000 (AWS: StartQuery API reference)."""


class LakeTable:
    """Every word of a field stands in the text of the whole record."""

    @property
    def has_whole_records(self) -> bool:
        """Whether its texts are whole records: they are."""
        return True

    def texts(self, places: Sequence[str]) -> tuple[str, ...]:
        """Return the record's text, which holds what any of the columns does."""
        return (_RECORD,) if places else ()

    def column(self, name: str) -> str:
        """Return the plain column of that name."""
        return name

    def present(self, presence: SqlPresence) -> SqlClause:
        """Return the condition that a record says something."""
        return SqlClause(presence.lake.format(_RECORD), (_RECORD,))


_LAKE: Final = LakeTable()


def lake_condition(node: Node) -> str:
    """Return the condition for the records that ``node`` may keep; ``""`` for all."""
    return condition(
        node, _LAKE, _MOST, _OTHERS, lambda pattern: held(pattern, ANY_WORD, (_RECORD,))
    )

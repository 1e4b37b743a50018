"""What is asked for instead of ``-field:(none)`` and ``-field:*``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.filters.fields.pattern import ANY, NONE
from sestrail_tui.filters.fields.registry import FIELDS

if TYPE_CHECKING:
    from sestrail_tui.filters.fields.pattern import Pattern


def opposite(field: str, pattern: Pattern) -> Pattern | None:
    """Return the pattern to ask for where ``pattern`` is denied; ``None`` where there is none.

    What CloudTrail left out of a record is neither absent nor a value.
    """
    if pattern == ANY:
        return NONE
    return ANY if pattern == NONE and not FIELDS[field].may_be_unknown else None

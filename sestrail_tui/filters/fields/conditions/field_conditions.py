"""What one dialect of push-down can ask of one field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sestrail_tui.filters.fields.pattern import Pattern

C = TypeVar("C")
"""A condition of the dialect."""


def _unknown(_: object) -> None:
    """Say that no condition is known, so every record has to come."""


@dataclass(frozen=True)
class FieldConditions(Generic[C]):
    """Conditions on a field's value; ``None`` where none is known and every record has to come.

    Each may hold for more records than it says. A pattern is never ``(unknown)``.
    """

    matches: Callable[[Pattern], C | None] = _unknown
    """Holds wherever the value matches; for ``(none)``, wherever the record says no value: what
    CloudTrail left out counts as that."""
    differs: Callable[[Pattern], C | None] = _unknown
    """Holds wherever the value does not match a pattern other than ``*`` and ``(none)``."""
    matches_any: Callable[[Sequence[Pattern]], C | None] = _unknown
    """Holds wherever the value matches one of the patterns of which `matches` knows nothing."""


NOT_ASKED: Final[FieldConditions[Any]] = FieldConditions()
"""Nothing: what holds for a field that says no more."""

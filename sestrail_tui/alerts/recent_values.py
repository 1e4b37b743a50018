"""The values that were seen last, as many as are remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class RecentValues:
    """Remembers the ``limit`` values that were seen last, and evicts the one seen longest ago."""

    def __init__(self, limit: int, values: Iterable[str] = ()) -> None:
        self.limit = limit
        self.has_evicted = False
        """Whether a value that is new here may have been seen before."""
        self._values: dict[str, None] = {}  # the one seen longest ago first
        for value in values:
            self.add(value)

    def add(self, value: str) -> bool:
        """Remember a value; return whether it is new among those remembered."""
        is_new = value not in self._values
        if not is_new:
            del self._values[value]
        self._values[value] = None
        if len(self._values) > self.limit:
            del self._values[next(iter(self._values))]
            self.has_evicted = True
        return is_new

    def __len__(self) -> int:
        return len(self._values)

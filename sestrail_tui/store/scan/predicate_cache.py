"""A predicate's results, one per distinct value of a column, for whole columns at once.

A column may have hundreds of thousands of values. No more of them are tested at one time than a
frame has room for (`Budget`); rows with a value that was not tested stay open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.store.columns.dictionary import Codes, Dictionary
    from sestrail_tui.store.columns.rows import Mask

AT_ONCE: Final = 8_000
"""Values tested in one go, some 5 ms; a million usual records have some thousand."""


class Budget:
    """How many values may still be tested now."""

    def __init__(self, left: int = AT_ONCE) -> None:
        self.left = left

    def take(self, count: int) -> int:
        """Return how many of ``count`` may be tested."""
        granted = min(count, self.left)
        self.left -= granted
        return granted


class PredicateCache:
    """Calls ``test`` once per value; values that come later are tested when they are met."""

    def __init__(
        self, dictionary: Dictionary, test: Callable[[Any], bool], budget: Budget | None = None
    ) -> None:
        self._dictionary = dictionary
        self._test = test
        self._reuses = dictionary.reuses
        self._tested = 0
        self._lookup: Mask = np.zeros(64, np.bool_)
        self._yes = 0
        self._only = 0
        self.refresh(budget)

    def refresh(self, budget: Budget | None = None) -> None:
        """Test the values that are new, as far as the budget goes."""
        values, reuses = self._dictionary.values_by_code, self._dictionary.reuses
        if self._tested == len(values) and self._reuses == reuses:
            return
        self._make_room(len(values))
        reused = self._dictionary.reused_since(self._reuses)
        if reused is None:
            self._tested = 0
            self._lookup[:] = False
        again = [code for code in reused or () if code < self._tested]
        self._lookup[again] = [self._test(values[code]) for code in again]
        self._reuses = reuses
        untested = len(values) - self._tested
        end = self._tested + (untested if budget is None else budget.take(untested))
        self._lookup[self._tested : end] = [
            self._test(value) for value in values[self._tested : end]
        ]
        self._tested = end
        self._yes = int(np.count_nonzero(self._lookup))
        self._only = int(np.argmax(self._lookup)) if self._yes == 1 else 0

    @property
    def complete(self) -> bool:
        """Whether every value has been tested."""
        return self._tested == len(self._dictionary.values_by_code)

    @property
    def never(self) -> bool:
        """Whether no value that was tested passes."""
        return not self._yes

    def over(self, codes: Codes) -> Mask:
        """Return the result for each code; no for one that was not tested."""
        if self._yes == 1:
            return np.equal(codes, self._only)
        if not self._yes:
            return np.zeros(len(codes), np.bool_)
        return np.take(self._lookup, codes)

    def untested(self, codes: Codes) -> Mask | None:
        """Return which codes were not tested; ``None``: all were."""
        return None if self.complete else np.greater_equal(codes, self._tested)

    def _make_room(self, values: int) -> None:
        if values > len(self._lookup):
            grown = np.zeros(2 * values, np.bool_)
            grown[: len(self._lookup)] = self._lookup
            self._lookup = grown

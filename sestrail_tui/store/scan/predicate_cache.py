"""A predicate's answers, one per distinct value of a column, for whole columns at once.

A column may have hundreds of thousands of values. No more of them are asked about at one time than
a frame has room for (`Budget`); rows with a value that was not asked about stay open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.store.columns.dictionary import Codes, Dictionary

Mask: TypeAlias = NDArray[np.bool_]
AT_ONCE: Final = 8_000
"""Values asked about in one go, some 5 ms; a million usual records have some thousand."""


class Budget:
    """How many values may still be asked about now."""

    def __init__(self, left: int = AT_ONCE) -> None:
        self.left = left

    def take(self, wanted: int) -> int:
        """Give how many of ``wanted`` may be asked about."""
        granted = min(wanted, self.left)
        self.left -= granted
        return granted


class Answers:
    """Asks ``test`` once per value; values that come later are asked about when they are met."""

    def __init__(
        self, dictionary: Dictionary, test: Callable[[Any], bool], budget: Budget | None = None
    ) -> None:
        self._dictionary = dictionary
        self._test = test
        self._reuses = dictionary.reuses
        self._asked = 0
        self._lookup: Mask = np.zeros(64, np.bool_)
        self._yes = 0
        self._only = 0
        self.refresh(budget)

    def refresh(self, budget: Budget | None = None) -> None:
        """Ask about the values that are new, as far as the budget goes."""
        values, reuses = self._dictionary.values_by_code, self._dictionary.reuses
        if self._asked == len(values) and self._reuses == reuses:
            return
        self._make_room(len(values))
        reused = self._dictionary.reused_since(self._reuses)
        if reused is None:
            self._asked = 0
            self._lookup[:] = False
        again = [code for code in reused or () if code < self._asked]
        self._lookup[again] = [self._test(values[code]) for code in again]
        self._reuses = reuses
        wanted = len(values) - self._asked
        end = self._asked + (wanted if budget is None else budget.take(wanted))
        self._lookup[self._asked : end] = [self._test(value) for value in values[self._asked : end]]
        self._asked = end
        self._yes = int(np.count_nonzero(self._lookup))
        self._only = int(np.argmax(self._lookup)) if self._yes == 1 else 0

    @property
    def complete(self) -> bool:
        """Whether every value has been asked about."""
        return self._asked == len(self._dictionary.values_by_code)

    @property
    def never(self) -> bool:
        """Whether no value that was asked about passes the test."""
        return not self._yes

    def over(self, codes: Codes) -> Mask:
        """Give the answer for each code; no for one that was not asked about."""
        if self._yes == 1:
            return np.equal(codes, self._only)
        if not self._yes:
            return np.zeros(len(codes), np.bool_)
        return np.take(self._lookup, codes)

    def unasked(self, codes: Codes) -> Mask | None:
        """Tell which codes were not asked about; ``None``: all were."""
        return None if self.complete else np.greater_equal(codes, self._asked)

    def _make_room(self, values: int) -> None:
        if values > len(self._lookup):
            grown = np.zeros(2 * values, np.bool_)
            grown[: len(self._lookup)] = self._lookup
            self._lookup = grown

"""A predicate's answers, one per distinct value of a column, for whole columns at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.store.dictionary import Codes, Dictionary

Mask: TypeAlias = NDArray[np.bool_]


class Answers:
    """Asks ``test`` once per value; values that come later are asked when they are met."""

    def __init__(self, dictionary: Dictionary, test: Callable[[Any], bool]) -> None:
        self._dictionary = dictionary
        self._test = test
        self._generation = dictionary.generation
        self._reused = 0
        self._table: list[bool] = []
        self._lookup: Mask = np.empty(0, np.bool_)
        self._yes: list[int] = []
        self.refresh()

    def refresh(self) -> None:
        """Ask about the values that are new."""
        values, reused = self._dictionary.values_by_code, self._dictionary.reused
        if self._generation != self._dictionary.generation:
            self._generation = self._dictionary.generation
            self._reused = len(reused)
            self._table.clear()
        known = len(self._table)
        if known == len(values) and self._reused == len(reused):
            return
        self._table.extend(map(self._test, values[known:]))
        for code in reused[self._reused :]:
            self._table[code] = self._test(values[code])
        self._reused = len(reused)
        self._lookup = np.array(self._table, np.bool_)
        self._yes = np.flatnonzero(self._lookup).tolist()

    @property
    def never(self) -> bool:
        """Whether no value at all passes the test."""
        return not self._yes

    def over(self, codes: Codes) -> Mask:
        """Give the answer for each code."""
        if len(self._yes) == 1:
            return np.equal(codes, self._yes[0])
        if not self._yes:
            return np.zeros(len(codes), np.bool_)
        return np.take(self._lookup, codes)

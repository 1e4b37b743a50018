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
        self._table: list[bool] = []
        self._lookup: Mask = np.empty(0, np.bool_)
        self._yes: list[int] = []

    def refresh(self) -> None:
        """Ask about the values that are new."""
        values = self._dictionary.values_by_code
        if self._generation != self._dictionary.generation:
            self._generation = self._dictionary.generation
            self._table.clear()
            self._yes.clear()
        known = len(self._table)
        if known == len(values):
            return
        self._table.extend(map(self._test, values[known:]))
        self._lookup = np.array(self._table)
        self._yes.extend(code for code in range(known, len(self._table)) if self._table[code])

    @property
    def never(self) -> bool:
        """Whether no value at all passes the test."""
        return not self._yes

    def over(self, codes: Codes) -> Mask:
        """Give the answer for each code."""
        if len(self._yes) == 1:
            return codes == self._yes[0]
        if not self._yes:
            return np.zeros(len(codes), np.bool_)
        return np.take(self._lookup, codes)

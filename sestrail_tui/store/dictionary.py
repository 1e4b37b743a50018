"""The distinct values of one column, each with a small code and the number of rows that hold it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterator

Value: TypeAlias = str | tuple[str, ...]
"""What a coded column holds: a text, or the texts of ``tags``."""

Codes: TypeAlias = NDArray[np.unsignedinteger]

_FEW: Final = 1024
"""Fewer dead values than this are not worth sweeping."""


class Dictionary(dict[Value, int]):
    """Value -> code; looking up a value not seen before gives it the next code."""

    __slots__ = ("_free", "generation", "reused", "rows", "values_by_code")

    def __init__(self) -> None:
        super().__init__()
        self.values_by_code: list[Value] = []
        self.rows: NDArray[np.int64] = np.zeros(64, np.int64)
        """Rows that hold each code; may be longer than there are codes."""
        self.generation = 0
        """Grows when codes are freed; what was noted of a code before that is void."""
        self.reused: list[int] = []
        """The freed codes given to other values in this generation, in that order."""
        self._free: list[int] = []

    def __missing__(self, value: Value) -> int:
        if self._free:
            code = self._free.pop()
            self.values_by_code[code] = value
            self.reused.append(code)
        else:
            code = len(self.values_by_code)
            self.values_by_code.append(value)
        self[value] = code
        return code

    def count(self, codes: Codes) -> None:
        """Note new rows, one per code."""
        known = len(self.values_by_code)
        if known > len(self.rows):
            grown = np.zeros(2 * known, np.int64)
            grown[: len(self.rows)] = self.rows
            self.rows = grown
        np.add.at(self.rows, codes, 1)

    def uncount(self, codes: Codes) -> None:
        """Forget rows, one per code; frees the codes of values that no row holds any more."""
        np.subtract.at(self.rows, codes, 1)
        known = len(self.values_by_code)
        dead = known - len(self._free) - np.count_nonzero(self.rows[:known])
        if dead > max(_FEW, known // 2):
            self._sweep()

    def counted(self) -> Iterator[tuple[Value, int]]:
        """Yield each value that a row holds, with the number of such rows."""
        rows = self.rows[: len(self.values_by_code)]
        for code in np.flatnonzero(rows).tolist():
            yield self.values_by_code[code], int(rows[code])

    def _sweep(self) -> None:
        free = set(self._free)
        for code in np.flatnonzero(self.rows[: len(self.values_by_code)] == 0).tolist():
            if code not in free:
                del self[self.values_by_code[code]]
                self.values_by_code[code] = ""
                self._free.append(code)
        self.generation += 1
        self.reused.clear()

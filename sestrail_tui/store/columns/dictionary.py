"""The distinct values of one column, each with a small code and the number of rows that hold it.

A value goes with the last row that holds it, and its code is given to the next new value: a column
of values that no two rows share (tags, often) never holds more of them than there are rows. Such
values are not looked up for long: what is all but always new is not worth the room of a hash table
of a million. Should one come again after all, it gets a second code.
"""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterator

Value: TypeAlias = str | tuple[str, ...]
"""What a coded column holds: a text, or the texts of ``tags``."""

Codes: TypeAlias = NDArray[np.unsignedinteger]

_LISTED: Final = 8192
"""Reused codes that are listed, for those who keep something by code to catch up with."""
_LOOKED_UP: Final = 32_768
"""Values that are looked up before it is checked whether they are worth it; some 3 ms to thin."""
_ONE: Final = np.uint32(1)
"""Of the type of the counts: numpy is eight times slower where it has to convert."""
_ALONE: Final = 0.9
"""The share of values with one row each from which on those are looked up no longer."""


class Dictionary(dict[Value, int]):
    """Value -> code; looking up a value not seen before gives it the next code."""

    __slots__ = ("_free", "_reused", "_room", "reuses", "rows", "several", "values_by_code")

    def __init__(self) -> None:
        super().__init__()
        self.values_by_code: list[Value] = []
        self.rows: NDArray[np.uint32] = np.zeros(64, np.uint32)
        """Rows that hold each code; may be longer than there are codes."""
        self.reuses = 0
        """How often a freed code was given to another value; see `reused_since`."""
        self.several = False
        """Whether a value may have several codes."""
        self._room = _LOOKED_UP
        self._reused: list[int] = []
        self._free: list[int] = []

    def __missing__(self, value: Value) -> int:
        if self._free:
            code = self._free.pop()
            self.values_by_code[code] = value
            self._reuse(code)
        else:
            code = len(self.values_by_code)
            self.values_by_code.append(value)
        self[value] = code
        return code

    def count(self, codes: Codes) -> None:
        """Note new rows, one per code."""
        known = len(self.values_by_code)
        if known > len(self.rows):
            grown = np.zeros(2 * known, np.uint32)
            grown[: len(self.rows)] = self.rows
            self.rows = grown
        np.add.at(self.rows, codes.astype(np.intp), _ONE)
        if len(self) > self._room:
            self._thin()

    def uncount(self, codes: Codes) -> None:
        """Forget rows, one per code; frees the codes of values that no row holds any more."""
        np.subtract.at(self.rows, codes.astype(np.intp), _ONE)
        for code in np.unique(codes[self.rows[codes] == 0]).tolist():
            value = self.values_by_code[code]
            if self.get(value) == code:
                del self[value]
            self.values_by_code[code] = ""
            self._free.append(code)

    def reused_since(self, reuses: int) -> list[int] | None:
        """Return the codes given another value since `reuses` was so many; ``None``: too many."""
        news = self.reuses - reuses
        if news > len(self._reused):
            return None
        return self._reused[len(self._reused) - news :]

    def counted(self) -> Iterator[tuple[Value, int]]:
        """Yield each value that a row holds, with the number of such rows; see `several`."""
        rows = self.rows[: len(self.values_by_code)]
        for code in np.flatnonzero(rows).tolist():
            yield self.values_by_code[code], int(rows[code])

    def _thin(self) -> None:
        """Look up only those that several rows share, where nearly all are of one row."""
        alone = self.rows[np.fromiter(self.values(), np.int64, len(self))] == 1
        if np.count_nonzero(alone) < _ALONE * len(self):
            self._room = 2 * len(self)
            return
        shared = list(compress(self.items(), np.logical_not(alone).tolist()))
        self.clear()
        self.update(shared)
        self.several = True

    def _reuse(self, code: int) -> None:
        self.reuses += 1
        self._reused.append(code)
        if len(self._reused) > _LISTED:
            del self._reused[: _LISTED // 2]

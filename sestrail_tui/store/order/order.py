"""Rows kept sorted by (key, row), growing at the tail and by insertion, shrinking at the front."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING, Final

import numpy as np

from sestrail_tui.store.columns.rows import NO_ROWS, Rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sestrail_tui.store.columns.rows import Mask

_SLACK: Final = 1024
_SHARES: Final = cycle((4, 5, 6, 7))
"""Arrays grow by a fourth to a seventh, each by another share, so that they grow at different
times: at a million rows one of them takes half a frame."""

_GONE: Final = 16
"""Where one place in so many is of a row that was dropped, rows move up and no array grows."""

_CHUNK: Final = 32_768
"""Rows looked at in one go."""
_MANY: Final = 16_384
"""Keys; fewer are sorted as fast by comparing."""


class Order:
    """Two parallel arrays, keys and rows, sorted by (key, row); an insertion shifts the tail."""

    def __init__(self) -> None:
        self._keys = self._rows = NO_ROWS
        self._start = self._end = 0
        self._newest = -1

    @property
    def keys(self) -> Rows:
        """The sort keys, ascending: a window that the next change may overwrite."""
        return self._keys[self._start : self._end]

    @property
    def rows(self) -> Rows:
        """The rows in order: a window that the next change may overwrite."""
        return self._rows[self._start : self._end]

    def __len__(self) -> int:
        return self._end - self._start

    def position(self, key: int, row: int) -> int:
        """Return the index at which (key, row) is, or would be inserted."""
        keys = self.keys
        left = int(np.searchsorted(keys, key, "left"))
        right = int(np.searchsorted(keys, key, "right"))
        return left + int(np.searchsorted(self.rows[left:right], row))

    def copy(self) -> Order:
        """Return an order of its own, of the same rows."""
        order = self._empty(len(self))
        order._keys[: order._end] = self.keys
        order._rows[: order._end] = self.rows
        return order

    def picked(self, marks: Mask, first_row: int, count: int) -> Order:
        """Return an order of its own, of the ``count`` rows that ``marks`` tell, from a row on.

        A chunk at a time: what is put down in between stays in the processor's cache.
        """
        order = self._empty(count)
        done = 0
        for start in range(self._start, self._end, _CHUNK):
            chunk = slice(start, min(start + _CHUNK, self._end))
            rows = self._rows[chunk]
            (at,) = marks[rows - first_row].nonzero()
            into = slice(done, done + len(at))
            np.take(rows, at, out=order._rows[into], mode="clip")  # unbuffered so
            np.take(self._keys[chunk], at, out=order._keys[into], mode="clip")
            done = into.stop
        return order

    def _empty(self, count: int) -> Order:
        order = Order()
        order._newest = self._newest
        order._end = count
        order._keys, order._rows = _roomy(count), _roomy(count)
        return order

    def merge(self, keys: Rows, rows: Rows) -> int:
        """Put in ascending ``rows``, none of them held; return the lowest index changed."""
        held = len(self)
        if not len(rows):
            return held
        later, self._newest = rows[0] > self._newest, max(self._newest, int(rows[-1]))
        by_key = _sorting(keys)
        keys, rows = keys[by_key], rows[by_key]
        at = np.searchsorted(self.keys, keys, "right") if later else self._positions(keys, rows)
        lowest = int(at[0])
        self._reserve(len(rows))
        start, end = self._start + lowest, self._end + len(rows)
        if lowest < held:
            final = at - lowest + np.arange(len(at))
            kept = np.ones(end - start, np.bool_)
            kept[final] = False
            for array, news in ((self._keys, keys), (self._rows, rows)):
                tail = array[start : self._end].copy()
                array[start:end][kept] = tail
                array[start:end][final] = news
        else:
            self._keys[start:end] = keys
            self._rows[start:end] = rows
        self._end = end
        return lowest

    def drop(self, first_row: int, through: int) -> int:
        """Drop rows below ``first_row``, none with a key above ``through``; return how many.

        Only the rows up to that key are looked at.
        """
        upto = int(np.searchsorted(self.keys, through, "right"))
        kept = self.rows[:upto] >= first_row
        gone = upto - int(np.count_nonzero(kept))
        if gone:
            start, end = self._start, self._start + upto
            for array in (self._keys, self._rows):
                array[start + gone : end] = array[start:end][kept]
            self._start += gone
        return gone

    def _positions(self, keys: Rows, rows: Rows) -> NDArray[np.int64]:
        held = self.rows
        left = np.searchsorted(self.keys, keys, "left")
        right = np.searchsorted(self.keys, keys, "right")
        while (wide := left < right).any():
            middle = (left + right) >> 1
            below = wide & (held[np.minimum(middle, len(held) - 1)] < rows)
            left = np.where(below, middle + 1, left)
            right = np.where(wide & ~below, middle, right)
        return left

    def _reserve(self, more: int) -> None:
        room = min(len(self._keys), len(self._rows))
        if self._end + more > room and _GONE * self._start > room:
            for array in (self._keys, self._rows):
                array[: len(self)] = array[self._start : self._end]
            self._start, self._end = 0, len(self)
        self._keys = self._grown(self._keys, more)
        self._rows = self._grown(self._rows, more)

    def _grown(self, array: Rows, more: int) -> Rows:
        if self._end + more <= len(array):
            return array
        grown = _roomy(self._end + more)
        grown[self._start : self._end] = array[self._start : self._end]
        return grown


def _sorting(keys: Rows) -> NDArray[np.intp]:
    """Return where the keys are in ascending order, equal ones as they come.

    Many are sorted by 16 bits at a time, for which numpy takes linear time.
    """
    if len(keys) < _MANY:
        return keys.argsort(kind="stable")
    above = (keys - keys.min()).view(np.uint64)
    at: NDArray[np.intp] = above.astype(np.uint16).argsort(kind="stable")
    for shift in range(16, int(above.max()).bit_length(), 16):
        part = (above >> np.uint64(shift)).astype(np.uint16)
        at = at[part[at].argsort(kind="stable")]
    return at


def _roomy(count: int) -> Rows:
    return np.empty(count + count // next(_SHARES) + _SLACK, np.int64)

"""The keys of records seen before, in about eight bytes each."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import deque
from typing import Final, NamedTuple

GENERATION: Final = 1_000_000
"""As many records as the store holds: a key that was forgotten is of a record long let go."""
A_DAY: Final = 5
"""Generations that hold a day of 50 records a second, each 50th delivered twice."""
_SHARDS: Final = 4096
"""So many sorted arrays, chosen by the low bits of a key: an insertion moves a few kB at most."""


class _Old(NamedTuple):
    """A full generation, its shards one behind another: many small arrays would leave gaps."""

    keys: array[int]
    starts: array[int]


class Seen:
    """A set of 64-bit keys, kept by generations; the oldest is forgotten for the ``kept`` newest.

    So at least ``generation * kept`` keys are known, and at most a generation more.
    """

    def __init__(self, generation: int = GENERATION, kept: int = 2) -> None:
        self._generation = generation
        self._shards = _empty()
        self._old: deque[_Old] = deque(maxlen=kept)
        self._count = 0

    def add(self, key: int) -> bool:
        """Add a key between -2**63 and 2**63 - 1; say whether it is new. Takes 1 to 2 us."""
        number = key & _SHARDS - 1
        shard = self._shards[number]
        if shard is None:
            shard = self._shards[number] = array("q")
        at = bisect_left(shard, key)
        if (at < len(shard) and shard[at] == key) or self._was_before(key, number):
            return False
        shard.insert(at, key)
        self._count += 1
        if self._count == self._generation:
            self._old.appendleft(_together(self._shards))
            self._shards, self._count = _empty(), 0
        return True

    def _was_before(self, key: int, number: int) -> bool:
        for keys, starts in self._old:
            end = starts[number + 1]
            at = bisect_left(keys, key, starts[number], end)
            if at < end and keys[at] == key:
                return True
        return False


def _empty() -> list[array[int] | None]:
    return [None] * _SHARDS  # made when first wanted: all of them would take half a frame


def _together(shards: list[array[int] | None]) -> _Old:
    """Join the shards of a generation: 3 ms for a million keys."""
    keys = array("q", b"".join([shard or b"" for shard in shards]))
    starts = array("q", [0])
    for shard in shards:
        starts.append(starts[-1] + len(shard or ()))
    return _Old(keys, starts)

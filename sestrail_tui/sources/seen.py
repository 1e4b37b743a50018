"""The keys of records seen before, in about nine bytes each."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import Final

_SHARDS: Final = 4096
"""So many sorted arrays, chosen by the low bits of a key: an insertion moves a few kB at most."""


class Seen:
    """A set of 64-bit keys that forgets the oldest once it holds twice ``generation`` of them."""

    def __init__(self, generation: int = 5_000_000) -> None:
        self._generation = generation
        self._shards = _empty()
        self._before = _empty()
        self._count = 0

    def add(self, key: int) -> bool:
        """Add a key between -2**63 and 2**63 - 1; say whether it is new. Takes about 1 us."""
        number = key & _SHARDS - 1
        shard = self._shards[number]
        if shard is None:
            shard = self._shards[number] = array("q")
        at = bisect_left(shard, key)
        if (at < len(shard) and shard[at] == key) or self._was_before(key):
            return False
        shard.insert(at, key)
        self._count += 1
        if self._count == self._generation:
            self._before, self._shards, self._count = self._shards, _empty(), 0
        return True

    def _was_before(self, key: int) -> bool:
        shard = self._before[key & _SHARDS - 1]
        if shard is None:
            return False
        at = bisect_left(shard, key)
        return at < len(shard) and shard[at] == key


def _empty() -> list[array[int] | None]:
    return [None] * _SHARDS  # made when first wanted: all of them would take half a frame

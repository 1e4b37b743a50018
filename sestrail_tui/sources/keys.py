"""A growing set of 64-bit keys in about eight bytes each."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import Final

SHARDS: Final = 4096


class Keys:
    """Sorted arrays, one of them chosen by the low bits of a key: an insertion moves few bytes.

    ``shards`` is a power of two; each array costs some 80 bytes of its own.
    """

    def __init__(self, shards: int = SHARDS) -> None:
        self._mask = shards - 1
        # Made when first wanted: all of 4,096 would take half a frame.
        self.shards: list[array[int] | None] = [None] * shards
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __contains__(self, key: int) -> bool:
        shard = self.shards[key & self._mask]
        if shard is None:
            return False
        at = bisect_left(shard, key)
        return at < len(shard) and shard[at] == key

    def add(self, key: int) -> bool:
        """Add a key between -2**63 and 2**63 - 1; say whether it is new. Takes about 1 us."""
        number = key & self._mask
        shard = self.shards[number]
        if shard is None:
            shard = self.shards[number] = array("q")
        at = bisect_left(shard, key)
        if at < len(shard) and shard[at] == key:
            return False
        shard.insert(at, key)
        self._count += 1
        return True

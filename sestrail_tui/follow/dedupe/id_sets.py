"""Sets of 64-bit keys in few bytes: one that grows, and one that is full."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

SHARDS: Final = 4096


class IdSet:
    """Sorted arrays, one of them chosen by the low bits of a key: an insertion moves few bytes.

    ``shards`` is a power of two; each array costs some 80 bytes of its own.
    """

    def __init__(self, shards: int = SHARDS) -> None:
        self._mask = shards - 1
        # Made when first wanted: all of 4,096 would take half a frame.
        self._shards: list[array[int] | None] = [None] * shards
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, key: int) -> bool:
        """Add a key between -2**63 and 2**63 - 1; say whether it is new. Takes about 1 us."""
        number = key & self._mask
        shard = self._shards[number]
        if shard is None:
            shard = self._shards[number] = array("q")
        at = bisect_left(shard, key)
        if at < len(shard) and shard[at] == key:
            return False
        shard.insert(at, key)
        self._count += 1
        return True

    def holds(self, key: int) -> bool:
        """Tell whether ``key`` was added."""
        shard = self._shards[key & self._mask]
        if shard is None:
            return False
        at = bisect_left(shard, key)
        return at < len(shard) and shard[at] == key

    def shards(self) -> Iterable[array[int]]:
        """Return the arrays."""
        return (array("q") if shard is None else shard for shard in self._shards)


class PackedIdSet:
    """Sorted arrays one behind another: many small ones would leave gaps in the memory."""

    def __init__(self, shards: Iterable[array[int]], typecode: str = "q") -> None:
        """``typecode`` is that of the arrays. 3 ms for a million keys in 4,096 of them."""
        parts = tuple(shards)
        self._keys = array(typecode, b"".join(parts))
        self._starts = array("q", [0])
        for part in parts:
            self._starts.append(self._starts[-1] + len(part))

    def __len__(self) -> int:
        return len(self._keys)

    def holds(self, key: int, number: int) -> bool:
        """Tell whether ``key`` is in the array of that number."""
        end = self._starts[number + 1]
        at = bisect_left(self._keys, key, self._starts[number], end)
        return at < end and self._keys[at] == key

"""The keys of records seen before, the latest ones, in about eight bytes each."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import deque
from typing import Final, NamedTuple

from sestrail_tui.sources.keys import Keys

GENERATION: Final = 1_000_000
"""As many records as the store holds: a key that was forgotten is of a record long let go."""


class _Old(NamedTuple):
    """A full generation, its shards one behind another: many small arrays would leave gaps."""

    keys: array[int]
    starts: array[int]


class Seen:
    """A set of 64-bit keys, kept by generations; the oldest is forgotten for the ``kept`` newest.

    So at least ``generation * kept`` keys are known, and at most a generation more.
    """

    def __init__(self, generation: int = GENERATION, kept: int = 1) -> None:
        self._generation = generation
        self._young = Keys()
        self._old: deque[_Old] = deque(maxlen=kept)

    def add(self, key: int) -> bool:
        """Add a key between -2**63 and 2**63 - 1; say whether it is new. Takes 1 to 2 us."""
        if key in self._young or self._was_before(key) or not self._young.add(key):
            return False
        if len(self._young) == self._generation:
            self._old.appendleft(_together(self._young))
            self._young = Keys()
        return True

    def _was_before(self, key: int) -> bool:
        number = key & len(self._young.shards) - 1
        for keys, starts in self._old:
            end = starts[number + 1]
            at = bisect_left(keys, key, starts[number], end)
            if at < end and keys[at] == key:
                return True
        return False


def _together(young: Keys) -> _Old:
    """Join the shards of a generation: 3 ms for a million keys."""
    keys = array("q", b"".join([shard or b"" for shard in young.shards]))
    starts = array("q", [0])
    for shard in young.shards:
        starts.append(starts[-1] + len(shard or ()))
    return _Old(keys, starts)

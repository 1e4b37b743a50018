"""The keys of records seen before, the latest ones, in about eight bytes each."""

from __future__ import annotations

from collections import deque
from typing import Final

from sestrail_tui.follow.dedupe.id_sets import SHARDS, IdSet, PackedIdSet

GENERATION: Final = 1_000_000
"""As many records as the store holds: a key that was forgotten is of a record long evicted."""


class SeenContent:
    """A set of 64-bit keys, kept by generations; the oldest is forgotten for the ``kept`` newest.

    So at least ``generation * kept`` keys are known, and at most a generation more.
    """

    def __init__(self, generation: int = GENERATION, kept: int = 1) -> None:
        self._generation = generation
        self._young = IdSet()
        self._old: deque[PackedIdSet] = deque(maxlen=kept)
        self._discarded: set[int] = set()

    def add(self, key: int) -> bool:
        """Add a key between -2**63 and 2**63 - 1; say whether it is new. Takes 1 to 2 us."""
        if key in self._discarded:
            self._discarded.discard(key)
            return True
        number = key & SHARDS - 1
        for old in self._old:
            if old.holds(key, number):
                return False
        if not self._young.add(key):
            return False
        if len(self._young) == self._generation:
            self._old.appendleft(PackedIdSet(self._young.shards()))
            self._young = IdSet()
        return True

    def discard(self, key: int) -> None:
        """Take a key that was added back: it is new again."""
        self._discarded.add(key)

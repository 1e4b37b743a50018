"""The last ids seen, in bounded memory."""

from __future__ import annotations


class RecentIds:
    """Remembers ids in two generations of ``size`` each; the oldest are forgotten."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._young: set[str] = set()
        self._old: set[str] = set()

    def add(self, key: str) -> bool:
        """Remember ``key``; True when it was not known (an empty one never is)."""
        if not key:
            return True
        if key in self._young or key in self._old:
            return False
        if len(self._young) >= self._size:
            self._old, self._young = self._young, set()
        self._young.add(key)
        return True

    def __contains__(self, key: str) -> bool:
        return key in self._young or key in self._old

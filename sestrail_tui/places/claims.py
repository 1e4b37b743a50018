"""Which of several connections of one account reads a place: the first that finds it.

A trail of several regions is seen from each of them, but its log group is in one.
"""

from __future__ import annotations


class Claims:
    """Who reads what; shared by connections of the same credentials."""

    def __init__(self) -> None:
        self._owners: dict[tuple[str, ...], object] = {}

    def claim(self, owner: object, *key: str) -> bool:
        """Return whether the place is the owner's; it is, from now on, unless it is another's."""
        return self._owners.setdefault(key, owner) is owner

"""What was given for the flags of places."""

from __future__ import annotations

from typing import Final, TypeAlias

FlagValue: TypeAlias = "tuple[str, ...] | bool"
"""Texts that name places, or whether a switch is on."""

LOG_GROUPS: Final = "log_groups"
BUCKETS: Final = "buckets"
"""The flags that name what trails fill: places of other kinds ask about them too."""


class FlagValues(dict[str, FlagValue]):
    """Values of `PlaceFlag`s, by their parameter; what is not in it was not given."""

    def named(self, parameter: str) -> tuple[str, ...]:
        """Return the texts of a flag that names places."""
        value = self.get(parameter, ())
        return () if isinstance(value, bool) else value

    def is_on(self, parameter: str) -> bool:
        """Return whether a switch is on."""
        return self.get(parameter) is True

    @property
    def names_a_place(self) -> bool:
        """Whether any place is named, so that none is to be discovered."""
        return any(value for value in self.values() if not isinstance(value, bool))

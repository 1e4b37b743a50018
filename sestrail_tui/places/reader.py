"""How a connection reads the places of one kind: which ones, whether they are its own, and by what.

A reader is kept while its connection is: a feed that is opened again goes on where it stood.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from sestrail_tui.account.discovery.buckets import TrailBucket
    from sestrail_tui.account.discovery.discover import Discovered
    from sestrail_tui.account.discovery.log_groups import LogGroup
    from sestrail_tui.core.clock import Clock
    from sestrail_tui.follow.protocol import Recording
    from sestrail_tui.follow.retry.pacing import Pacers
    from sestrail_tui.follow.source import Source
    from sestrail_tui.places.context import PlaceContext
    from sestrail_tui.places.options import Options


class Claims:
    """Which of several connections of the same credentials reads a place: the first that finds it.

    A trail of several regions is seen from each of them, but its log group is in one.
    """

    def __init__(self) -> None:
        self._owners: dict[tuple[str, ...], object] = {}

    def claim(self, owner: object, *key: str) -> bool:
        """Return whether the place is the owner's; it is, from now on, unless it is another's."""
        return self._owners.setdefault(key, owner) is owner


@dataclass(frozen=True, slots=True)
class ReadingStart:
    """What is read, settled when a connection is first opened."""

    options: Options
    first_ms: int
    last_ms: int | None
    """The first and last timestamp to read (ms UTC); ``None``: endless."""
    clock: Clock
    pacers: Pacers
    claims: Claims
    """Shared with the connections of the same credentials."""


@dataclass(frozen=True, slots=True)
class Named:
    """The places that flags name, and a sentence on each that is left to another account."""

    places: tuple[Any, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConnectionReading:
    """What a connection reads in all, once each kind has taken its places."""

    followed: int
    """How many places can be followed."""
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceSources:
    """The sources over places of a kind."""

    sources: Sequence[Source] = ()
    names: Sequence[str] = ()
    """What the header names, where that is the only one."""
    plural: str = "sources"
    """What the header calls several, where all are of this kind."""
    notes: tuple[str, ...] = ()
    """What is to be said first, a sentence each."""


@dataclass(frozen=True, slots=True)
class TakenPlaces:
    """The places of a kind that a connection reads."""

    sources: Callable[[ConnectionReading], PlaceSources]
    """Makes their sources."""
    followed: int = 0
    """How many of them can be followed."""
    regions: tuple[str, ...] = ()
    """Those that are called."""
    account: str = ""
    """Whose they are, where they tell."""
    destinations: tuple[LogGroup | TrailBucket, ...] = ()
    """Those that trails fill: what these record is asked of CloudTrail."""
    recordings: tuple[Callable[[int], Awaitable[Recording]], ...] = ()
    """What tells whether sends are recorded into the others, since a moment (ms UTC)."""


class PlaceReader(Protocol):
    """Reads the places of one kind for one connection."""

    def named(self, context: PlaceContext) -> Named:
        """Read what flags name. Raises `UsageError`; `NotSetUp` where it is all another's."""

    def found(self, discovered: Discovered) -> tuple[Any, ...]:
        """Pick the places of this kind from what an account was found to have."""

    async def take(self, context: PlaceContext, places: tuple[Any, ...]) -> TakenPlaces:
        """Take places, but for those that a connection beside this one reads.

        Raises `SourceError`.
        """

"""With what a connection reads: clients, credentials, options; shared by all its places."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from sestrail_tui.account.discovery.discover import Discovered, discover

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.account.discovery.fallback import Fallback
    from sestrail_tui.account.session.clients import Clients
    from sestrail_tui.account.session.credentials import Settled
    from sestrail_tui.core.clock import Clock
    from sestrail_tui.follow.history.engine import Engine
    from sestrail_tui.follow.retry.pacing import Pacers
    from sestrail_tui.places.options import Options

T = TypeVar("T")

Engines = tuple[tuple["Engine", ...], tuple[str, ...]]
"""What can be asked for older records, and a sentence on each place that could not be looked at."""


@dataclass(frozen=True, slots=True)
class PlaceContext:
    """One account, as one opening of a connection reaches it."""

    clients: Clients
    settled: Settled
    options: Options
    regions: tuple[str, ...]
    account: str
    """``""`` where unknown."""
    pacers: Pacers
    clock: Clock
    fallbacks: tuple[Fallback, ...] = ()
    """What is looked for where there is neither log group nor bucket."""
    _shared: dict[object, Any] = field(default_factory=dict, repr=False)

    @property
    def profile(self) -> str:
        """The profile whose console shows the account; ``""`` where a role is assumed."""
        return (not self.options.role and self.options.profile) or ""

    async def discover(self) -> Discovered:
        """Look for where the account's sends are recorded. Raises `SourceError`."""
        return await discover(
            self.clients, self.regions, self.account, self.settled.login, self.fallbacks
        )

    def shared(self, make: Callable[[PlaceContext], T]) -> T:
        """Return what ``make`` gives, made once for all places of this opening."""
        if make not in self._shared:
            self._shared[make] = make(self)
        found: T = self._shared[make]
        return found

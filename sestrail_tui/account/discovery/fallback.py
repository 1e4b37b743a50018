"""What else may record sends, looked for where an account has neither log group nor bucket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from sestrail_tui.account.session.clients import Clients
    from sestrail_tui.core.errors import SourceError


@dataclass(frozen=True, slots=True)
class FoundElsewhere:
    """The places that take in sends."""

    places: tuple[Any, ...]
    lacks: tuple[str, ...] = ()
    """A sentence on each place that leaves sends out, or takes none."""
    failures: tuple[SourceError, ...] = ()
    """Why there may be others."""


class Fallback(Protocol):
    """One kind of place that is looked for last."""

    @property
    def name(self) -> str:
        """What finds it again among what was discovered."""

    @property
    def title(self) -> str:
        """What AWS calls it."""

    async def find(self, clients: Clients, regions: tuple[str, ...], login: str) -> FoundElsewhere:
        """Look for it; never raises for what AWS answers."""

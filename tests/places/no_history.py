"""What connections and feeds of the tests have in common: no past to ask for, all recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.core.errors import NotSetUp
from sestrail_tui.follow.protocol import Recording

if TYPE_CHECKING:
    from sestrail_tui.follow.history.engine import FoundEngines


class NoHistory:
    """The `past` of a `Connection` that has none, and the `recording` of a `Feed` of all sends."""

    async def history(self) -> FoundEngines:
        """Raise `NotSetUp`."""
        raise NotSetUp("There is nothing to ask for older records.")

    async def recording(self, since_ms: int) -> Recording:
        """Say that all sends were recorded."""
        return Recording()

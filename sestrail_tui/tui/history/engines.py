"""The engines of a connection's history: found once, kept open, and found anew on request."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sestrail_tui.follow.history.engine import FoundEngines
    from sestrail_tui.follow.protocol import Connection


class Engines:
    """What `Connection.history` gave; an answer may be read from it until it is closed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._opened: list[FoundEngines] = []
        self._current: FoundEngines | None = None
        self._finding = asyncio.Lock()

    async def find(self) -> FoundEngines:
        """Find the engines, where they are not known yet. Raises `SourceError`."""
        async with self._finding:
            if self._current is None:
                self._current = await self._connection.history()
                self._opened.append(self._current)
            return self._current

    def forget(self) -> None:
        """Have them looked for again; what is being asked goes on."""
        self._current = None

    async def close(self) -> None:
        """Close every connection."""
        opened, self._opened, self._current = self._opened, [], None
        for engines in opened:
            await engines.close()

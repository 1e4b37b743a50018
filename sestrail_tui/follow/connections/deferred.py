"""A connection that is made when it is first used, in a thread.

What it is made of takes longer to import than a first frame may.
"""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.account.report import Report
    from sestrail_tui.follow.history.engine import FoundEngines
    from sestrail_tui.follow.protocol import Connection, Feed


class Deferred:
    """`Connection` to an account: the one that ``make`` gives, called once, in a thread."""

    def __init__(self, make: Callable[[], Connection]) -> None:
        self._make = make
        self._made: Connection | None = None
        self._making = threading.Lock()

    async def open(self) -> Feed:
        """Open it. Raises what it raises."""
        return await (await self._there()).open()

    def login(self) -> None:
        """Log in as it does."""
        self._now().login()

    async def history(self) -> FoundEngines:
        """Find its engines."""
        return await (await self._there()).history()

    async def examine(self) -> tuple[Report, ...]:
        """Examine its accounts."""
        from sestrail_tui.follow.protocol import Examinable  # noqa: PLC0415  seldom needed

        made = await self._there()
        return await made.examine() if isinstance(made, Examinable) else ()

    async def _there(self) -> Connection:
        return await asyncio.to_thread(self._now) if self._made is None else self._made

    def _now(self) -> Connection:
        with self._making:
            if self._made is None:
                self._made = self._make()
            return self._made

"""The demo whose embedded AWS has ended, from which nothing would come any more.

Without a screen it ends; on the screen it is said, and what came stays.
"""

from __future__ import annotations

import socket
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from sestrail_tui.core.errors import DemoError
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.protocol import Examinable

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from sestrail_tui.account.report import Report
    from sestrail_tui.follow.history.engine import FoundEngines
    from sestrail_tui.follow.protocol import Arrivals, Connection, Feed, Recording


_GONE: Final = (
    "The embedded AWS has ended, so nothing new can come; what came stays here. Leave with q and "
    "run sestrail demo again."
)


@dataclass(frozen=True, slots=True)
class WhileUp:
    """`Connection` over another, whose feed raises `DemoError` once ``endpoint`` is gone.

    With ``stays`` it says so instead, in place of what the source says of its trouble.
    """

    connection: Connection
    endpoint: str
    stays: bool = False

    async def open(self) -> Feed:
        """Open the other one."""
        return _FeedWhileUp(await self.connection.open(), self.endpoint, stays=self.stays)

    def login(self) -> None:
        """Log in as the other one does."""
        self.connection.login()

    async def history(self) -> FoundEngines:
        """Find the engines of the other one."""
        return await self.connection.history()

    async def examine(self) -> tuple[Report, ...]:
        """Examine the other one's account."""
        other = self.connection
        return await other.examine() if isinstance(other, Examinable) else ()


class _FeedWhileUp:
    def __init__(self, feed: Feed, endpoint: str, *, stays: bool) -> None:
        self._feed = feed
        self._stays = stays
        self._endpoint = endpoint
        self.label, self.account, self.region = feed.label, feed.account, feed.region

    async def news(self) -> AsyncGenerator[Arrivals | Health, None]:
        async with aclosing(self._feed.news()) as news:
            async for item in news:
                if (
                    not isinstance(item, Health)
                    or item.state is not State.RETRYING
                    or is_up(self._endpoint)
                ):
                    yield item
                elif self._stays:
                    yield replace(item, sentence=_GONE)
                else:
                    raise DemoError("The embedded AWS has ended: run sestrail demo again.")

    async def recording(self, since_ms: int) -> Recording:
        return await self._feed.recording(since_ms)

    async def close(self) -> None:
        await self._feed.close()


def is_up(endpoint: str) -> bool:
    """Whether anybody listens there; on loopback that is known at once."""
    url = urlsplit(endpoint)
    try:
        with socket.create_connection((url.hostname or "", url.port or 0), timeout=1):
            return True
    except OSError:
        return False

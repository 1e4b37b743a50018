"""The demo without a screen ends when its embedded AWS does; nothing would come any more."""

from __future__ import annotations

import socket
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sestrail_tui.errors import DemoError
from sestrail_tui.sources.source import Examinable, Health, State

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from sestrail_tui.doctor.finding import Report
    from sestrail_tui.sources.past.engine import Past
    from sestrail_tui.sources.source import Arrivals, Connection, Feed


@dataclass(frozen=True, slots=True)
class WhileUp:
    """`Connection` over another, whose feed raises `DemoError` once ``endpoint`` is gone."""

    connection: Connection
    endpoint: str

    async def open(self) -> Feed:
        """Open the other one."""
        return _FeedWhileUp(await self.connection.open(), self.endpoint)

    def login(self) -> None:
        """Log in as the other one does."""
        self.connection.login()

    async def past(self) -> Past:
        """Find the engines of the other one."""
        return await self.connection.past()

    async def examine(self) -> tuple[Report, ...]:
        """Examine the other one's account."""
        other = self.connection
        return await other.examine() if isinstance(other, Examinable) else ()


class _FeedWhileUp:
    def __init__(self, feed: Feed, endpoint: str) -> None:
        self._feed = feed
        self._endpoint = endpoint
        self.label, self.account, self.region = feed.label, feed.account, feed.region

    async def news(self) -> AsyncGenerator[Arrivals | Health, None]:
        async with aclosing(self._feed.news()) as news:
            async for item in news:
                in_trouble = isinstance(item, Health) and item.state is State.RETRYING
                if in_trouble and not is_up(self._endpoint):
                    raise DemoError("The embedded AWS has ended: run sestrail demo again.")
                yield item

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

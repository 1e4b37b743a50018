"""At the end of an answer without a screen: what AWS scanned for it, and what that costs."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sestrail_tui.cli.standard_streams import say
from sestrail_tui.core.units import bill_text
from sestrail_tui.follow.health import Health

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from sestrail_tui.follow.history.engine import FoundEngines
    from sestrail_tui.follow.protocol import Arrivals, Connection, Feed, Recording


@dataclass(frozen=True, slots=True)
class Billed:
    """`Connection` over another, whose feed says on stderr what it took, as it is closed."""

    connection: Connection

    async def open(self) -> Feed:
        """Open the other one."""
        return _BilledFeed(await self.connection.open())

    def login(self) -> None:
        """Log in as the other one does."""
        self.connection.login()

    async def history(self) -> FoundEngines:
        """Find the engines of the other one."""
        return await self.connection.history()


class _BilledFeed:
    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self.label, self.account, self.region = feed.label, feed.account, feed.region
        self._bills: dict[str, Health] = {}

    async def news(self) -> AsyncGenerator[Arrivals | Health, None]:
        async with aclosing(self._feed.news()) as news:
            async for item in news:
                if isinstance(item, Health) and item.scanned_bytes is not None:
                    self._bills[item.source] = item
                yield item

    async def recording(self, since_ms: int) -> Recording:
        return await self._feed.recording(since_ms)

    async def close(self) -> None:
        await self._feed.close()
        bills, self._bills = list(self._bills.values()), {}
        if bills:
            costs = [one.cost_usd for one in bills if one.cost_usd is not None]
            whole = sum(costs) if len(costs) == len(bills) else None
            scanned = sum(one.scanned_bytes or 0 for one in bills)
            at_list_price = " at AWS's list price" if whole is not None else ""
            say(f"sestrail: {bill_text(scanned, whole)}{at_list_price}.")

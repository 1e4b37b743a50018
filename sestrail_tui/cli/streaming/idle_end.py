"""``--idle-timeout``: the end of a stream in which nothing new came, once that was looked for.

A source is polled now and then. That nothing new came within some seconds can be said only where
every source that works was read to its end within them, so the end waits for that.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, Final

from sestrail_tui.cli.standard_streams import say
from sestrail_tui.core.safe_text import safe
from sestrail_tui.follow.health import State
from sestrail_tui.follow.protocol import Arrivals

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from sestrail_tui.core.record import Record
    from sestrail_tui.follow.health import Health
    from sestrail_tui.follow.protocol import Feed

_LOOKED: Final = (State.LIVE, State.ENDED)
_WORKING: Final = (State.STARTING, State.CATCHING_UP, *_LOOKED)
_LONGEST_S: Final = 120.0
"""How much longer is waited for a source to be read: Lake and log files take a minute."""


class IdleEnd:
    """The news of a feed, until nothing that is kept came for ``idle_s`` seconds (None: for ever).

    ``untold`` says of whom it could not be told whether something came.
    """

    def __init__(self, feed: Feed, keep: Callable[[Record], bool], idle_s: float | None) -> None:
        self.untold: tuple[str, ...] = ()
        self._feed = feed
        self._keep = keep
        self._idle_s = idle_s
        self._sources: dict[str, Health] = {}
        self._looked: set[str] = set()
        """Sources that were read to their end since the last that was kept."""

    async def news(self) -> AsyncGenerator[tuple[Record, ...] | Health, None]:
        """Yield what is kept, and how the sources do."""
        loop = asyncio.get_running_loop()
        since_s = loop.time()
        async with aclosing(self._feed.news()) as news:
            while True:
                coming = asyncio.ensure_future(anext(news, None))
                try:
                    while not coming.done():
                        left_s = self._left_s(loop.time() - since_s)
                        if left_s is not None and left_s <= 0:
                            self._say()
                            return
                        await asyncio.wait({coming}, timeout=left_s)
                    item = coming.result()
                finally:
                    if not coming.done():
                        coming.cancel()
                        await asyncio.gather(coming, return_exceptions=True)
                if item is None:
                    return
                if not isinstance(item, Arrivals):
                    self._hear(item)
                    yield item
                elif kept := tuple(filter(self._keep, item.records)):
                    since_s = loop.time()
                    self._looked.clear()
                    yield kept

    def _left_s(self, idle_s: float) -> float | None:
        """Give for how long more news are waited for, after ``idle_s`` seconds without any."""
        if self._idle_s is None:
            return None
        left_s = self._idle_s - idle_s
        return left_s + _LONGEST_S if left_s <= 0 and self._awaited else left_s

    def _hear(self, health: Health) -> None:
        self._sources.pop(health.source, None)
        if not health.gone and health.holds_sends:
            self._sources[health.source] = health
        if health.state in _LOOKED:
            self._looked.add(health.source)

    @property
    def _awaited(self) -> list[str]:
        """The sources that work and were not read to their end yet."""
        return [
            name
            for name, health in self._sources.items()
            if health.state in _WORKING and name not in self._looked
        ]

    def _say(self) -> None:
        troubled = [name for name, one in self._sources.items() if one.state not in _WORKING]
        self.untold = tuple(dict.fromkeys((*troubled, *self._awaited)))
        if self.untold:
            names = ", ".join(map(safe, self.untold))
            say(
                f"sestrail: nothing new was read for {self._idle_s:g} s, ending as --idle-timeout "
                f"asks; whether something new came cannot be told of {names}."
            )
        else:
            say(f"sestrail: nothing new for {self._idle_s:g} s; ending as --idle-timeout asks.")

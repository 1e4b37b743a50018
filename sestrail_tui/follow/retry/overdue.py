"""Answers that are long in coming: said while they are awaited, not only once they are given up.

A call that stalls is given up after a minute or so. Until then its source would stand there as it
was last: "live", though nobody has answered for a while.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing, contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterator

T = TypeVar("T")

AFTER_S: Final = 8.0
"""An answer that takes longer is said to be awaited; AWS's come within two seconds."""


class Overdue:
    """Knows whether calls are under way and none was answered for a while (the loop's time)."""

    def __init__(self) -> None:
        self._under_way = 0
        self._alarm: asyncio.TimerHandle | None = None
        self._rung = asyncio.Event()

    @contextmanager
    def asking(self, at_rest_s: float = 0.0) -> Iterator[None]:
        """Mark a call for the length of a block; AWS may keep it for ``at_rest_s`` by design."""
        self._under_way += 1
        if self._alarm is None:
            self._set(at_rest_s)
        try:
            yield
        finally:
            self._under_way -= 1
            self._stop()
            if self._under_way:  # an answer came: the others have their time again
                self._set(at_rest_s)

    async def watch(
        self, items: AsyncGenerator[T, None], say: Callable[[], T]
    ) -> AsyncGenerator[T, None]:
        """Yield what ``items`` yields, and what ``say`` gives once an answer is overdue."""
        async with aclosing(items):
            while True:
                coming = asyncio.ensure_future(anext(items, None))
                try:
                    if await self._rings_before(coming):
                        yield say()
                    item = await coming
                finally:
                    if not coming.done():
                        coming.cancel()
                        await asyncio.gather(coming, return_exceptions=True)
                if item is None:
                    return
                yield item

    async def _rings_before(self, coming: asyncio.Future[T | None]) -> bool:
        ringing = asyncio.ensure_future(self._rung.wait())
        either: set[asyncio.Future[Any]] = {coming, ringing}
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        finally:
            ringing.cancel()
        return not coming.done()

    def _set(self, at_rest_s: float) -> None:
        loop = asyncio.get_running_loop()
        self._alarm = loop.call_later(AFTER_S + at_rest_s, self._rung.set)

    def _stop(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        self._rung.clear()

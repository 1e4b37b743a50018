"""Several streams as one, each in its own task; none runs ahead of the reader."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence
    from contextvars import Context

T = TypeVar("T")


class Merge(Generic[T]):
    """What some streams yield, as it comes, and what is posted between their items.

    A stream goes on only when the reader has asked for more: so nothing piles up, and its position
    never runs ahead of what was shown. ``contexts`` are those in which the streams run, if given.
    """

    def __init__(
        self, streams: Sequence[AsyncGenerator[T, None]], contexts: Sequence[Context] = ()
    ) -> None:
        self._streams = streams
        self._contexts: Sequence[Context | None] = contexts or [None] * len(streams)
        self._tasks: list[asyncio.Task[None]] = []
        self._queue: asyncio.Queue[tuple[T, asyncio.Event | None] | asyncio.Task[None]]
        self._queue = asyncio.Queue()

    def post(self, item: T) -> None:
        """Hand the reader an item that no stream waits for."""
        self._queue.put_nowait((item, None))

    async def items(self) -> AsyncGenerator[T, None]:
        """Yield until all streams have ended; an exception of one comes out here and ends all."""
        loop = asyncio.get_running_loop()
        for stream, context in zip(self._streams, self._contexts, strict=True):
            task = loop.create_task(self._pump(stream), context=context)
            task.add_done_callback(self._queue.put_nowait)
            self._tasks.append(task)
        running = len(self._tasks)
        try:
            while running:
                item = await self._queue.get()
                if isinstance(item, asyncio.Task):
                    if item.cancelled():
                        return
                    item.result()
                    running -= 1
                    continue
                yield item[0]
                if item[1] is not None:
                    item[1].set()
        finally:
            await self.stop()

    async def stop(self) -> None:
        """Close every stream, also where the reader has left before their end."""
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    @property
    def untaken(self) -> list[T]:
        """What is left, once it was stopped, that the reader did not take."""
        left = [self._queue.get_nowait() for _ in range(self._queue.qsize())]
        return [item[0] for item in left if not isinstance(item, asyncio.Task)]

    async def _pump(self, stream: AsyncGenerator[T, None]) -> None:
        async with aclosing(stream):
            async for item in stream:
                taken = asyncio.Event()
                self._queue.put_nowait((item, taken))
                await taken.wait()

"""Several streams as one, each in its own task; none runs ahead of the reader."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

T = TypeVar("T")


class Merge(Generic[T]):
    """What some streams yield, as it comes.

    A stream goes on only when the reader has asked for more: so nothing piles up, and its place
    never runs ahead of what was shown.
    """

    def __init__(self, streams: Sequence[AsyncGenerator[T, None]]) -> None:
        self._streams = streams
        self._tasks: list[asyncio.Task[None]] = []

    async def items(self) -> AsyncGenerator[T, None]:
        """Yield until all streams have ended; an exception of one comes out here and ends all."""
        queue: asyncio.Queue[_Parcel[T]] = asyncio.Queue()
        self._tasks = [asyncio.create_task(_pump(stream, queue)) for stream in self._streams]
        running = len(self._tasks)
        try:
            while running:
                parcel = await queue.get()
                if parcel.error is not None:
                    raise parcel.error
                if parcel.ended:
                    running -= 1
                for item in parcel.items:
                    yield item
                parcel.taken.set()
        finally:
            await self.stop()

    async def stop(self) -> None:
        """Close every stream, also where the reader has left without a word."""
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@dataclass(frozen=True, slots=True)
class _Parcel(Generic[T]):
    """What a stream said, or that it ended or broke; and whether it was taken."""

    taken: asyncio.Event
    items: tuple[T, ...] = ()
    ended: bool = False
    error: Exception | None = None


async def _pump(stream: AsyncGenerator[T, None], queue: asyncio.Queue[_Parcel[T]]) -> None:
    taken = asyncio.Event()
    try:
        async with aclosing(stream) as items:
            async for item in items:
                queue.put_nowait(_Parcel(taken, (item,)))
                await taken.wait()
                taken = asyncio.Event()
    except Exception as error:
        queue.put_nowait(_Parcel(taken, error=error))
    else:
        queue.put_nowait(_Parcel(taken, ended=True))

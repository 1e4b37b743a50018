"""Several streams as one, each in its own task; none runs ahead of the reader."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

T = TypeVar("T")


async def merged(streams: Sequence[AsyncGenerator[T, None]]) -> AsyncGenerator[T, None]:
    """Yield what the streams yield, as it comes, until all have ended.

    A stream goes on only when the reader has asked for more: so nothing piles up, and its place
    never runs ahead of what was shown. An exception of a stream comes out here and ends all.
    """
    queue: asyncio.Queue[_Parcel[T]] = asyncio.Queue()
    tasks = [asyncio.create_task(_pump(stream, queue)) for stream in streams]
    running = len(tasks)
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

"""Several calls under way at once, within bounds."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable

T = TypeVar("T")


async def in_parallel(
    calls: Iterable[Callable[[], Coroutine[object, object, T]]], at_once: int
) -> AsyncGenerator[T, None]:
    """Yield each call's result in the order of the calls; never more than ``at_once`` are ahead.

    The first failure comes out here; those under way are cancelled then, and when it is closed.
    """
    waiting = iter(calls)
    under_way: deque[asyncio.Task[T]] = deque()
    try:
        while True:
            while len(under_way) < at_once and (call := next(waiting, None)) is not None:
                under_way.append(asyncio.create_task(call()))
            if not under_way:
                return
            yield await under_way[0]
            under_way.popleft()
    finally:
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)

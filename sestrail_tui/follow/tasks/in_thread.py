"""A blocking iterator read in a thread of its own, item by item, from the event loop."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterator

T = TypeVar("T")

_AHEAD: Final = 2
"""Items made before the first is taken."""


async def iterate_in_thread(make: Callable[[], Iterator[T]]) -> AsyncGenerator[T, None]:
    """Yield what ``make()`` yields; its exceptions come out here.

    The thread is a daemon: one that waits on stdin must not keep the program from ending.
    """
    loop = asyncio.get_running_loop()
    ready: asyncio.Queue[T | _End] = asyncio.Queue()
    room = threading.Semaphore(_AHEAD)
    stop = threading.Event()

    def hand_over(item: T | _End) -> None:
        with suppress(RuntimeError):  # the loop has closed: nobody waits any more
            loop.call_soon_threadsafe(ready.put_nowait, item)

    def run() -> None:
        error: Exception | None = None
        try:
            for item in make():
                room.acquire()
                if stop.is_set():
                    return
                hand_over(item)
        except Exception as raised:
            error = raised
        hand_over(_End(error))

    threading.Thread(target=run, name="sestrail-read", daemon=True).start()
    try:
        while True:
            item = await ready.get()
            if isinstance(item, _End):
                if item.error is not None:
                    raise item.error
                return
            yield item
            room.release()
    finally:
        stop.set()
        room.release()


class _End:
    """Nothing more comes, or nothing more could be read."""

    def __init__(self, error: Exception | None) -> None:
        self.error = error

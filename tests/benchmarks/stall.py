"""Prints the longest (ms) that an event loop answers nobody while it gets at AWS.

``python -m tests.benchmarks.stall on-loop|feed``; a process each, for imports happen once.
"""

from __future__ import annotations

import asyncio
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sestrail_tui.follow.protocol import Connection

_BEAT_S = 0.001


async def on_loop() -> None:
    """Make a client as aiobotocore's own examples do."""
    from aiobotocore.session import get_session

    async with get_session().create_client("logs") as client:
        await client.describe_log_groups()


def connection() -> Connection:
    """Make it as ``tail`` does."""
    from sestrail_tui.core.clock import SystemClock
    from sestrail_tui.places.connect import AwsConnection
    from sestrail_tui.places.options import Options

    return AwsConnection(Options(), SystemClock())


async def feed() -> None:
    """Open the feed as the screen does, and read its first news."""
    from sestrail_tui.follow.connections.deferred import Deferred

    opened = await Deferred(connection).open()
    await anext(opened.news())
    await opened.close()


async def longest_stall(name: str) -> float:
    """Beat a thousand times a second beside the work; give the longest pause between beats."""
    longest = 0.0

    async def beat() -> None:
        nonlocal longest
        while True:
            before = time.perf_counter()
            await asyncio.sleep(_BEAT_S)
            longest = max(longest, time.perf_counter() - before - _BEAT_S)

    beating = asyncio.create_task(beat())
    await asyncio.sleep(0.05)
    longest = 0.0
    await {"on-loop": on_loop, "feed": feed}[name]()
    beating.cancel()
    return longest * 1e3


if __name__ == "__main__":
    print(asyncio.run(longest_stall(sys.argv[1])))

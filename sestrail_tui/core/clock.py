"""Time and chance, injected everywhere so that tests own both."""

from __future__ import annotations

import asyncio
import random
import time
from typing import Protocol


class Clock(Protocol):
    """What the rest of the program may know of time and chance."""

    def now_ms(self) -> int:
        """Return the wall clock in milliseconds since the epoch, UTC."""

    def monotonic(self) -> float:
        """Give seconds that never run backwards."""

    async def sleep(self, seconds: float) -> None:
        """Let ``seconds`` pass."""

    def random(self) -> float:
        """Return a number in [0, 1)."""


class SystemClock:
    """The machine's own clock and random numbers."""

    def now_ms(self) -> int:
        """Return the wall clock in milliseconds since the epoch, UTC."""
        return time.time_ns() // 1_000_000

    def monotonic(self) -> float:
        """Give seconds that never run backwards."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Let ``seconds`` pass."""
        await asyncio.sleep(seconds)

    def random(self) -> float:
        """Return a number in [0, 1)."""
        return random.random()

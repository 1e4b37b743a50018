"""A clock on which everything happens many times as fast, for servers and clients in real time."""

from __future__ import annotations

from sestrail_tui.core.clock import SystemClock


class FastClock(SystemClock):
    """The machine's clock, ``speed`` times as fast since it was made."""

    def __init__(self, speed: float = 25.0) -> None:
        self._speed = speed
        self._began_s = super().monotonic()
        self._began_ms = super().now_ms()

    def now_ms(self) -> int:
        return self._began_ms + int((super().monotonic() - self._began_s) * 1000 * self._speed)

    def monotonic(self) -> float:
        return (super().monotonic() - self._began_s) * self._speed

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds / self._speed)

"""An event loop whose time jumps to whatever is due next, for tasks that wait side by side.

Servers and clients on loopback sockets may run in it too: what is sent there can be read at once,
and while a thread of an executor is at work the time stands still.
"""

from __future__ import annotations

import asyncio
import selectors
from typing import TYPE_CHECKING, Any, Final, TypeVar, TypeVarTuple, Unpack

from tests.follow.fakes import T0, JumpingClock

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from concurrent.futures import Executor

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
_MOMENT_S: Final = 0.05


class _JumpingSelector(selectors.DefaultSelector):
    """Instead of waiting, it lets the time pass."""

    now_s = 0.0
    ends_s = float("inf")
    least_s = 0.0
    at_work = 0
    """Threads that will wake the loop."""

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            return super().select(timeout)
        ready = super().select(_MOMENT_S if self.at_work and timeout > 0 else 0)
        if not ready and not self.at_work:
            self.now_s += max(timeout, self.least_s)
            assert self.now_s <= self.ends_s, "it does not end"
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """The loop; its time begins at ``begun_s``, where an earlier one may have ended.

    Where it gets as far as ``ends_s``, that is a failure. ``least_s`` passes in every turn: what
    waits for less than a float can add would wait for ever.
    """

    def __init__(
        self, begun_s: float = 0.0, ends_s: float = float("inf"), least_s: float = 0.0
    ) -> None:
        self.jumping = _JumpingSelector()
        self.jumping.now_s, self.jumping.ends_s = begun_s, ends_s
        self.jumping.least_s = least_s
        super().__init__(self.jumping)

    def time(self) -> float:
        return self.jumping.now_s

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[Unpack[Ts]], T], *args: *Ts
    ) -> asyncio.Future[T]:
        future = super().run_in_executor(executor, func, *args)
        self.jumping.at_work += 1
        future.add_done_callback(self._rested)
        return future

    async def shutdown_default_executor(self, *_: float, **__: float) -> None:
        # Python 3.12 gives up by the loop's time, which jumps there at once.
        await super().shutdown_default_executor()

    def _rested(self, _future: asyncio.Future[Any]) -> None:
        self.jumping.at_work -= 1


class LoopClock(JumpingClock):
    """The running loop's time; any number of sleepers are exact."""

    def now_ms(self) -> int:
        return T0 + int(self.monotonic() * 1000)

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        # A shorter time than a float can add would not pass at all.
        await asyncio.sleep(max(seconds, 1e-6))


class ShiftedClock(LoopClock):
    """The loop's time; its wall clock can be set, and its monotonic one knows nothing of it."""

    def __init__(self, shift_ms: int = 0) -> None:
        super().__init__()
        self.shift_ms = shift_ms

    def now_ms(self) -> int:
        return super().now_ms() + self.shift_ms


def in_virtual_time(main: Coroutine[object, object, T]) -> T:
    """Run ``main`` in no time."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main)

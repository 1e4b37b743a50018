from __future__ import annotations

import asyncio
import threading
from time import monotonic

import pytest

from sestrail_tui.core.process.daemon_threads import DaemonThreads, any_is_busy


def run_with_threads(work: object) -> None:
    async def main() -> None:
        asyncio.get_running_loop().set_default_executor(DaemonThreads())
        await work()  # type: ignore[operator]

    asyncio.run(main())


def test_a_loop_closes_while_a_thread_still_waits() -> None:
    held_up, started = threading.Event(), threading.Event()

    def wait() -> None:
        started.set()
        held_up.wait(30)

    async def work() -> None:
        waiting = asyncio.ensure_future(asyncio.to_thread(wait))
        await asyncio.to_thread(started.wait)
        waiting.cancel()

    begun = monotonic()
    run_with_threads(work)
    assert monotonic() - begun < 5
    assert any_is_busy()
    held_up.set()
    while any_is_busy():
        pass


def test_results_and_errors_come_back_and_an_idle_thread_is_used_again() -> None:
    used: set[int] = set()

    def half(number: int) -> int:
        used.add(threading.get_ident())
        if number % 2:
            raise ValueError(number)
        return number // 2

    async def work() -> None:
        for number in (2, 4, 6):
            assert await asyncio.to_thread(half, number) == number // 2
            await asyncio.sleep(0.01)
        with pytest.raises(ValueError, match="7"):
            await asyncio.to_thread(half, 7)

    run_with_threads(work)
    assert len(used) < 4


def test_no_thread_waits_for_another() -> None:
    meet = threading.Barrier(40, timeout=20)

    async def work() -> None:
        await asyncio.gather(*(asyncio.to_thread(meet.wait) for _ in range(40)))

    run_with_threads(work)

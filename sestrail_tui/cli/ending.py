"""The signals that ask a command to end: Ctrl-C, SIGTERM, the closing of its terminal."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING, TypeVar

from sestrail_tui import collector

if TYPE_CHECKING:
    from collections.abc import Coroutine

T = TypeVar("T")


def ending_signals() -> tuple[signal.Signals, ...]:
    """Give those that this system knows and that are not ignored, as ``nohup`` ignores SIGHUP."""
    known = [getattr(signal, name, None) for name in ("SIGINT", "SIGTERM", "SIGHUP")]
    return tuple(one for one in known if one and signal.getsignal(one) is not signal.SIG_IGN)


def run_loop(work: Coroutine[None, None, T]) -> T:
    """Run ``work`` in a loop of its own; Ctrl-C cancels it, a second one ends it at once.

    Raises `KeyboardInterrupt` where that was why it ended. ``asyncio.run`` alone cancels from
    within the signal handler, so in the middle of whatever the loop does: a future cancelled
    between the test of its state and the setting of it leaves a traceback on stderr.
    """
    interrupted = False

    async def interruptible() -> T:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None

        def interrupt() -> None:
            nonlocal interrupted
            interrupted = True
            loop.remove_signal_handler(signal.SIGINT)  # the next one is Python's own again
            task.cancel()

        if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
            loop.add_signal_handler(signal.SIGINT, interrupt)
        return await work

    collector.work()
    try:
        return asyncio.run(interruptible())
    except asyncio.CancelledError:
        if interrupted:
            raise KeyboardInterrupt from None
        raise

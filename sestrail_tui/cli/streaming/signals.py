"""The signals that ask a command to end: Ctrl-C, SIGTERM, the closing of its terminal."""

from __future__ import annotations

import asyncio
import signal
import threading
from typing import TYPE_CHECKING, TypeVar

from sestrail_tui.core.process import garbage_collector
from sestrail_tui.core.process.daemon_threads import DaemonThreads
from sestrail_tui.core.process.signals import WITHIN_S, end_within, ending_signals, exit_code

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from sestrail_tui.core.process.signals import SignalHandler

T = TypeVar("T")


def run_loop(work: Coroutine[None, None, T]) -> T:
    """Run ``work`` in a loop of its own; a signal that asks for the end cancels it.

    What still waits then is left after a second, whatever it is; a second signal ends it at once.
    Raises `KeyboardInterrupt` where Ctrl-C was why it ended, `SystemExit` with the signal's exit
    code where another was. ``asyncio.run`` alone cancels from within the signal handler, so in the
    middle of whatever the loop does: a future cancelled between the test of its state and the
    setting of it leaves a traceback on stderr.
    """
    told: list[int] = []
    timers: list[threading.Timer] = []

    async def interruptible() -> T:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None
        loop.set_default_executor(DaemonThreads())

        # Python's own handler, not the loop's: it is called while the loop is held up, too.
        def told_to_end(number: int, _frame: object) -> None:
            if told:
                raise KeyboardInterrupt
            told.append(number)
            timers.append(end_within(WITHIN_S, exit_code(number)))
            loop.call_soon_threadsafe(task.cancel)

        before = _handle(told_to_end)
        try:
            return await work
        finally:
            for number, handler in before.items():
                if signal.getsignal(number) is told_to_end:
                    signal.signal(number, handler)

    garbage_collector.work()
    try:
        return asyncio.run(interruptible())
    except asyncio.CancelledError:
        if told and told[0] != signal.SIGINT:
            raise SystemExit(exit_code(told[0])) from None
        if told:
            raise KeyboardInterrupt from None
        raise
    finally:
        for timer in timers:
            timer.cancel()


def _handle(
    handler: Callable[[int, object], None],
) -> dict[signal.Signals, SignalHandler]:
    """Return every signal that ends to ``handler``; returns the handlers before."""
    if threading.current_thread() is not threading.main_thread():  # the only one that may
        return {}
    return {number: signal.signal(number, handler) for number in ending_signals()}

"""Blocking work in threads that never keep the program from ending.

asyncio joins the threads of its own executor as a loop closes, and Python once more as it ends: a
credential helper that sleeps, a name server that does not answer or a pipe that nobody reads would
hold ctrl-c up for as long as it likes.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from queue import SimpleQueue
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
T = TypeVar("T")

_Job = tuple["Future[T]", "Callable[[], T]"]


class DaemonThreads(ThreadPoolExecutor):
    """An event loop's default executor that waits for no thread; a new one whenever none is idle.

    ``asyncio.to_thread``, name resolution and what libraries do in a thread all use a loop's
    default executor, which has to be a ThreadPoolExecutor.
    """

    def __init__(self) -> None:
        super().__init__(1)  # which starts none by itself
        self._jobs: SimpleQueue[_Job[object] | None] = SimpleQueue()
        self._idle = threading.Semaphore(0)
        self._started = 0

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run ``fn`` in a thread; the future gives its result."""
        future: Future[T] = Future()
        self._jobs.put((future, partial(fn, *args, **kwargs)))  # type: ignore[arg-type]
        if not self._idle.acquire(blocking=False):
            self._started += 1
            _Worker(self._jobs, self._idle).start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002
        """Let each thread end after what it does now; waits for none."""
        for _ in range(self._started):
            self._jobs.put(None)
        self._started = 0


class _Worker(threading.Thread):
    def __init__(self, jobs: SimpleQueue[_Job[object] | None], idle: threading.Semaphore) -> None:
        super().__init__(name="sestrail-work", daemon=True)
        self._jobs = jobs
        self._idle = idle
        self.is_busy = False

    def run(self) -> None:
        while (job := self._jobs.get()) is not None:
            self.is_busy = True
            _run(*job)
            del job  # else what it was given lives until the next
            self.is_busy = False
            self._idle.release()


def _run(future: Future[T], work: Callable[[], T]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        result = work()
    except BaseException as error:
        future.set_exception(error)
    else:
        future.set_result(result)


def any_is_busy() -> bool:
    """Return whether a thread still works, as one that waits for a helper does."""
    return any(isinstance(one, _Worker) and one.is_busy for one in threading.enumerate())

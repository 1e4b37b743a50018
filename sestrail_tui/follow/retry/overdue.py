"""Answers that are long in coming: reported while they are awaited, not only once given up.

A call that stalls is given up after a minute or so. Until then its source would stand there as it
was last: "live", though nobody has answered for a while.
"""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

AFTER_S: Final = 8.0
"""An answer that takes longer is reported as awaited; AWS's come within two seconds."""


class Overdue:
    """Knows whether calls are under way and none was answered for a while (the loop's time)."""

    def __init__(self) -> None:
        self._under_way = 0
        self._timer: asyncio.TimerHandle | None = None
        self._report: Callable[[], object] | None = None

    @contextmanager
    def reported(self, report: Callable[[], object]) -> Iterator[None]:
        """Call ``report`` once for each answer that is overdue, for the length of a block."""
        self._report = report
        try:
            yield
        finally:
            self._report = None
            self._stop()

    @contextmanager
    def asking(self, at_rest_s: float = 0.0) -> Iterator[None]:
        """Mark a call for the length of a block; AWS may keep it for ``at_rest_s`` by design."""
        self._under_way += 1
        if self._timer is None:
            self._start(at_rest_s)
        try:
            yield
        finally:
            self._under_way -= 1
            self._stop()
            if self._under_way:  # an answer came: the others have their time again
                self._start(at_rest_s)

    def _start(self, at_rest_s: float) -> None:
        if self._report is not None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(AFTER_S + at_rest_s, self._report)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

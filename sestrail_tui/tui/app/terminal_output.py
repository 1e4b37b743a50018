"""What is written to the terminal, by a thread of its own, so that nothing waits for the terminal.

Textual's own writer holds at most thirty texts and lets the event loop wait for room, for ever
where a terminal takes nothing: then no signal is heard. Here a terminal that lags behind is spared
the frames between, and is painted whole once it has caught up.
"""

from __future__ import annotations

import os
import select
import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_BYTES: Final = 1_000_000
"""Not taken yet, above which what would be painted is left out: some frames of a large screen."""
_PIECE: Final = 65_536
"""Bytes given to the system at a time."""


class TerminalOutput:
    """Writes to a terminal, in the order given."""

    def __init__(self, fileno: int, caught_up: Callable[[], object]) -> None:
        """``caught_up`` is called, in the thread that writes, after frames were left out."""
        self._fileno = fileno
        self._caught_up = caught_up
        self._changed = threading.Condition()  # a signal's handler may write amid a write
        self._waiting = bytearray()
        self._is_behind = self._is_writing = self._is_ended = False
        threading.Thread(target=self._run, name="sestrail-output", daemon=True).start()

    def write(self, text: str, *, needed: bool = False) -> None:
        """Write a text; one that is not ``needed`` is left out while the terminal lags behind."""
        data = text.encode("utf-8", "replace")
        with self._changed:
            if not needed and (self._is_behind or len(self._waiting) > _MOST_BYTES):
                self._is_behind = True
                return
            self._waiting += data
            self._changed.notify_all()

    def end(self, within_s: float) -> None:
        """Wait until all is written, but no longer; the thread then ends."""
        with self._changed:
            self._is_ended = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: not (self._waiting or self._is_writing), within_s)

    def _run(self) -> None:
        while (data := self._take()) is not None:
            self._put(data)
            with self._changed:
                self._is_writing = False
                caught_up = self._is_behind and not self._waiting
                if caught_up:
                    self._is_behind = False
                self._changed.notify_all()
            if caught_up:
                self._caught_up()

    def _take(self) -> bytes | None:
        """Wait for something to write; ``None`` at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._is_ended)
            if not self._waiting:
                return None
            data = bytes(self._waiting[:_PIECE])
            del self._waiting[:_PIECE]
            self._is_writing = True
            return data

    def _put(self, data: bytes) -> None:
        while data:
            try:
                data = data[os.write(self._fileno, data) :]
            except BlockingIOError:
                select.select([], [self._fileno], [])
            except OSError:  # a terminal that was closed takes what is written as if it were there
                return

"""The terminal that the screen is on: closed, it ends the screen; continued, it is taken anew.

Textual's own driver lets its thread that writes end with the first write that fails, whereupon the
loop waits for ever for room in that thread's queue; it reads a closed terminal's end of file again
and again; and at SIGCONT it takes on a terminal that it already has, with a second thread that
takes half the keys. A closing terminal sends that signal too (Linux, ``disassociate_ctty`` and
``__tty_hangup``: SIGHUP and SIGCONT).
"""

from __future__ import annotations

import select
from typing import TYPE_CHECKING, Any, Final, cast

from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    import asyncio
    from io import TextIOWrapper

_LOOK_S: Final = 1.0
"""Seconds between two looks at whether the terminal is still there; SIGHUP mostly tells before."""


class Terminal(LinuxDriver):
    """Textual's driver of a terminal, over one that may be closed or stopped."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        if self._file is not None:
            self._file = cast("TextIOWrapper", _Lasting(self._file))
        self._next_look: asyncio.TimerHandle | None = None

    def start_application_mode(self) -> None:
        """Take the terminal on, and leave when it is closed."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._look()

    def stop_application_mode(self) -> None:
        """Give the terminal back."""
        if self._next_look is not None:
            self._next_look.cancel()
        super().stop_application_mode()

    def run_input_thread(self) -> None:
        """Take in what is typed, up to where the terminal is given back or closed."""
        try:
            super().run_input_thread()
        except OSError:
            if not hung_up(self.fileno):
                raise

    def _look(self) -> None:
        if hung_up(self.fileno):
            self._app.call_later(self._app.run_action, "leave")
        else:
            self._next_look = self._loop.call_later(_LOOK_S, self._look)

    def _sigcont_application(self, *_: object) -> None:
        # Between two turns of the loop: the signal may have come amid a write to the queue.
        self._loop.call_soon_threadsafe(self._go_on)

    def _go_on(self) -> None:
        """Take the terminal on anew: a shell may have changed how it is set meanwhile."""
        if not self._auto_restart or hung_up(self.fileno):
            return
        if self._must_signal_resume:  # it was given back when the stop was asked for
            self.resume_application_mode()
        elif self._key_thread is not None and self._key_thread.is_alive():
            self.suspend_application_mode()
            self.resume_application_mode()


class _Lasting:
    """A terminal's file, where no error is raised for what is written after it was closed."""

    def __init__(self, file: TextIOWrapper) -> None:
        self._file = file

    def write(self, text: str) -> int:
        try:
            return self._file.write(text)
        except OSError:
            return len(text)

    def flush(self) -> None:
        try:
            self._file.flush()
        except OSError:
            return

    def fileno(self) -> int:
        return self._file.fileno()


def hung_up(fileno: int) -> bool:
    """Say whether the terminal at ``fileno`` is closed."""
    poll = select.poll()
    poll.register(fileno, 0)
    return bool(poll.poll(0))

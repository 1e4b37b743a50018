"""The terminal that the screen is on: closed, it ends the screen; continued, it is taken anew.

Textual's own driver lets the event loop wait for a terminal that takes nothing, and for ever once
its thread that writes has ended with a write that failed; it reads a closed terminal's end of file
again and again; and at SIGCONT it takes on a terminal that it already has, with a second thread
that takes half the keys. A closing terminal sends that signal too (Linux, ``disassociate_ctty`` and
``__tty_hangup``: SIGHUP and SIGCONT).
"""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import termios
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

from textual.drivers.linux_driver import LinuxDriver

from sestrail_tui.core.process.signals import before_the_end
from sestrail_tui.tui.app.terminal_output import TerminalOutput

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import App

_LOOK_S: Final = 1.0
"""Seconds between two looks at whether the terminal is still there; SIGHUP mostly tells before."""
_DRAINED_S: Final = 0.3
"""Seconds for which a terminal that is given back may still take what was written."""
_GIVEN_BACK: Final = (
    b"\x1b[?2004l\x1b[?7h\x1b[?2048l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l"
    b"\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
)
"""What `LinuxDriver.stop_application_mode` writes, in one."""


class HasTerminal(Protocol):
    """An application that knows the terminal it is on."""

    terminal: Terminal | None


class Terminal(LinuxDriver):
    """Textual's driver of a terminal, over one that may be closed or stopped."""

    def __init__(self, app: App[None], **settings: Any) -> None:
        super().__init__(app, **settings)
        cast("HasTerminal", app).terminal = self
        self._shell = app
        self._event_loop = asyncio.get_running_loop()
        self._stream = sys.__stderr__
        """Where `LinuxDriver` writes to as well."""
        self._reader: threading.Thread | None = None
        self._output: TerminalOutput | None = None
        self._is_needed = False
        """Whether what is written now must not be left out, as a frame may be."""
        self._is_taken = self._is_suspended = False
        self._restarts = True
        """Whether the terminal is taken on again as soon as the process is continued."""
        self._next_look: asyncio.TimerHandle | None = None
        signal.signal(signal.SIGCONT, self._continued)  # in the place of `LinuxDriver`'s handler
        before_the_end(self._give_back_at_once)

    def write(self, data: str) -> None:
        """Write to the terminal, without waiting for it."""
        if self._output is not None:
            self._output.write(data, needed=self._is_needed)

    def start_application_mode(self) -> None:
        """Take the terminal on, and leave when it is closed."""
        assert self._stream is not None
        self._output = TerminalOutput(self._stream.fileno(), self._repaint)
        self._is_needed = self._is_taken = True
        self._reader = None
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._is_needed = False
        self._look()

    def stop_application_mode(self) -> None:
        """Give the terminal back."""
        if self._next_look is not None:
            self._next_look.cancel()
        self._is_needed = True
        super().stop_application_mode()
        self._is_needed = self._is_taken = False

    def close(self) -> None:
        """Wait a moment for a terminal that is slow to take what was written."""
        if self._output is not None:
            self._output.end(_DRAINED_S)
        super().close()

    def suspend_application_mode(self) -> None:
        """Give the terminal back for a while."""
        self._is_suspended = True
        super().suspend_application_mode()

    def resume_application_mode(self) -> None:
        """Take the terminal on again."""
        self._is_suspended = False
        super().resume_application_mode()

    @contextmanager
    def no_automatic_restart(self) -> Iterator[None]:
        """Leave the terminal as it is when the process is continued meanwhile."""
        before, self._restarts = self._restarts, False
        try:
            with super().no_automatic_restart():
                yield
        finally:
            self._restarts = before

    def run_input_thread(self) -> None:
        """Take in what is typed, up to where the terminal is given back or closed."""
        self._reader = threading.current_thread()
        try:
            super().run_input_thread()
        except OSError:
            if not hung_up(self.fileno):
                raise

    def _look(self) -> None:
        if hung_up(self.fileno):
            self._shell.call_later(self._shell.run_action, "leave")
        else:
            self._next_look = self._event_loop.call_later(_LOOK_S, self._look)

    def _continued(self, _number: int, _frame: object) -> None:
        # Between two turns of the loop: the signal may have come amid a write to the queue.
        self._event_loop.call_soon_threadsafe(self._go_on)

    def _go_on(self) -> None:
        """Take the terminal on anew: a shell may have changed how it is set meanwhile."""
        if not self._restarts or hung_up(self.fileno):
            return
        if self._is_suspended:  # it was given back when the stop was asked for
            self.resume_application_mode()
        elif self._is_taken and (self._reader is None or self._reader.is_alive()):
            self.suspend_application_mode()
            self.resume_application_mode()

    def _repaint(self) -> None:
        """Paint every cell: frames were left out."""
        self._shell.call_later(self._paint)

    def _paint(self) -> None:
        for screen in self._shell.screen_stack[-1:]:
            screen.refresh()

    def _give_back_at_once(self) -> None:
        """Restore the terminal where there is no time to do it in order; never blocks."""
        if not self._is_taken or self.attrs_before is None or hung_up(self.fileno):
            return
        assert self._stream is not None
        with suppress(termios.error):
            termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
        _, writable, _ = select.select([], [self._stream], [], 0)
        if writable:
            os.write(self._stream.fileno(), _GIVEN_BACK)


def hung_up(fileno: int) -> bool:
    """Say whether the terminal at ``fileno`` is closed."""
    poll = select.poll()
    poll.register(fileno, 0)
    return bool(poll.poll(0))

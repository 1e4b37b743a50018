"""How the program ends: by which signals, with which exit code, and within a second.

A terminal, a pipe, a credential helper or AWS may keep what is left to do waiting for as long as
they like: whoever asked for the end does not wait for them.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NoReturn

from sestrail_tui.core.process import daemon_threads

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    SignalHandler = Callable[[int, FrameType | None], object] | int | signal.Handlers | None

WITHIN_S: Final = 0.8
"""Seconds for an end in good order, of the second within which it has to be over."""
_NAMES: Final = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
ENDING: Final[tuple[signal.Signals, ...]] = tuple(
    getattr(signal, name) for name in _NAMES if hasattr(signal, name)
)
"""The signals that ask for the end, of those that this system knows."""
_OF_A_SIGNAL: Final = 128
"""POSIX, "Shell Command Language", 2.8.2: shells give 128 and the signal's number."""

_last_steps: list[Callable[[], object]] = []


def ending_signals() -> tuple[signal.Signals, ...]:
    """Return those that are not ignored, as ``nohup`` ignores SIGHUP."""
    return tuple(one for one in ENDING if signal.getsignal(one) is not signal.SIG_IGN)


def exit_code(number: int) -> int:
    """Return the exit code of a program that a signal ended: 130 for ctrl-c, 143 for SIGTERM."""
    return _OF_A_SIGNAL + number


def before_the_end(step: Callable[[], object]) -> None:
    """Have ``step`` called at the very end, however it comes: a helper ended, a terminal restored.

    It may be called from any thread, and must not block.
    """
    _last_steps.append(step)


def end(code: int) -> NoReturn:
    """End the program: at once where a thread still waits, else as Python ends it."""
    _take_last_steps()
    if daemon_threads.any_is_busy():  # it may hold stdout's lock, for which Python would wait
        os._exit(code)
    sys.exit(code)


def end_within(seconds: float, code: int) -> threading.Timer:
    """End the program after so long, unless it has ended or the timer is cancelled."""

    def over() -> None:
        _take_last_steps()
        os._exit(code)

    timer = threading.Timer(seconds, over)
    timer.daemon = True
    timer.start()
    return timer


def _take_last_steps() -> None:
    while _last_steps:
        with suppress(Exception):
            _last_steps.pop()()

"""Stepping aside: the screen leaves the terminal to a login and comes back to the same place."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from sestrail_tui.core.errors import SestrailError
from sestrail_tui.core.process.signals import ENDING

if TYPE_CHECKING:
    from textual.app import App

    from sestrail_tui.follow.protocol import Connection


def step_aside(app: App[None], connection: Connection) -> str:
    """Let the person log in on the plain terminal; give ``""``, or why that did not happen.

    Runs on the event loop's own thread and holds it: nothing may draw meanwhile, and Ctrl-C at a
    question must end the question and not the program.
    """
    try:
        with app.suspend():
            # Textual comes back only if nothing is raised in here.
            return _log_in(connection)
    except SuspendNotSupported:
        return "This terminal cannot be given to a login: log in elsewhere, then press L."


def _log_in(connection: Connection) -> str:
    signals: list[int] = []

    def end_question(number: int, _frame: object) -> None:
        signals.append(number)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, end_question) for number in ENDING}
    signal.signal(signal.SIGINT, signal.default_int_handler)  # it ends the question only
    try:
        connection.login()
    except (KeyboardInterrupt, EOFError):
        return "Login cancelled. Press L to log in."
    except SestrailError as error:
        return error.message
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for received in signals:
            signal.raise_signal(received)
    return ""

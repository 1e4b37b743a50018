"""Stepping aside: the screen leaves the terminal to a login and comes back to the same place."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from sestrail_tui.errors import SestrailError

if TYPE_CHECKING:
    from textual.app import App

    from sestrail_tui.sources.source import Connection


def step_aside(app: App[None], connection: Connection) -> str:
    """Let the person log in on the plain terminal; give ``""``, or why that did not happen.

    Runs on the event loop's own thread and holds it: nothing may draw meanwhile, and Ctrl-C at a
    question must end the question and not the program.
    """
    try:
        with app.suspend():
            before = signal.signal(signal.SIGINT, signal.default_int_handler)
            try:
                connection.login()
            finally:
                signal.signal(signal.SIGINT, before)
    except SuspendNotSupported:
        return "This terminal cannot be given to a login: log in elsewhere, then press L."
    except KeyboardInterrupt:
        return "The login was left. Press L to log in."
    except SestrailError as error:
        return error.message
    return ""

"""A command that is told to end in its first second leaves the terminal as it found it."""

from __future__ import annotations

import re
import signal
import sys
import termios
import time
from typing import TYPE_CHECKING

import pytest

from tests.sestrail import home
from tests.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = [sys.executable, "-m", "sestrail_tui", "tail"]
MODE = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
KEPT_ON = {b"25", b"7"}
"""The modes that a terminal has by itself: a visible cursor, and lines that wrap."""


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    env = home(tmp_path) | {
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "id",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
    }
    return Terminal(COMMAND, env=env)


def wait_until_raw(terminal: Terminal) -> None:
    until = time.monotonic() + 20
    while terminal.attributes()[3] & termios.ECHO:
        assert time.monotonic() < until, terminal.text
        time.sleep(0.001)


def modes_on(written: bytes) -> set[bytes]:
    """Give the modes that are on at the end and were not at the start, and the reverse."""
    last = dict(MODE.findall(written))
    return {mode for mode, state in last.items() if (state == b"h") is not (mode in KEPT_ON)}


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, "\x03"])
@pytest.mark.parametrize("when", ["raw", "painted", "opening"])
def test_ended_in_the_first_second(
    terminal: Terminal, how: signal.Signals | str, when: str
) -> None:
    with terminal:
        before = terminal.attributes()
        wait_until_raw(terminal)
        if when != "raw":
            while b"opening" not in terminal.written:  # on the screen it may be over by then
                terminal.read(0.01)
        if when == "opening":
            terminal.read(0.2)
        if isinstance(how, str):
            terminal.press(how, settle=0)
        else:
            terminal.process.send_signal(how)
        terminal.end()
        assert terminal.attributes() == before
        assert not modes_on(bytes(terminal.written))
        assert b"Traceback" not in terminal.written

"""A real pseudo-terminal with an emulator behind it: what is drawn is what a test reads."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from typing import TYPE_CHECKING, Any, Self

import pyte

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType


class Screen(pyte.Screen):
    """pyte's, which leaves out what follows a mark of combining class 0 (U+0489, U+09BE)."""

    def draw(self, data: str) -> None:
        """Draw a text, one character at a time."""
        for char in data:
            super().draw(char)


class Terminal:
    """A command running on its own terminal of ``columns`` x ``lines``."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        lines: int = 24,
        env: Mapping[str, str] | None = None,
        controlling: bool = True,
    ) -> None:
        """``controlling``: the terminal tells its processes by a signal when it is closed."""
        self.screen = Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self.written = bytearray()
        """Every byte the command wrote."""
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**_plain_environment(), **(env or {})},
            start_new_session=True,
            close_fds=True,
            preexec_fn=_own_terminal if controlling else None,  # noqa: PLW1509 -- the only way to a controlling terminal
        )
        os.close(slave)

    def read(self, seconds: float) -> None:
        """Take in what the command writes within ``seconds``."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            ready, _, _ = select.select([self._master], [], [], min(left, 0.05))
            if not ready:
                continue
            try:
                data = os.read(self._master, 65_536)
            except OSError:
                return
            if not data:
                return
            self.written += data
            self._stream.feed(data)

    @property
    def text(self) -> str:
        """The screen's cells as lines of text."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def attributes(self) -> list[Any]:
        """Give the terminal's settings, such as whether it echoes."""
        return termios.tcgetattr(self._master)

    def wait_for(self, *texts: str, timeout: float = 20.0) -> str:
        """Read until every text is on the screen; fails with the screen when it is not."""
        until = time.monotonic() + timeout
        while time.monotonic() < until:
            self.read(0.05)
            if all(text in self.text for text in texts):
                return self.text
        missing = [text for text in texts if text not in self.text]
        raise AssertionError(f"{missing} did not come; the screen:\n{self.text}")

    def press(self, keys: str, settle: float = 0.3) -> str:
        """Type ``keys`` and give the screen a moment later."""
        os.write(self._master, keys.encode())
        self.read(settle)
        return self.text

    def resize(self, columns: int, lines: int) -> None:
        """Give the terminal another size, as a person who drags its corner."""
        self.screen.resize(lines, columns)
        size = struct.pack("HHHH", lines, columns, 0, 0)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, size)

    def close(self) -> None:
        """Close the terminal itself, as a person who closes its window."""
        os.close(self._master)
        self._master = -1

    def end(self, timeout: float = 10.0) -> int:
        """Wait for the command's own end and give its exit code."""
        until = time.monotonic() + timeout
        while self.process.poll() is None and time.monotonic() < until:
            self.read(0.05)
        code = self.process.poll()
        assert code is not None, f"still running; the screen:\n{self.text}"
        self.read(0.1)
        return code

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        if self._master >= 0:
            os.close(self._master)


def _plain_environment() -> dict[str, str]:
    """Give this process's environment without anyone's AWS settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return kept | {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _own_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)

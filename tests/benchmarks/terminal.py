"""A command on a pseudo-terminal, timed by the bytes that it writes."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PYTHON = sys.executable
COLUMNS, LINES = 180, 45


class Pty:
    """A running command, and what it wrote."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str] | None = None) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "TZ": "UTC"}
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**kept, **terminal, **(env or {})},
            start_new_session=True,
        )
        os.close(slave)
        self.written = 0
        """Bytes so far."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self._master)

    def read(self, seconds: float) -> bytes:
        """Give what comes next within ``seconds``; ``b""`` where nothing does."""
        ready, _, _ = select.select([self._master], [], [], max(0.0, seconds))
        if not ready:
            return b""
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:
            return b""
        self.written += len(data)
        return data

    def until(self, *marks: bytes, timeout: float = 120.0) -> float:
        """Read until one of the marks was written; give the moment (s). Raises TimeoutError."""
        tail = b""
        end = time.perf_counter() + timeout
        longest = max(map(len, marks))
        while time.perf_counter() < end:
            data = self.read(0.5)
            tail = tail[-longest:] + data
            if any(mark in tail for mark in marks):
                return time.perf_counter()
        raise TimeoutError(f"{marks!r} did not come")

    def drain(self, quiet_s: float = 0.3, longest_s: float = 10.0) -> None:
        """Read on until nothing came for ``quiet_s``."""
        end = time.perf_counter() + longest_s
        while time.perf_counter() < end and self.read(quiet_s):
            pass

    def watch(self, seconds: float) -> int:
        """Read for so long; give the bytes written."""
        before, end = self.written, time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self.read(left)
        return self.written - before

    def press(self, keys: bytes, *marks: bytes, timeout: float = 20.0) -> float:
        """Type, and give the time (ms) until one of the marks is written; first byte without."""
        begun = time.perf_counter()
        os.write(self._master, keys)
        if marks:
            return (self.until(*marks, timeout=timeout) - begun) * 1e3
        self.read(timeout)
        return (time.perf_counter() - begun) * 1e3

    def press_for(self, keys: bytes, *marks: bytes, timeout: float = 60.0) -> list[float]:
        """Type, and give the time (ms) until each mark was written, one at or after the other."""
        begun, text, times = time.perf_counter(), b"", list[float]()
        os.write(self._master, keys)
        while len(times) < len(marks):
            if time.perf_counter() > begun + timeout:
                raise TimeoutError(f"{marks[len(times)]!r} did not come")
            text += self.read(0.5)
            now = (time.perf_counter() - begun) * 1e3
            while len(times) < len(marks) and marks[len(times)] in text:
                times.append(now)
        return times

    def cpu_s(self) -> float:
        """Give the processor time of the command so far (Linux)."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident(self) -> int:
        """Give its resident set size in bytes (Linux)."""
        return int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]) * 4096

"""The program's own command line, run in this process over a simulated AWS, in virtual time."""

from __future__ import annotations

import asyncio
import io
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from sestrail_tui.account.recording import aws_context
from sestrail_tui.account.session import clients, credentials
from sestrail_tui.cli.main import main
from sestrail_tui.core.clock import SystemClock
from tests.truth.calls import REGION
from tests.truth.client import FakeSession
from tests.truth.faults import CallFaults
from tests.truth.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Ended:
    """How a command ended; moments are ms UTC of AWS."""

    args: tuple[str, ...]
    code: int
    out: bytes
    err: str
    began_ms: int
    ended_ms: int

    @property
    def lines(self) -> list[bytes]:
        return self.out.splitlines()

    @property
    def told(self) -> str:
        """All that it said, for the message of a failing test."""
        return (
            f"sestrail {' '.join(self.args)}\n  ended {self.code} after "
            f"{(self.ended_ms - self.began_ms) / 1000:.1f} s\n{self.err}{self.out.decode()[-1500:]}"
        )


class _Stdout(io.TextIOWrapper):
    """No pipe, so that nobody watches for its reader to leave; its bytes are kept."""

    def isatty(self) -> bool:
        return True


@dataclass
class Program:
    """The program in front of one world."""

    world: World = field(default_factory=World)
    faults: CallFaults = field(default_factory=CallFaults)

    def run(self, *args: str) -> Ended:
        """Run a command to its end."""
        world, stdout, stderr = self.world, io.BytesIO(), io.StringIO()
        began_ms = world.timeline.aws_ms()
        code = 0
        with self.installed(), pytest.MonkeyPatch.context() as patch:
            out = _Stdout(stdout, "utf-8", write_through=True)
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", stderr)
            try:
                main(list(args))
            except SystemExit as ended:
                code = int(ended.code or 0)
            out.flush()
            told = stdout.getvalue()
        assert not world.mistakes, world.mistakes
        return Ended(args, code, told, stderr.getvalue(), began_ms, world.timeline.aws_ms())

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Put this world in the place of AWS, its time in that of the machine's."""
        world, timeline = self.world, self.world.timeline
        settled = credentials.Settled(
            credentials.static("AKIATEST", "secret"), REGION, "log in again"
        )
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(clients, "warm_session", lambda _: FakeSession(world, self.faults))
            patch.setattr(credentials, "settle", lambda _: settled)
            patch.setattr(aws_context, "settle", lambda _: settled)
            patch.setattr(asyncio.events, "new_event_loop", timeline.new_loop)
            patch.setattr(SystemClock, "now_ms", lambda _: timeline.machine_ms())
            patch.setattr(SystemClock, "monotonic", lambda _: timeline.now_s)
            patch.setattr(SystemClock, "random", lambda _: world.chance.random())
            yield

"""The time of one simulation: AWS's clock, the machine's, and the event loops that let it pass."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from tests.follow.fakes import T0
from tests.follow.virtual_time import VirtualLoop

EPOCH_MS: Final = T0
LONGEST_S: Final = 3000.0
"""No command here may take longer."""


@dataclass
class Timeline:
    """Seconds since the simulation began, by AWS's clock; each loop goes on where the last ended.

    ``ahead`` are the moments (s) at which the machine's wall clock is set, and to how far ahead of
    AWS's (ms, negative: behind). Its monotonic clock knows nothing of that.
    """

    ahead: list[tuple[float, int]] = field(default_factory=list)
    _loop: VirtualLoop | None = None
    _stopped_s: float = 0.0

    def new_loop(self) -> VirtualLoop:
        """Give a loop whose time begins now."""
        self._stopped_s = self.now_s
        self._loop = VirtualLoop(self._stopped_s, self._stopped_s + LONGEST_S, 1e-7)
        return self._loop

    @property
    def now_s(self) -> float:
        """Seconds since the simulation began."""
        return self._stopped_s if self._loop is None else self._loop.jumping.now_s

    def pass_by(self, seconds: float) -> None:
        """Let time pass while no loop runs."""
        self._stopped_s, self._loop = self.now_s + seconds, None

    def aws_ms(self) -> int:
        """AWS's clock, ms UTC."""
        return EPOCH_MS + int(self.now_s * 1000)

    def machine_ms(self) -> int:
        """The machine's wall clock, ms UTC."""
        return self.aws_ms() + self.ahead_ms

    @property
    def ahead_ms(self) -> int:
        """How far the machine's clock is ahead of AWS's at present."""
        now_s = self.now_s
        return max(
            ((at_s, ms) for at_s, ms in self.ahead if at_s <= now_s),
            key=lambda one: one[0],
            default=(0.0, 0),
        )[1]

    def set_clock(self, ahead_ms: int) -> None:
        """Set the machine's clock, now."""
        self.ahead.append((self.now_s, ahead_ms))


@dataclass(frozen=True)
class AwsClock:
    """`Clock` of the embedded AWS."""

    timeline: Timeline

    def now_ms(self) -> int:
        return self.timeline.aws_ms()

    def monotonic(self) -> float:
        return self.timeline.now_s

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(seconds, 1e-6))

    def random(self) -> float:
        return 0.5


def iso(at_ms: int) -> str:
    """Write an instant as a flag takes it, to the second."""
    return datetime.fromtimestamp(at_ms // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def from_iso(text: str) -> int:
    """Read an instant that the program wrote (ms UTC)."""
    return int(datetime.fromisoformat(text).timestamp() * 1000)

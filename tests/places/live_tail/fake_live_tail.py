"""Live Tail in memory: pushes what a fake log group holds, and fails as sessions do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from sestrail_tui.core.errors import SourceError, Unreachable
from sestrail_tui.follow.source import Message
from sestrail_tui.places.live_tail.calls import SessionTimedOut, Update
from tests.follow.fakes import T0, Delivered, FakeLogGroup

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Sequence

    from tests.follow.virtual_time import LoopClock

Fault = Literal[
    "session_timeout", "streaming_error", "clean_end", "corrupt_frame", "reset", "stall",
    "slow", "sampled", "dropped",
]  # fmt: skip
FAULTS: Final[tuple[Fault, ...]] = (
    "session_timeout", "streaming_error", "clean_end", "corrupt_frame", "reset", "stall",
    "slow", "sampled", "dropped",
)  # fmt: skip

ENDS: Final[dict[Fault, SourceError]] = {
    "session_timeout": SessionTimedOut("three hours"),
    "streaming_error": SourceError("streaming_error"),
    "corrupt_frame": SourceError("corrupt_frame"),
    "reset": Unreachable("reset"),
    "stall": Unreachable("stalled"),
}


@dataclass
class FakeLiveTail:
    """`OpenSession`; each fault happens once, at the first update after its time (s from T0)."""

    clock: LoopClock
    groups: dict[str, FakeLogGroup]
    """By ARN."""
    faults: list[tuple[float, Fault]] = field(default_factory=list)
    refusals: list[tuple[float, float, SourceError]] = field(default_factory=list)
    """From when to when (s) sessions are refused, and with what."""
    forbidden: frozenset[str] = frozenset()
    refusal: SourceError | None = None
    session_s: float = 3 * 3600
    call_it: Callable[[str], str] = lambda arn: arn
    """What a result calls its log group."""
    sessions: list[tuple[str, ...]] = field(default_factory=list)
    opened_s: list[float] = field(default_factory=list)
    """When (s from T0) each session that was not refused began."""
    ended_s: list[float] = field(default_factory=list)
    """When each that has ended did."""
    pushed: int = 0

    async def __call__(self, arns: Sequence[str]) -> AsyncGenerator[Update, None]:
        self.sessions.append(tuple(arns))
        await self.clock.sleep(0.2)
        opened_s = self._now_s()
        for start_s, end_s, error in self.refusals:
            if start_s <= opened_s < end_s:
                raise error
        if self.refusal is not None and self.forbidden.intersection(arns):
            raise self.refusal
        self.opened_s.append(opened_s)
        try:
            async for update in self._updates(arns, opened_s):
                yield update
        finally:
            self.ended_s.append(self._now_s())

    async def _updates(self, arns: Sequence[str], opened_s: float) -> AsyncGenerator[Update, None]:
        told_ms = self.clock.now_ms()
        yield Update()
        while True:
            await self.clock.sleep(1)
            fault = self._fault()
            if fault == "slow":
                await self.clock.sleep(14)
                told_ms = self.clock.now_ms() - 10_000  # AWS keeps ten updates
            elif fault == "clean_end":
                return
            elif fault in ENDS or self._now_s() - opened_s > self.session_s:
                await self.clock.sleep(15 if fault == "stall" else 0)
                raise ENDS[fault or "session_timeout"]
            now_ms = self.clock.now_ms()
            yield self._update(arns, told_ms, now_ms, fault)
            told_ms = now_ms

    def _update(
        self, arns: Sequence[str], after_ms: int, to_ms: int, fault: Fault | None
    ) -> Update:
        """Give what became readable; nothing of it where a fault loses it."""
        if fault in {"sampled", "dropped"}:
            return Update(sampled=fault == "sampled")
        found = tuple(
            (self.call_it(arn), _message(event))
            for arn in arns
            for event in self.groups[arn].events
            if after_ms < event.readable <= to_ms
        )
        self.pushed += len(found)
        return Update(found)

    def _now_s(self) -> float:
        return (self.clock.now_ms() - T0) / 1000

    def _fault(self) -> Fault | None:
        for due in self.faults:
            if due[0] <= self._now_s():
                self.faults.remove(due)
                return due[1]
        return None


def _message(event: Delivered) -> Message:
    return Message(event.text.encode(), event.ingested)

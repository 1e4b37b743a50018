"""Live Tail in memory: pushes what a fake log group holds, and fails as sessions do."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from sestrail_tui.errors import SourceError, Unreachable
from sestrail_tui.sources.source import Message
from sestrail_tui.sources.start_live_tail import SessionTimedOut, Update
from tests.sources.fakes import T0, Delivered, FakeLogGroup
from tests.sources.virtual_time import LoopClock

Fault = Literal[
    "session_timeout", "streaming_error", "clean_end", "corrupt_frame", "reset", "stall",
    "slow", "sampled", "dropped",
]  # fmt: skip
FAULTS: Final[tuple[Fault, ...]] = (
    "session_timeout", "streaming_error", "clean_end", "corrupt_frame", "reset", "stall",
    "slow", "sampled", "dropped",
)  # fmt: skip


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
    refusal: SourceError = Unreachable("forbidden")
    session_s: float = 3 * 3600
    call_it: Callable[[str], str] = lambda arn: arn
    """What a result calls its log group."""
    sessions: list[tuple[str, ...]] = field(default_factory=list)
    pushed: int = 0

    async def __call__(self, arns: Sequence[str]) -> AsyncGenerator[Update, None]:
        self.sessions.append(tuple(arns))
        await self.clock.sleep(0.2)
        now_s = self._now_s()
        for start_s, end_s, error in self.refusals:
            if start_s <= now_s < end_s:
                raise error
        if self.forbidden.intersection(arns):
            raise self.refusal
        opened_s = self._now_s()
        told_ms = self.clock.now_ms()
        yield Update()
        while True:
            await self.clock.sleep(1)
            now_ms = self.clock.now_ms()
            fault = self._fault()
            if fault == "slow":
                await self.clock.sleep(14)
                told_ms = self.clock.now_ms() - 10_000
                now_ms = self.clock.now_ms()
            if fault in {"clean_end"}:
                return
            if fault == "session_timeout" or self._now_s() - opened_s > self.session_s:
                raise SessionTimedOut("three hours")
            if fault == "stall":
                await self.clock.sleep(15)
                raise Unreachable("stalled")
            if fault in {"streaming_error", "corrupt_frame", "reset"}:
                raise Unreachable(str(fault))
            found = [
                (arn, event)
                for arn in arns
                for event in self.groups[arn].events
                if told_ms < event.readable <= now_ms
            ]
            told_ms = now_ms
            lost = fault in {"sampled", "dropped"}
            if not lost:
                self.pushed += len(found)
            yield Update(
                tuple((self.call_it(arn), _message(event)) for arn, event in found if not lost),
                sampled=fault == "sampled",
            )

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

"""Engines that play a script, and an app whose account has them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sestrail_tui.errors import SestrailError
from sestrail_tui.sources.past.engine import Estimate, Past
from sestrail_tui.sources.source import Batch, Health, Message, State
from sestrail_tui.tui.app import SestrailApp
from sestrail_tui.tui.history import History
from tests.tui.world import FrozenClock, Tap

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable

    from sestrail_tui.cloudtrail.record import Record
    from sestrail_tui.errors import SourceError
    from sestrail_tui.sources.past.engine import Engine, Kind, Question
    from sestrail_tui.sources.source import Connection
    from sestrail_tui.tui.asked import Asked

QUERY = "fields @message\n| filter eventSource = 'ses.amazonaws.com'\n| limit 10000"
DDL = "CREATE EXTERNAL TABLE sestrail (\n  eventTime string\n)\nLOCATION 's3://trail-logs/'"


class Answer:
    """A source that says what a test gives it, until that is `None`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.cancelled = False
        self.ended = False
        self._news: asyncio.Queue[Batch | Health | None] = asyncio.Queue()

    def give(self, *news: Batch | Health | None) -> None:
        for one in news:
            self._news.put_nowait(one)

    def records(self, found: Iterable[Record]) -> None:
        self.give(Batch(self.name, tuple(Message(one.raw, one.delivered_ms) for one in found)))

    def end(self, scanned_bytes: int = 1_230_000_000, cost_usd: float = 0.0061) -> None:
        ended = Health(
            self.name, State.ENDED, scanned_bytes=scanned_bytes, cost_usd=cost_usd, calls=7
        )
        self.give(ended, None)

    async def follow(self) -> AsyncGenerator[Batch | Health, None]:
        try:
            while (news := await self._news.get()) is not None:
                yield news
            self.ended = True
        finally:
            if not self.ended:
                await asyncio.sleep(0)  # a call, as to StopQuery
                self.cancelled = True


class ScriptedEngine:
    """An engine that estimates as it is told, and answers as its `Answer`s say."""

    def __init__(
        self,
        name: str = "Insights CloudTrail/logs",
        kind: Kind = "insights",
        *,
        lack: str = "",
        setup: str = "",
        estimate: Estimate | SourceError | None = None,
    ) -> None:
        self.name = name
        self.kind = kind
        self.covers = "Records of the log group CloudTrail/logs, as long as it retains them."
        self.lack, self.setup = lack, setup
        self._estimate = estimate or Estimate(
            QUERY, 1_230_000_000, 0.00615, "The share of the log group's stored bytes."
        )
        self.estimated: list[Question] = []
        self.asked: list[tuple[Question, Answer]] = []

    async def estimate(self, question: Question) -> Estimate:
        self.estimated.append(question)
        if isinstance(self._estimate, SestrailError):
            raise self._estimate
        return self._estimate

    def source(self, question: Question) -> Answer:
        answer = Answer(self.name)
        self.asked.append((question, answer))
        return answer


class Account(Tap):
    """A `Tap` whose past has engines, or an error in the place of them, one find after another."""

    def __init__(self, *finds: Iterable[Engine] | SourceError, notes: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._finds = list(finds)
        self._notes = notes
        self.found = asyncio.Event()
        """Engines are found only while it is set."""
        self.found.set()
        self.opened = 0
        self.closed = 0

    async def past(self) -> Past:
        await self.found.wait()
        outcome = self._finds.pop(0) if len(self._finds) > 1 else self._finds[0]
        if isinstance(outcome, SestrailError):
            raise outcome
        self.opened += 1
        return Past(tuple(outcome), self._notes, self._close)

    async def _close(self) -> None:
        self.closed += 1


def three() -> tuple[ScriptedEngine, ScriptedEngine, ScriptedEngine]:
    """Give two engines that can be asked, and one that has to be set up first."""
    return (
        ScriptedEngine(),
        ScriptedEngine(
            "Lake sends-2025",
            "lake",
            estimate=Estimate(
                "SELECT eventJson FROM b2c1", None, None, "AWS does not tell before the query."
            ),
        ),
        ScriptedEngine(
            "Athena trail-logs",
            "athena",
            lack="There is no table over s3://trail-logs: create it with the statement below.",
            setup=DDL,
        ),
    )


def app_over(
    account: Account,
    *,
    asked: Asked | None = None,
    connection: Connection | None = None,
    filter_text: str = "",
) -> SestrailApp:
    """Give an app over an account."""
    return SestrailApp(
        connection or account,
        clock=FrozenClock(),
        history=History(),
        asked=asked,
        filter_text=filter_text,
    )

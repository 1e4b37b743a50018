"""Engines of the past that play a script."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from sestrail_tui.core.errors import SestrailError
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.history.engine import Estimate
from sestrail_tui.follow.source import Batch, Message

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable

    from sestrail_tui.core.errors import SourceError
    from sestrail_tui.core.record import Record
    from sestrail_tui.follow.history.engine import Kind, Question
    from sestrail_tui.follow.source import Post

QUERY = "fields @message\n| filter eventSource = 'ses.amazonaws.com'\n| limit 10000"
DDL = "CREATE EXTERNAL TABLE sestrail (\n  eventTime string\n)\nLOCATION 's3://trail-logs/'"


def batch(name: str, found: Iterable[Record]) -> Batch:
    """Give records as they are read."""
    return Batch(name, tuple(Message(one.raw, one.delivered_ms) for one in found))


def ended(name: str) -> tuple[Health, None]:
    """Give the end of an answer, with what it took."""
    return Health(name, State.ENDED, scanned_bytes=1_230_000_000, cost_usd=0.0061, calls=7), None


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
        self.give(batch(self.name, found))

    def end(self) -> None:
        self.give(*ended(self.name))

    async def follow(self, _post: Post, /) -> AsyncGenerator[Batch | Health, None]:
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
        script: Iterable[Batch | Health | None] = (),
    ) -> None:
        self.name = name
        self.kind = kind
        self.covers = "Records of the log group CloudTrail/logs, as long as it retains them."
        self.lack, self.setup = lack, setup
        self._script = tuple(script)
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

    def source(self, question: Question, name: str) -> Answer:
        answer = Answer(name)
        answer.give(*(item and replace(item, source=name) for item in self._script))
        self.asked.append((question, answer))
        return answer


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

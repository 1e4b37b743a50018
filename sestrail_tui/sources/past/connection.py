"""One question to one engine, as a connection: the same screen and stream read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.errors import NotSetUp
from sestrail_tui.sources.feed import Bounds, MergedFeed
from sestrail_tui.sources.seen import Seen

if TYPE_CHECKING:
    from sestrail_tui.sources.past.engine import Engine, Past, Question
    from sestrail_tui.sources.source import Feed


class PastConnection:
    """`Connection` to the answer of ``engine``; the `Past` it came from has to stay open."""

    def __init__(self, engine: Engine, question: Question) -> None:
        self._engine = engine
        self._question = question

    async def open(self) -> Feed:
        """Give the feed; the question is asked while it is read. Raises `NotSetUp`."""
        if self._engine.lack:
            raise NotSetUp(self._engine.lack)
        question = self._question
        return MergedFeed(
            [self._engine.source(question)],
            self._engine.name,
            Seen(),
            bounds=Bounds(question.first_ms, question.last_ms),
        )

    def login(self) -> None:
        """Say where to log in."""
        raise NotSetUp("Log in where the engines were found, and ask again.")

    async def past(self) -> Past:
        """Say that there is none."""
        raise NotSetUp("This is the past already: go back, and ask anew.")

"""One question to one engine, as a connection: the same screen and stream read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.errors import NotSetUp
from sestrail_tui.sources.feed import Bounds, MergedFeed
from sestrail_tui.sources.seen import Seen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sestrail_tui.sources.past.engine import Engine, Kind, Past, Question
    from sestrail_tui.sources.source import Connection, Feed


class PastConnection:
    """`Connection` to the answer of ``engine``; the `Past` it came from has to stay open."""

    def __init__(
        self,
        engine: Engine,
        question: Question,
        on_close: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._engine = engine
        self._question = question
        self._on_close = on_close

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
            on_close=self._on_close,
        )

    def login(self) -> None:
        """Say where to log in."""
        raise NotSetUp("Log in where the engines were found, and ask again.")

    async def past(self) -> Past:
        """Say that there is none."""
        raise NotSetUp("This is the past already: go back, and ask anew.")


class AskedPast:
    """`Connection` that asks the first engine of a kind (``None``: of any) that ``account`` has."""

    def __init__(self, account: Connection, kind: Kind | None, question: Question) -> None:
        self._account = account
        self._kind = kind
        self._question = question

    async def open(self) -> Feed:
        """Find the engines, and ask one. Raises `SourceError`."""
        past = await self._account.past()
        try:
            engine = chosen(past, self._kind)
            return await PastConnection(engine, self._question, past.close).open()
        except BaseException:
            await past.close()
            raise

    def login(self) -> None:
        """Log in to the account."""
        self._account.login()

    async def past(self) -> Past:
        """Find the account's engines."""
        return await self._account.past()


def chosen(past: Past, kind: Kind | None) -> Engine:
    """Give the first engine of ``kind``, or of any. Raises `NotSetUp` with what was found."""
    for engine in past.engines:
        if kind in (None, engine.kind):
            return engine
    there = ", ".join(engine.name for engine in past.engines) or "none at all"
    raise NotSetUp(" ".join((f"There is no {_CALLED[kind]} to ask; found: {there}.", *past.notes)))


_CALLED: Final[dict[Kind | None, str]] = {
    None: "engine",
    "insights": "log group for Logs Insights",
    "lake": "event data store of CloudTrail Lake",
    "athena": "table for Athena",
}

"""One question to one engine, as a connection: the same screen and stream read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.core.errors import NotSetUp, SourceError
from sestrail_tui.follow.connections.several import SeveralConnection
from sestrail_tui.follow.dedupe.seen_content import SeenContent
from sestrail_tui.follow.feed import Bounds, MergedFeed
from sestrail_tui.follow.history.engine import Estimate, NamedEngine

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from sestrail_tui.follow.feed import SeenKeys
    from sestrail_tui.follow.history.engine import Engine, FoundEngines, Kind, Question
    from sestrail_tui.follow.protocol import Connection, Feed

    BeforeAsking = Callable[[str, Estimate], None]
    """Is told, before an engine is asked, its name and what that would cost."""


class HistoryConnection:
    """`Connection` to the answer of ``engine``; the `FoundEngines` it came from has to stay open.

    Those ``beside`` it are asked the same at the same time; ``part`` as for `MergedFeed`.
    """

    def __init__(
        self,
        engine: Engine,
        question: Question,
        on_close: Callable[[], Awaitable[None]] | None = None,
        seen: SeenKeys | None = None,
        *,
        beside: Sequence[Engine] = (),
        part: str = "",
    ) -> None:
        self._engines = (engine, *beside)
        self._question = question
        self._on_close = on_close
        self._seen: SeenKeys = SeenContent() if seen is None else seen
        self._part = part

    async def open(self) -> Feed:
        """Return the feed; the question is asked while it is read. Raises `NotSetUp`."""
        for engine in self._engines:
            if engine.lack:
                raise NotSetUp(engine.lack)
        question = self._question
        several = len(self._engines)
        names = ", ".join(engine.name for engine in self._engines)
        return MergedFeed(
            [engine.source(question, engine.name) for engine in self._engines],
            names if several == 1 or len(names) <= _LABEL else f"{several} engines",
            self._seen,
            bounds=Bounds(question.first_ms, question.last_ms),
            on_close=self._on_close,
            part=self._part,
        )

    def login(self) -> None:
        """Say where to log in."""
        raise NotSetUp("Log in where the engines were found, and ask again.")

    async def history(self) -> FoundEngines:
        """Say that there is none."""
        raise NotSetUp("This is an answer already: go back, and ask again.")


class AskedHistory:
    """`Connection` that asks the first engine of a kind (``None``: of any) that ``account`` has.

    ``seen`` is shared with those that are asked beside it; ``part`` as for `MergedFeed`.
    """

    def __init__(
        self,
        account: Connection,
        kind: Kind | None,
        question: Question,
        *,
        before: BeforeAsking | None = None,
        seen: SeenKeys | None = None,
        part: str = "",
    ) -> None:
        self._account = account
        self._kind = kind
        self._question = question
        self._before = before
        self._seen: SeenKeys = SeenContent() if seen is None else seen
        self._part = part

    async def open(self) -> Feed:
        """Find the engines, and ask one. Raises `SourceError`."""
        history = await self._account.history()
        try:
            engine = _ready(chosen(history, self._kind))
            question = self._question.by_aws(history.ahead_ms)
            if self._before is not None:
                self._before(engine.name, await estimated(engine, question))
            answer = HistoryConnection(engine, question, history.close, self._seen, part=self._part)
            return await answer.open()
        except BaseException:
            await history.close()
            raise

    def login(self) -> None:
        """Log in to the account."""
        self._account.login()

    async def history(self) -> FoundEngines:
        """Find the account's engines."""
        return await self._account.history()


def ask(
    account: Connection, kind: Kind | None, question: Question, before: BeforeAsking | None = None
) -> Connection:
    """Return the connection to the first engine of a kind; of several accounts, to each one's."""
    seen = SeenContent()

    def answer_of(name: str, part: Connection) -> Connection:
        def named(engine: str, estimate: Estimate) -> None:
            if before is not None:
                before(f"{name} {engine}".strip(), estimate)

        return AskedHistory(part, kind, question, before=named, seen=seen, part=name)

    if isinstance(account, SeveralConnection):
        return account.each(answer_of)
    return answer_of("", account)


async def estimated(engine: Engine, question: Question) -> Estimate:
    """Return what a question would cost; where that cannot be told, an estimate that says why."""
    try:
        return await engine.estimate(question)
    except SourceError as error:
        return Estimate("", None, None, error.message)


def chosen(history: FoundEngines, kind: Kind | None) -> Engine:
    """Return the first engine of ``kind``, or of any. Raises `NotSetUp` with what was found."""
    return firsts(history, kind)[0]


def _ready(engine: Engine) -> Engine:
    """Return an engine that can be asked. Raises `NotSetUp` with where its set-up is printed."""
    if engine.lack:
        printed = " `sestrail tail --estimate` prints what to run." if engine.setup else ""
        raise NotSetUp(f"{engine.lack}{printed}")
    return engine


def firsts(history: FoundEngines, kind: Kind | None) -> tuple[Engine, ...]:
    """Return the first engine of ``kind``, or of any, of each account. Raises `NotSetUp`."""
    found: dict[str, Engine] = {}
    for engine in history.engines:
        if kind in (None, engine.kind):
            found.setdefault(engine.part if isinstance(engine, NamedEngine) else "", engine)
    if found:
        return tuple(found.values())
    names = ", ".join(engine.name for engine in history.engines) or "none at all"
    missing = f"engine of kind {kind}" if kind else "engine"
    raise NotSetUp(" ".join((f"There is no {missing} to ask; found: {names}.", *history.notes)))


_LABEL: Final = 64
"""Cells that the names of all engines may take in the header."""

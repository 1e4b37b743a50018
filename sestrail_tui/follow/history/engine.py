"""What a history engine is: given a question, it says what that costs, and then answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from sestrail_tui.core.instants import Ago

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sestrail_tui.filters.syntax.tree import Node
    from sestrail_tui.follow.source import Source


Kind = str
"""The name of a kind of place that can be asked."""


@dataclass(frozen=True, slots=True)
class Question:
    """Which older records are asked for: ``eventTime`` in ms UTC, both ends included."""

    node: Node
    """Pushed down as far as the engine's own language can tell; whoever reads still matches."""
    first_ms: int
    last_ms: int

    def by_aws(self, ahead_ms: int) -> Question:
        """Give it by AWS's clock, which ours is ahead of: what was told as so long ago moves."""
        return replace(
            self,
            first_ms=_moved(self.first_ms, ahead_ms),
            last_ms=_moved(self.last_ms, ahead_ms),
        )


def _moved(instant_ms: int, ahead_ms: int) -> int:
    return instant_ms - ahead_ms if isinstance(instant_ms, Ago) else instant_ms


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a question would cost, before it is asked."""

    query: str
    """The query as the engine would be sent it; of several, the first."""
    scanned_bytes: int | None
    """About how much would be scanned; ``None`` where AWS does not tell beforehand."""
    cost_usd: float | None
    """The same at AWS's list price."""
    sentence: str
    """How the estimate came about, or why there is none; and what is billed besides."""


class Engine(Protocol):
    """One of AWS's query engines over one place of records."""

    @property
    def kind(self) -> Kind:
        """Which of AWS's engines it is."""

    @property
    def name(self) -> str:
        """A name of its own among all engines: ``Insights CloudTrail/logs``."""

    @property
    def covers(self) -> str:
        """What it reads and what it can never show, in a sentence or two."""

    @property
    def lack(self) -> str:
        """Why it cannot be asked yet, and what fixes that; ``""`` where it can."""

    @property
    def setup(self) -> str:
        """What a person runs once so that it can be asked (Athena: the table's DDL), or ``""``."""

    async def estimate(self, question: Question) -> Estimate:
        """Tell what ``question`` would cost; changes nothing and is not billed by scanning.

        Raises `SourceError`.
        """

    def source(self, question: Question, name: str) -> Source:
        """Return the source called ``name`` that asks ``question`` and ends: ``ENDED``, or why not.

        Its `Health` tells progress, bytes scanned and cost. Closing it early cancels what runs.
        """


@dataclass(frozen=True, slots=True)
class FoundEngines:
    """The engines that an account has."""

    engines: tuple[Engine, ...]
    """The one to suggest first; those that lack something last."""
    notes: tuple[str, ...]
    """What could not be looked at, a sentence each."""
    close: Callable[[], Awaitable[None]]
    """Closes every connection; no engine may be asked after it."""
    ahead_ms: int = 0
    """How far this machine's clock was found to be ahead of AWS's."""


class NamedEngine:
    """An engine of one part among several, under the part's name."""

    def __init__(self, part: str, engine: Engine) -> None:
        self.part = part
        self.name = f"{part} {engine.name}"
        self.kind = engine.kind
        self.covers, self.lack, self.setup = engine.covers, engine.lack, engine.setup
        self._engine = engine

    async def estimate(self, question: Question) -> Estimate:
        """Tell what it would cost. Raises `SourceError`."""
        return await self._engine.estimate(question)

    def source(self, question: Question, name: str) -> Source:
        """Return the source that asks."""
        return self._engine.source(question, name)

"""Reading the answer to one question: range by range, part by part, to its end.

The time asked for is split into ranges, so that the first records come soon, progress is known,
and no query runs for ever. A part that failed is tried again where it stood; what AWS scanned is
billed once only.
"""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.retry.recovery import Recovery, Renew
from sestrail_tui.follow.source import Batch, Message

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.follow.source import Post

DAY_MS: Final = 86_400_000


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """A part of the answer; it may be empty: news of how the query does."""

    messages: tuple[Message, ...]
    share: float
    """How much of the range is read with it, 0 to 1."""
    others: int = 0
    """Records of other services that were left out."""


class RangeAnswer(Protocol):
    """The answer about one range of time."""

    async def part(self) -> AnswerPart | None:
        """Return the next part; ``None``: it was read to its end.

        Raises `SourceError`; called again it goes on from where it stood.
        """


class EngineQuery(Protocol):
    """A question that was put to an engine."""

    @property
    def answers(self) -> Sequence[RangeAnswer]:
        """One for each range, the oldest first."""

    @property
    def calls(self) -> int:
        """API calls made so far."""

    @property
    def scanned_bytes(self) -> int:
        """What AWS scanned so far."""

    @property
    def cost_usd(self) -> float | None:
        """The same at AWS's list price; ``None`` where that is not known."""

    @property
    def trouble(self) -> str:
        """What could not be read for good, in sentences; ``""`` where all was."""

    @property
    def refused(self) -> bool:
        """Whether a part of the answer may not be read."""

    async def cancel(self) -> None:
        """End what still runs; never raises `SourceError`."""


class HistorySource:
    """`Source` that reads one question's answer and ends; closing it early cancels what runs."""

    def __init__(
        self,
        name: str,
        query: EngineQuery,
        never_shows: str,
        clock: Clock,
        renew: Renew | None = None,
    ) -> None:
        self.name = name
        self._query = query
        self._number = 0
        """Of the answer that is being read."""
        self._recovery = Recovery(
            Health(name, never_shows=never_shows),
            clock,
            renew,
            follow=False,
            measured=lambda: {
                "calls": query.calls,
                "scanned_bytes": query.scanned_bytes,
                "cost_usd": query.cost_usd,
            },
        )

    async def follow(self, _post: Post, /) -> AsyncGenerator[Batch | Health, None]:
        """Yield the records, and how reading goes."""
        query, recovery = self._query, self._recovery
        yield recovery.say(state=State.CATCHING_UP, progress=0.0)
        try:
            async with aclosing(recovery.retried(self._read)) as items:
                async for item in items:
                    yield item
            if recovery.given_up:
                return
            recovery.well(State.ENDED, progress=None)
            ended = State.INCOMPLETE if query.trouble else State.ENDED
            state = State.REFUSED if query.refused else ended
            yield recovery.say(state=state, sentence=query.trouble)
        finally:
            await query.cancel()

    async def _read(self) -> AsyncGenerator[Batch | Health, None]:
        """Read part by part, from where it stands. Raises `SourceError`."""
        answers = self._query.answers
        while self._number < len(answers):
            part = await answers[self._number].part()
            if part is None:
                self._number += 1
                continue
            if part.messages:
                yield Batch(self.name, part.messages)
            health = self._recovery.health
            yield self._recovery.well(
                State.CATCHING_UP,
                sentence=self._query.trouble,
                progress=(self._number + part.share) / len(answers),
                records=health.records + len(part.messages),
                others=health.others + part.others,
            )


def even_ranges(first_ms: int, last_ms: int, longest_ms: int, most: int) -> list[tuple[int, int]]:
    """Split a range, both ends included, into even ones that begin with a whole second.

    Each is at most ``longest_ms`` long, unless there would be more than ``most``.
    """
    count = min(most, max(1, -(-(last_ms + 1 - first_ms) // longest_ms)))
    step = -(-(last_ms + 1 - first_ms) // (count * 1000)) * 1000
    starts = [first_ms, *range(first_ms // 1000 * 1000 + step, last_ms + 1, step)]
    return list(zip(starts, [*(start - 1 for start in starts[1:]), last_ms], strict=True))

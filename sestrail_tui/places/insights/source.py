"""A question put to Logs Insights: piece by piece, each row once, cancelled where it is left."""

from __future__ import annotations

from contextlib import aclosing
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from sestrail_tui.account.prices import insights_usd
from sestrail_tui.core.errors import Throttled
from sestrail_tui.follow.dedupe.recent_ids import RecentIds
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.history.billed_query import Ledger, TookTooLongError
from sestrail_tui.follow.retry.recovery import Recovery, Renew
from sestrail_tui.follow.source import Batch, Message
from sestrail_tui.places.insights.pieces import QueryRange
from sestrail_tui.places.insights.query import (
    LIMITS,
    InsightsQuery,
    NothingKeptError,
    Wanted,
)
from sestrail_tui.places.insights.results import moment_ms

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.follow.retry.pacing import Pacer
    from sestrail_tui.follow.source import Post
    from sestrail_tui.places.insights.calls import InsightsCalls
    from sestrail_tui.places.insights.query import Limits
    from sestrail_tui.places.insights.results import InsightsPage

_REMEMBERED: Final = 250_000
"""Rows kept in mind, twice: more than any second holds, which is all that is read twice."""
_WAITING: Final = 0.5
"""The share of a piece's progress that is its query running; the rest is reading its rows."""


class InsightsSource:
    """`Source` that asks for the log events of the seconds ``first_s`` to ``last_s``, and ends.

    ``condition`` is for ``| filter``; ``renew`` reads expired credentials again;
    ``region`` is whose price is
    told; ``limits`` are the rows of a query.
    """

    def __init__(
        self,
        name: str,
        calls: InsightsCalls,
        condition: str,
        first_s: int,
        last_s: int,
        *,
        region: str,
        pacer: Pacer,
        clock: Clock,
        renew: Renew | None = None,
        never_shows: str = "",
        limits: Limits = LIMITS,
    ) -> None:
        self.name = name
        self._region = region
        self._aws = calls
        self._wanted = Wanted(condition, limits)
        self._pieces = [QueryRange(first_s, last_s)] if first_s <= last_s else []
        self._whole_s = max(last_s - first_s + 1, 1)
        self._pacer = pacer
        self._clock = clock
        self._recovery = Recovery(
            Health(name, State.CATCHING_UP, progress=0.0, never_shows=never_shows),
            clock,
            renew,
            follow=False,
            measured=self._costs,
        )
        self._known = RecentIds(_REMEMBERED)
        self._ledger = Ledger()
        self._query: InsightsQuery | None = None
        self._notes: dict[str, None] = {}

    async def follow(self, _post: Post, /) -> AsyncGenerator[Batch | Health, None]:
        """Yield the rows and how it goes; a query that still runs where this is left is stopped."""
        yield self._recovery.health
        try:
            async with aclosing(self._recovery.retried(self._read)) as items:
                async for item in items:
                    yield item
            if not self._recovery.given_up:
                sentence = " ".join(self._notes)
                yield self._recovery.well(State.ENDED, progress=None, sentence=sentence)
        finally:
            if self._query is not None:
                await self._query.query.cancel()

    async def _read(self) -> AsyncGenerator[Batch | Health, None]:
        """Read piece by piece, from where it stands. Raises `SourceError`."""
        while self._pieces:
            query = self._current()
            try:
                results = await self._step(query)
            except TookTooLongError as error:
                self._cut(query.piece.halves(), error.message)
                continue
            except NothingKeptError as error:
                self._cut((), error.message)
                continue
            if results is not None and (batch := self._fresh(query, results)).messages:
                yield batch
            if query.query.ended:
                self._finish(query)
            yield self._recovery.well(State.CATCHING_UP, progress=self._progress())

    def _current(self) -> InsightsQuery:
        if self._query is None:
            self._query = InsightsQuery(
                self._aws, self._pieces[-1], self._wanted, self._ledger, self._clock
            )
        return self._query

    async def _step(self, query: InsightsQuery) -> InsightsPage | None:
        await self._pacer.turn()
        self._recovery.say(usage=self._pacer.usage)
        try:
            results = await query.step()
        except Throttled:
            self._pacer.throttled()
            raise
        self._pacer.answered()
        return results

    def _fresh(self, query: InsightsQuery, results: InsightsPage) -> Batch:
        """Return the rows of a page that were not given before."""
        rows = [{cell.field: cell.value for cell in row} for row in results.results]
        query.saw([moment_ms(row.get("@timestamp", "")) for row in rows])
        messages = [
            Message(row["@message"].encode("utf-8", "surrogatepass"), _ingested(row))
            for row in rows
            if "@message" in row and self._known.add(_key(row))
        ]
        self._recovery.say(records=self._recovery.health.records + len(messages))
        return Batch(self.name, tuple(messages))

    def _finish(self, query: InsightsQuery) -> None:
        rest = query.rest() if query.overflowed else ()
        lost = ""
        if query.overflowed and not rest:
            lost = (
                f"Logs Insights gave {query.rows:,} of {max(query.matched, query.rows):,.0f} "
                "records of one second and no more: narrow the filter."
            )
        self._cut(rest, lost)

    def _cut(self, rest: tuple[QueryRange, ...], note: str) -> None:
        """Put the rest of a piece in its place; ``note`` is said where there is none."""
        self._pieces[-1:] = reversed(rest)
        self._query = None
        if note and not rest:
            self._notes[note] = None

    def _progress(self) -> float:
        left = sum(piece.seconds for piece in self._pieces if not piece.prefix)
        query = self._query
        if query is not None and query.rows:
            read = min(query.rows / max(query.matched, query.rows, 1), 1.0)
            left -= int(query.piece.seconds * (_WAITING + _WAITING * read))
        return min(max(1.0 - left / self._whole_s, 0.0), 1.0)

    def _costs(self) -> dict[str, object]:
        scanned = self._ledger.scanned_bytes
        return {
            "calls": self._ledger.calls,
            "scanned_bytes": scanned,
            "cost_usd": insights_usd(scanned, self._region),
        }


def _ingested(row: dict[str, str]) -> int | None:
    return moment_ms(row.get("@ingestionTime", ""))


def _key(row: dict[str, str]) -> str:
    """Name a row by what it is; two deliveries of one record at one moment are one."""
    text = "\n".join(row.get(name, "") for name in ("@timestamp", "@log", "@message"))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()

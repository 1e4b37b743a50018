"""One Logs Insights query: what it asks for a piece of the range, and what it gave of it.

AWS bills a query that was started, whether or not its answer arrives: its text has a mark of its
own, by which it is found again where the answer on StartQuery was lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sestrail_tui.account.errors.error_codes import InvalidParameterError
from sestrail_tui.core.errors import AccessDenied, NotSetUp, SourceError
from sestrail_tui.filters.pushdown.insights import SES_MESSAGES
from sestrail_tui.follow.history.billed_query import (
    BilledQuery,
    Ledger,
    QueryProgress,
    TookTooLongError,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.places.insights.calls import InsightsCalls
    from sestrail_tui.places.insights.pieces import QueryRange
    from sestrail_tui.places.insights.results import InsightsPage

Limits = tuple[int, int]
LIMITS: Final[Limits] = (100_000, 10_000)
"""The most rows of a query: what AWS gives now, and what it gave before (AWS: StartQuery)."""
RUNS: Final = frozenset({"Scheduled", "Running", "Unknown"})
_PATIENCE_S: Final = 70 * 60.0
"""AWS ends a query after 60 minutes by itself."""
_MARK: Final = 12
"""Characters of a request that mark its query."""
_NOTHING_KEPT: Final = (
    "No log group asked keeps anything of that time: they are younger, or retain less."
)


class NothingKeptError(SourceError):
    """The log groups are younger than the range asked for, or keep nothing that old."""


@dataclass(slots=True)
class Wanted:
    """What every query of a question asks, less as AWS takes less."""

    condition: str
    """For ``| filter``."""
    limits: Limits = LIMITS
    limit: int = 0

    def __post_init__(self) -> None:
        self.limit = self.limits[0]

    def text(self, piece: QueryRange, mark: str) -> str:
        """Write the query for a piece."""
        more = f"\n| filter {piece.condition}" if piece.condition else ""
        return (
            f"# {mark}\nfields @message, @timestamp, @ingestionTime, @log\n"
            f"| filter {self.condition}{more}\n| sort @timestamp asc\n| limit {self.limit}"
        )

    def less(self) -> bool:
        """Ask for less from now on; False where there is no less."""
        if self.limit != self.limits[1]:
            self.limit = self.limits[1]
        elif self.condition != SES_MESSAGES:
            self.condition = SES_MESSAGES
        else:
            return False
        return True


class InsightsQueryCalls:
    """`QueryCalls` of the query for one piece."""

    def __init__(self, calls: InsightsCalls, piece: QueryRange, wanted: Wanted) -> None:
        self._aws = calls
        self._piece = piece
        self._wanted = wanted

    async def start(self, request: str) -> str:
        """Start it, asking for less where AWS does not take so much."""
        piece, wanted = self._piece, self._wanted
        try:
            text = wanted.text(piece, _mark(request))
            return await self._aws.start(text, piece.first_s, piece.last_s, wanted.limit)
        except InvalidParameterError as error:
            if "creation time" in error.message or "retention" in error.message:
                raise NothingKeptError(_NOTHING_KEPT) from error
            if not wanted.less():
                raise NotSetUp(error.message) from error
        return await self.start(request)

    async def find(self, request: str) -> str | None:
        """Look for it by its mark; who may not look starts it again."""
        try:
            return await self._aws.find(_mark(request))
        except AccessDenied:
            return None

    async def progress(self, query_id: str) -> QueryProgress[InsightsPage]:
        """Tell how it does, with its first page once it has one."""
        results = await self._aws.results(query_id, None)
        runs, complete = results.status in RUNS, results.status == "Complete"
        return QueryProgress(
            runs,
            int(results.statistics.bytes_scanned),
            None if runs or complete else _failure(results.status),
            first=(results, results.next_token) if complete else None,
        )

    async def page(self, query_id: str, token: str | None) -> tuple[InsightsPage, str | None]:
        """Return a page of rows."""
        results = await self._aws.results(query_id, token)
        return results, results.next_token

    async def cancel(self, query_id: str) -> None:
        """End it."""
        await self._aws.stop(query_id)


class InsightsQuery:
    """The query of one piece, and what of the piece it gave."""

    def __init__(
        self,
        calls: InsightsCalls,
        piece: QueryRange,
        wanted: Wanted,
        ledger: Ledger,
        clock: Clock,
    ) -> None:
        self.piece = piece
        self.rows = 0
        """Read so far."""
        self.matched = 0.0
        self.query = BilledQuery(
            InsightsQueryCalls(calls, piece, wanted),
            "A query of Logs Insights",
            ledger,
            clock,
            patience_s=_PATIENCE_S,
        )
        self._wanted = wanted
        self._reached_ms = 0
        self._ordered = True

    async def step(self) -> InsightsPage | None:
        """Return a page of the finished query, or ``None``: call again.

        Raises `SourceError`, after which it may be called again.
        """
        is_first = self.query.token is None
        results = await self.query.step()
        if results is None:
            return None
        if is_first:
            self.rows, self._reached_ms, self._ordered = 0, 0, True
        self.matched = results.statistics.records_matched
        self.rows += len(results.results)
        return results

    @property
    def overflowed(self) -> bool:
        """Whether there is more than the query could give."""
        limits = self._wanted.limits
        full = self.rows >= self._wanted.limit
        return full or (self.rows >= limits[1] and self.matched > self.rows)

    def saw(self, timestamps: Sequence[int | None]) -> None:
        """Take note of when the rows of a page are of (ms UTC)."""
        for time_ms in timestamps:
            self._ordered = self._ordered and time_ms is not None and time_ms >= self._reached_ms
            self._reached_ms = max(self._reached_ms, time_ms or 0)

    def rest(self) -> tuple[QueryRange, ...]:
        """Return the pieces of what this query could not give; none where it cannot be cut."""
        reached_s = self._reached_ms // 1000 if self._ordered else None
        return self.piece.rest(reached_s, self.rows, self.matched - self.rows)


def _mark(request: str) -> str:
    return f"sestrail {request[:_MARK]}"


def _failure(status: str) -> SourceError:
    if status == "Cancelled":
        return NotSetUp("Somebody else stopped the Logs Insights query. Ask again.")
    if status == "Timeout":
        return TookTooLongError("AWS gave a Logs Insights query up after its 60 minutes.")
    return SourceError(
        f"A Logs Insights query ended as {status!r}, AWS does not say why. Wait a little."
    )

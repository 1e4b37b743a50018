"""One Logs Insights query: started once, waited for, and read page by page.

AWS bills a query that was started, whether or not its answer arrives: its text has a mark of its
own, by which it is found again where the answer on StartQuery was lost.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sestrail_tui.account.errors.error_codes import InvalidParameterError
from sestrail_tui.account.page_tokens import EndlessPagesError, PageTokens
from sestrail_tui.core.errors import AccessDenied, NotSetUp, SourceError, Unreachable
from sestrail_tui.filters.pushdown.insights.filter import SES_MESSAGES
from sestrail_tui.places.insights.calls import QueryGoneError

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
_WHAT: Final = "A query of Logs Insights"
_FIRST_LOOK_S: Final = 0.4
_LONGEST_LOOK_S: Final = 5.0
_PATIENCE_S: Final = 70 * 60.0
"""AWS ends a query after 60 minutes by itself."""
_NOTHING_KEPT: Final = (
    "No log group asked keeps anything of that time: they are younger, or retain less."
)


class TookTooLongError(SourceError):
    """AWS gave a query up."""


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


class InsightsQuery:
    """The query of one piece; every call of `step` is one call of AWS, and may be repeated."""

    def __init__(
        self, calls: InsightsCalls, piece: QueryRange, wanted: Wanted, clock: Clock
    ) -> None:
        self.piece = piece
        self.rows = 0
        """Read so far."""
        self.scanned_bytes = 0
        """By this query, and by those that failed before it."""
        self.matched = 0.0
        self.ended = False
        """Whether the last page came."""
        self._aws = calls
        self._wanted = wanted
        self._clock = clock
        self._id = ""
        self._maybe_started = False
        self._runs = True
        self._token: str | None = None
        self._tokens = PageTokens(_WHAT)
        self._scanned_before = 0
        self._reached_ms = 0
        self._ordered = True
        self._look_s = _FIRST_LOOK_S
        self._until_s = clock.monotonic() + _PATIENCE_S
        self._mark = f"sestrail {int(clock.random() * 16**12):012x}"

    async def step(self) -> InsightsPage | None:
        """Make one call; give a page of the finished query, or ``None``: call again.

        Raises `SourceError`, after which it may be called again.
        """
        if not self._id:
            await self._start()
            return None
        try:
            results = await self._aws.results(self._id, self._token)
        except QueryGoneError:
            self._anew()
            raise
        except InvalidParameterError:
            self._again()  # the token ran out: from the first page
            raise
        scanned = self._scanned_before + int(results.statistics.bytes_scanned)
        self.scanned_bytes = max(self.scanned_bytes, scanned)
        if results.status in RUNS and self._clock.monotonic() < self._until_s:
            await self._clock.sleep(self._look_s)
            self._look_s = min(self._look_s * 1.5, _LONGEST_LOOK_S)
            return None
        if results.status != "Complete":
            raise self._failure(results.status)
        self._runs = False
        try:
            following = self._tokens.take(results.next_token)
        except EndlessPagesError:
            self._again()
            raise
        self.matched = results.statistics.records_matched
        self.rows += len(results.results)
        self._token = following
        self.ended = following is None
        return results

    @property
    def overflowed(self) -> bool:
        """Whether there is more than the query could give."""
        limits = self._wanted.limits
        full = self.rows >= self._wanted.limit
        return full or (self.rows >= limits[1] and self.matched > self.rows)

    def saw(self, timestamps: Sequence[int | None]) -> None:
        """Take note of when the rows of a page are of (ms UTC)."""
        for at in timestamps:
            self._ordered = self._ordered and at is not None and at >= self._reached_ms
            self._reached_ms = max(self._reached_ms, at or 0)

    def rest(self) -> tuple[QueryRange, ...]:
        """Give the pieces of what this query could not give; none where it cannot be cut."""
        reached_s = self._reached_ms // 1000 if self._ordered else None
        return self.piece.rest(reached_s, self.rows, self.matched - self.rows)

    async def cancel(self) -> None:
        """End it if it runs, which AWS would go on to bill. Raises `SourceError`."""
        if not self._id and self._maybe_started:
            self._id = await self._aws.find(self._mark) or ""
        if self._id and self._runs:
            with suppress(InvalidParameterError):  # it has ended meanwhile
                await self._aws.stop(self._id)
            self._runs = False

    async def _start(self) -> None:
        if self._maybe_started:
            try:
                self._id = await self._aws.find(self._mark) or ""
            except AccessDenied:
                self._id = ""  # nobody can tell: it is started again
            self._maybe_started = False
            if self._id:
                return
        piece, wanted = self.piece, self._wanted
        self._maybe_started = True
        try:
            text = wanted.text(piece, self._mark)
            self._id = await self._aws.start(text, piece.first_s, piece.last_s, wanted.limit)
        except Unreachable:
            raise
        except InvalidParameterError as error:
            self._maybe_started = False
            if "creation time" in error.message or "retention" in error.message:
                raise NothingKeptError(_NOTHING_KEPT) from error
            if not wanted.less():
                raise NotSetUp(error.message) from error
        except SourceError:
            self._maybe_started = False
            raise
        else:
            self._maybe_started = False

    def _failure(self, status: str) -> SourceError:
        self._runs = status in RUNS
        if status == "Cancelled":
            return NotSetUp("Somebody else stopped the Logs Insights query. Ask again.")
        if status == "Timeout" or status in RUNS:
            return TookTooLongError("AWS gave a Logs Insights query up after its 60 minutes.")
        self._anew()
        return SourceError(
            f"A Logs Insights query ended as {status!r}, AWS does not say why. Wait a little."
        )

    def _again(self) -> None:
        self._token, self.rows, self._reached_ms, self._ordered = None, 0, 0, True
        self._tokens = PageTokens(_WHAT)

    def _anew(self) -> None:
        """Ask again, with a query of its own."""
        self._id, self._runs, self._scanned_before = "", True, self.scanned_bytes
        self._again()
        self._mark = f"sestrail {int(self._clock.random() * 16**12):012x}"

"""A range of an event data store's time, read by one SQL query and its pages."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from datetime import UTC, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

import msgspec

from sestrail_tui.account.errors.error_codes import InvalidParameterError
from sestrail_tui.core.errors import SourceError
from sestrail_tui.core.safe_text import safe
from sestrail_tui.follow.history.billed_query import BilledQuery, Ledger, QueryProgress
from sestrail_tui.follow.retry.overdue import Overdue
from sestrail_tui.follow.sweeps.pages import EventPage, PolledEvent

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.places.lake.calls import LakeCalls, Progress, Rows

_SES: Final = "eventSource = 'ses.amazonaws.com'"
_AHEAD_MS: Final = 3_600_000
"""How far AWS's clock may be ahead of ours: every query has an end."""
_PATIENCE_S: Final = 900.0
"""A query that takes longer is cancelled; AWS itself gives it an hour."""


class _RecordTime(msgspec.Struct, rename="camel"):
    event_time: datetime | None = None


_record_time = msgspec.json.Decoder(_RecordTime).decode


def event_time_ms(record: str | bytes) -> int | None:
    """Return a record's ``eventTime`` in ms UTC; ``None`` for what is no record."""
    try:
        time = _record_time(record).event_time
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None
    return None if time is None else int(time.timestamp() * 1000)


def where(start_ms: int, end_ms: int, more: str = "") -> str:
    """Return the SQL for SES records of a range, in whole seconds, as ``eventTime`` is.

    ``more`` is a further condition.
    """
    first = _moment(start_ms // 1000)
    last = _moment(-(-end_ms // 1000))
    bounded = f"{_SES} AND eventTime >= '{first}' AND eventTime <= '{last}'"
    return f"{bounded} AND ({more})" if more else bounded


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(max(seconds, 0), UTC).strftime("%Y-%m-%d %H:%M:%S")


class LakeQueryCalls:
    """`QueryCalls` of one query for SES records from ``start_ms`` to ``end_ms``, oldest first.

    Their ``timestamp`` is ``eventTime``; ``condition`` is SQL that every record asked for meets.
    """

    def __init__(
        self, calls: LakeCalls, label: str, start_ms: int, end_ms: int, condition: str
    ) -> None:
        self._aws = calls
        self._label = label
        self._start_ms = start_ms
        self._where = where(start_ms, end_ms, condition)

    async def start(self, request: str) -> str:  # noqa: ARG002 - Lake takes no token
        """Start it."""
        return await self._aws.start(self._where)

    async def find(self, request: str) -> None:
        """Say that nobody can tell."""

    async def progress(self, query_id: str) -> QueryProgress[list[PolledEvent]]:
        """Tell how it does."""
        progress = await self._aws.progress(query_id)
        runs = progress.query_status in ("QUEUED", "RUNNING")
        return QueryProgress(
            runs,
            progress.query_statistics.bytes_scanned,
            None if runs or progress.query_status == "FINISHED" else self._failure(progress),
        )

    async def page(self, query_id: str, token: str | None) -> tuple[list[PolledEvent], str | None]:
        """Return a page of records; a row without one has nothing to show."""
        results = await self._aws.results(query_id, token)
        return _events(results.query_result_rows, self._start_ms), results.next_token

    async def cancel(self, query_id: str) -> None:
        """End it."""
        await self._aws.cancel(query_id)

    def _failure(self, progress: Progress) -> SourceError:
        why = safe(progress.error_message).removesuffix(".")
        reason = f" AWS says: {why}." if why else ""
        ended = {"TIMED_OUT": "took AWS too long", "CANCELLED": "was cancelled by someone else"}
        what = ended.get(progress.query_status, "failed")
        return SourceError(
            f"A query on event data store {safe(self._label)} {what} "
            f"({safe(progress.query_status)}).{reason} Wait a little."
        )


def lake_query(
    calls: LakeQueryCalls,
    label: str,
    ledger: Ledger,
    clock: Clock,
    asking: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> BilledQuery[list[PolledEvent]]:
    """Return one query on the event data store called ``label``."""
    name = f"A query on event data store {label}"
    return BilledQuery(calls, name, ledger, clock, patience_s=_PATIENCE_S, asking=asking)


class LakeQueries:
    """`ReadPage` over an event data store: a query for each range, kept until its last page."""

    def __init__(self, calls: LakeCalls, label: str, clock: Clock, condition: str = "") -> None:
        self._aws = calls
        self._label = label
        self._clock = clock
        self._condition = condition
        self._queries: dict[tuple[int, int | None], BilledQuery[list[PolledEvent]]] = {}
        self.overdue = Overdue()
        """Knows of the calls under way; a query that runs is none."""
        self.ledger = Ledger()

    async def __call__(self, start_ms: int, end_ms: int | None, token: str | None) -> EventPage:
        """Return a page of the records with ``start_ms <= eventTime <= end_ms``, oldest first.

        Raises `SourceError`; `InvalidParameterError` for a query that AWS does not know any more.
        """
        key = (start_ms, end_ms)
        if key not in self._queries:
            end_ms = self._clock.now_ms() + _AHEAD_MS if end_ms is None else end_ms
            calls = LakeQueryCalls(self._aws, self._label, start_ms, end_ms, self._condition)
            self._queries[key] = lake_query(
                calls, self._label, self.ledger, self._clock, self.overdue.asking
            )
        query = self._queries[key]
        if token is None:
            query.read_again()
        else:  # also of a query that was begun for a feed that was closed
            query_id, _, more = token.partition(" ")
            query.resume(query_id, more)
        try:
            while (events := await query.step()) is None:
                pass
        except InvalidParameterError:
            self._queries.pop(key)
            raise
        if query.ended:
            self._queries.pop(key)
        return EventPage(events, query.token and f"{query.id} {query.token}")

    async def cancel(self) -> None:
        """End what still runs, which AWS would go on to bill; never raises `SourceError`."""
        queries, self._queries = list(self._queries.values()), {}
        await asyncio.gather(*(query.cancel() for query in queries))


def _events(rows: Rows, start_ms: int) -> list[PolledEvent]:
    return [_event(text, start_ms) for row in rows for text in _texts(row)]


def _texts(row: list[dict[str, Any]]) -> list[str]:
    """Return ``eventJson``, whose column AWS may name in small letters; NULL is none."""
    return [
        value
        for column in row
        for name, value in column.items()
        if name.casefold() == "eventjson" and value
    ]


def _event(text: str, start_ms: int) -> PolledEvent:
    time_ms = event_time_ms(text)
    name = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
    return PolledEvent(name, start_ms if time_ms is None else time_ms, None, text)

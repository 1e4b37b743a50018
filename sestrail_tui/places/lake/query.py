"""A stretch of an event data store's time, read by one SQL query and its pages.

A query that was started is not started again because an answer on it was lost: AWS bills each by
the bytes it scans. Its id is kept with the stretch it is for, until its last page came.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

import msgspec

from sestrail_tui.account.errors.error_codes import InvalidParameterError
from sestrail_tui.core.errors import SourceError, Unreachable
from sestrail_tui.core.safe_text import safe
from sestrail_tui.follow.retry.overdue import Overdue
from sestrail_tui.follow.sweeps.pages import EventPage, PolledEvent

if TYPE_CHECKING:
    from sestrail_tui.core.clock import Clock
    from sestrail_tui.places.lake.calls import LakeCalls, Progress, Rows

_SES: Final = "eventSource = 'ses.amazonaws.com'"
_AHEAD_MS: Final = 3_600_000
"""How far AWS's clock may be ahead of ours: every query has an end."""
_FIRST_LOOK_S: Final = 0.5
_LONGEST_LOOK_S: Final = 5.0
_PATIENCE_S: Final = 900.0
"""A query that takes longer is cancelled; AWS itself gives it an hour."""
_LEAVING_S: Final = 3.0
"""How long leaving may take to cancel what runs."""


class _Stamp(msgspec.Struct, rename="camel"):
    event_time: datetime | None = None


_stamp = msgspec.json.Decoder(_Stamp).decode


def event_time_ms(record: str | bytes) -> int | None:
    """Give a record's ``eventTime`` in ms UTC; ``None`` for what is no record."""
    try:
        at = _stamp(record).event_time
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None
    return None if at is None else int(at.timestamp() * 1000)


def where(start_ms: int, end_ms: int, more: str = "") -> str:
    """Give the SQL for SES records of a stretch, in whole seconds, as ``eventTime`` is.

    ``more`` is a further condition.
    """
    first = _moment(start_ms // 1000)
    last = _moment(-(-end_ms // 1000))
    bounded = f"{_SES} AND eventTime >= '{first}' AND eventTime <= '{last}'"
    return f"{bounded} AND ({more})" if more else bounded


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(max(seconds, 0), UTC).strftime("%Y-%m-%d %H:%M:%S")


class LakeQueries:
    """`ReadPage` over an event data store; its ``timestamp`` is ``eventTime``.

    ``condition`` is SQL that every record asked for meets.
    """

    def __init__(self, calls: LakeCalls, label: str, clock: Clock, condition: str = "") -> None:
        self._aws = calls
        self._label = label
        self.name = f"A query on event data store {label}"
        self._clock = clock
        self._condition = condition
        self._started: dict[tuple[int, int | None], str] = {}
        self._starting: dict[tuple[int, int | None], asyncio.Task[str]] = {}
        self._done: set[str] = set()
        self.overdue = Overdue()
        """Knows of the calls under way; a query that runs is none."""
        self.calls = 0
        """API calls made so far."""
        self.scanned_bytes = 0
        """What AWS says to have scanned, by all queries that ended."""

    async def __call__(self, start_ms: int, end_ms: int | None, token: str | None) -> EventPage:
        """Give a page of the records with ``start_ms <= eventTime <= end_ms``, oldest first.

        Raises `SourceError`; `InvalidParameterError` for a query that AWS does not know any more.
        """
        key = (start_ms, end_ms)
        try:
            query_id, more = await self._finished(key) if token is None else _parts(token)
            self.calls += 1
            with self.overdue.asking():
                results = await self._aws.results(query_id, more)
        except InvalidParameterError:
            self._forget(key)
            raise
        if results.next_token is None:
            self._forget(key)
        following = results.next_token and f"{query_id} {results.next_token}"
        return EventPage(_events(results.query_result_rows, start_ms), following)

    async def cancel(self) -> None:
        """End what still runs, which AWS would go on to bill; never raises `SourceError`."""
        ids, self._started = set(self._started.values()) - self._done, {}
        starting, self._starting = self._starting, {}
        with suppress(SourceError, TimeoutError):
            async with asyncio.timeout(_LEAVING_S):
                for task in starting.values():
                    with suppress(SourceError):
                        ids.add(await task)
                for query_id in ids:
                    with suppress(SourceError):
                        await self._aws.cancel(query_id)

    async def _finished(self, key: tuple[int, int | None]) -> tuple[str, None]:
        """Give the id of the finished query for a stretch, started where there is none yet."""
        if key not in self._started:
            start_ms, end_ms = key
            end_ms = self._clock.now_ms() + _AHEAD_MS if end_ms is None else end_ms
            await self._start(key, where(start_ms, end_ms, self._condition))
        query_id = self._started[key]
        if query_id in self._done:
            return query_id, None
        progress = await self._ended(query_id)
        if progress is None:
            self._forget(key)
            with suppress(SourceError):
                await self._aws.cancel(query_id)
            raise Unreachable(
                f"A query on event data store {safe(self._label)} took more than "
                f"{_PATIENCE_S / 60:.0f} minutes and was cancelled. Wait a little."
            )
        self.scanned_bytes += progress.query_statistics.bytes_scanned
        if progress.query_status != "FINISHED":
            self._forget(key)
            raise SourceError(self._failure(progress))
        self._done.add(query_id)
        return query_id, None

    async def _start(self, key: tuple[int, int | None], asked: str) -> None:
        """Start a query; leaving meanwhile must not lose the id of what is then running."""
        if key not in self._starting:
            self.calls += 1
            self._starting[key] = asyncio.create_task(self._aws.start(asked))
        starting = self._starting[key]
        try:
            with self.overdue.asking():
                self._started[key] = await asyncio.shield(starting)
        finally:
            if starting.done():
                self._starting.pop(key, None)

    def _forget(self, key: tuple[int, int | None]) -> None:
        self._done.discard(self._started.pop(key, ""))

    async def _ended(self, query_id: str) -> Progress | None:
        """Wait for a query's end; ``None``: it takes too long."""
        look_s, until = _FIRST_LOOK_S, self._clock.monotonic() + _PATIENCE_S
        while self._clock.monotonic() < until:
            self.calls += 1
            with self.overdue.asking():
                progress = await self._aws.progress(query_id)
            if progress.query_status not in ("QUEUED", "RUNNING"):
                return progress
            await self._clock.sleep(look_s)
            look_s = min(look_s * 2, _LONGEST_LOOK_S)
        return None

    def _failure(self, progress: Progress) -> str:
        why = safe(progress.error_message).removesuffix(".")
        said = f" AWS says: {why}." if why else ""
        ended = {"TIMED_OUT": "took AWS too long", "CANCELLED": "was cancelled by someone else"}
        what = ended.get(progress.query_status, "failed")
        return (
            f"A query on event data store {safe(self._label)} {what} "
            f"({safe(progress.query_status)}).{said} Wait a little."
        )


def _parts(token: str) -> tuple[str, str]:
    query_id, _, more = token.partition(" ")
    return query_id, more


def _events(rows: Rows, start_ms: int) -> list[PolledEvent]:
    """Give the records of rows; a row without one has nothing to show."""
    return [_event(text, start_ms) for row in rows for text in _texts(row)]


def _texts(row: list[dict[str, Any]]) -> list[str]:
    """Give ``eventJson``, whose column AWS may name in small letters; NULL is none."""
    return [
        value
        for column in row
        for name, value in column.items()
        if name.casefold() == "eventjson" and value
    ]


def _event(text: str, start_ms: int) -> PolledEvent:
    at = event_time_ms(text)
    name = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
    return PolledEvent(name, start_ms if at is None else at, None, text)

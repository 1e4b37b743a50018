"""Logs Insights in memory: it delays, caps, forgets, fails and loses answers as AWS may."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sestrail_tui.account.errors.error_codes import InvalidParameterError
from sestrail_tui.core.errors import SourceError, Unreachable
from sestrail_tui.follow.history.billed_query import QueryGoneError
from sestrail_tui.places.insights.results import InsightsPage, InsightsStatistics, ResultField

if TYPE_CHECKING:
    from tests.follow.fakes import JumpingClock

LIKE = re.compile(r"@message (not )?like (?:/((?:[^/\\]|\\.)*)/|\"([^\"]*)\")")


@dataclass(frozen=True)
class Logged:
    """A log event: its timestamp (ms UTC) and its message."""

    at: int
    text: str


@dataclass
class Run:
    text: str
    rows: list[Logged]
    matched: int
    ends: float
    status: str
    reads: int = 0
    stopped: bool = False


Fault = Callable[[str], SourceError | None]
"""From the operation to what the call raises before it does anything."""


@dataclass
class FakeInsights:
    """`InsightsCalls`; filters are understood as far as ``like`` goes, all of them wanted."""

    clock: JumpingClock
    logged: list[Logged] = field(default_factory=list)
    most: int = 100_000
    """The highest limit that is taken."""
    page: int = 1_000
    pages: bool = True
    """Whether there are tokens; else one page is all there is."""
    query_s: float = 1.0
    sorts: bool = True
    fault: Fault = lambda _operation: None
    loses: Callable[[], bool] = lambda: False
    """Whether the answer on StartQuery is lost, after the query was started."""
    fate: Callable[[], str] = lambda: "Complete"
    runs: dict[str, Run] = field(default_factory=dict)
    asked: list[tuple[str, int, int, int]] = field(default_factory=list)

    async def start(self, query: str, first_s: int, last_s: int, limit: int) -> str:
        await self._call("StartQuery")
        if limit > self.most:
            raise InvalidParameterError(f"Value '{limit}' at 'limit' failed.")
        self.asked.append((query, first_s, last_s, limit))
        found = [
            one
            for one in self.logged
            if first_s * 1000 <= one.at < (last_s + 1) * 1000 and keeps(query, one.text)
        ]
        found.sort(key=lambda one: one.at if self.sorts else hash(one.text))
        name = f"q{len(self.runs)}"
        ends = self.clock.ms + self.query_s * 1000
        self.runs[name] = Run(query, found[:limit], len(found), ends, self.fate())
        if self.loses():
            raise Unreachable("The answer was lost.")
        return name

    async def find(self, mark: str) -> str | None:
        await self._call("DescribeQueries")
        return next((name for name, one in self.runs.items() if mark in one.text), None)

    async def results(self, query_id: str, token: str | None) -> InsightsPage:
        await self._call("GetQueryResults")
        if query_id not in self.runs:
            raise QueryGoneError("The query is gone.")
        one = self.runs[query_id]
        one.reads += 1
        scanned = InsightsStatistics(float(one.matched), 100.0 * len(self.logged))
        if one.stopped:
            return InsightsPage("Cancelled", [], scanned)
        if self.clock.ms < one.ends:
            return InsightsPage(
                "Running", [row(each) for each in one.rows[:3]], InsightsStatistics()
            )
        if one.status != "Complete":
            return InsightsPage(one.status, [], scanned)
        first = int(token or 0)
        page = self.page if self.pages else 10_000
        end = first + page
        more = str(end) if self.pages and end < len(one.rows) else None
        return InsightsPage("Complete", [row(each) for each in one.rows[first:end]], scanned, more)

    async def stop(self, query_id: str) -> None:
        await self._call("StopQuery")
        self.runs[query_id].stopped = True

    async def _call(self, operation: str) -> None:
        await self.clock.sleep(0.05)
        error = self.fault(operation)
        if error is not None:
            raise error


def keeps(query: str, text: str) -> bool:
    """Tell whether every ``like`` of the query holds."""
    for lacks, regex, part in LIKE.findall(query):
        found = part in text if part else re.search(regex, text) is not None
        if found == bool(lacks):
            return False
    return True


def row(one: Logged) -> list[ResultField]:
    stamp = datetime.fromtimestamp(one.at // 1000, UTC)
    moment = f"{stamp:%Y-%m-%d %H:%M:%S}.{one.at % 1000:03}"
    return [
        ResultField("@message", one.text),
        ResultField("@timestamp", moment),
        ResultField("@ingestionTime", moment),
        ResultField("@log", "123456789012:CloudTrail/logs"),
        ResultField("@ptr", "x"),
    ]

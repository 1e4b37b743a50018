"""An event data store in memory that delivers, queues, fails and forgets as Lake may."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sestrail_tui.account.errors.error_codes import InvalidParameterError
from sestrail_tui.account.selectors.change import SENDS_SELECTOR
from sestrail_tui.core.errors import SourceError
from sestrail_tui.places.lake.calls import LakePage, LakeStatistics, Progress
from sestrail_tui.places.lake.event_data_stores import Details
from tests.follow.fakes import JumpingClock, message

BOUNDS = re.compile(r"eventTime (>=|<=) '([^']+)'")
SENDS = dict(SENDS_SELECTOR)


@dataclass(frozen=True)
class Taken:
    """A record, its ``eventTime`` and when a query may first see it (ms UTC)."""

    number: int
    at: int
    readable: int

    @property
    def text(self) -> str:
        stamp = datetime.fromtimestamp(self.at / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return message(self.number, eventTime=stamp)


@dataclass
class Run:
    rows: list[Taken]
    ends: int
    status: str
    cancelled: bool = False


Fault = Callable[[int, str], SourceError | None]
"""From the time (ms UTC) and the operation to what the call raises."""


@dataclass
class FakeLake:
    """`LakeCalls`; queries take ``query_s``, pages hold ``page_size`` rows."""

    clock: JumpingClock
    taken: list[Taken] = field(default_factory=list)
    page_size: int = 50
    latency_s: float = 0.1
    query_s: float = 2.0
    column: str = "eventJson"
    fault: Fault = lambda _ms, _operation: None
    fate: Callable[[int], str] = lambda _ms: "FINISHED"
    told: Details = field(default_factory=lambda: Details("arn:x", "sends", "ENABLED", [SENDS]))
    runs: dict[str, Run] = field(default_factory=dict)
    statements: list[str] = field(default_factory=list)
    calls: dict[str, int] = field(default_factory=dict)

    async def _call(self, operation: str) -> int:
        self.calls[operation] = self.calls.get(operation, 0) + 1
        await self.clock.sleep(self.latency_s)
        now = self.clock.now_ms()
        error = self.fault(now, operation)
        if error is not None:
            raise error
        return now

    async def start(self, where: str) -> str:
        now = await self._call("StartQuery")
        self.statements.append(where)
        bounds = dict(BOUNDS.findall(where))
        first, last = (ms(bounds[sign]) for sign in (">=", "<="))
        rows = [
            one
            for one in sorted(self.taken, key=lambda one: one.at)
            if first <= one.at // 1000 * 1000 <= last and one.readable <= now
        ]
        name = f"q{len(self.runs)}"
        self.runs[name] = Run(rows, now + int(self.query_s * 1000), self.fate(now))
        return name

    async def progress(self, query_id: str) -> Progress:
        now = await self._call("DescribeQuery")
        run = self._run(query_id)
        if now < run.ends:
            return Progress("RUNNING")
        return Progress(run.status, "Something broke.", LakeStatistics(1000 * len(run.rows)))

    async def results(self, query_id: str, token: str | None) -> LakePage:
        await self._call("GetQueryResults")
        first = int(token or 0)
        end = first + self.page_size
        rows = self._run(query_id).rows
        page: list[list[dict[str, str | None]]] = [
            [{self.column: one.text}] for one in rows[first:end]
        ]
        return LakePage([*page, [{self.column: None}], []], str(end) if end < len(rows) else None)

    async def cancel(self, query_id: str) -> None:
        await self._call("CancelQuery")
        self._run(query_id).cancelled = True

    async def details(self) -> Details:
        await self._call("GetEventDataStore")
        return self.told

    def forget(self) -> None:
        self.runs = {}

    def _run(self, query_id: str) -> Run:
        if query_id not in self.runs:
            raise InvalidParameterError("The query ID does not exist.")
        return self.runs[query_id]


def ms(stamp: str) -> int:
    return int(datetime.fromisoformat(stamp).replace(tzinfo=UTC).timestamp() * 1000)

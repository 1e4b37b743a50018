"""Athena in memory over a bucket in memory: it queues, fails and forgets as AWS may."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sestrail_tui.account.errors.error_codes import InvalidParameterError
from sestrail_tui.core.errors import SourceError
from sestrail_tui.places.athena.calls import (
    AthenaError,
    AthenaStatistics,
    Paths,
    QueryExecution,
    QueryStatus,
)
from sestrail_tui.places.athena.catalog import CatalogTable, Metadata, TableColumn

if TYPE_CHECKING:
    from tests.follow.fakes import JumpingClock
    from tests.places.log_files.fake_bucket import FakeBucket

BOUNDS = re.compile(r"eventtime (>=|<=) '([^']+)'")
Fault = Callable[[int, str], SourceError | None]
"""From the time (ms UTC) and the operation to what the call raises."""
COLUMNS = {
    "eventsource": "string",
    "eventtime": "string",
    "eventname": "string",
    "eventtype": "string",
    "requestparameters": "string",
    "resources": "array<struct<arn:string,accountid:string,type:string>>",
}


def a_table(
    location: str = "s3://b/AWSLogs/${account}/CloudTrail/${region}/${day}",
    columns: dict[str, str] = COLUMNS,
    **properties: str,
) -> CatalogTable:
    """Give a table with partition projection, as sestrail's own statement makes it."""
    keys = [name for name in ("account", "region", "day") if f"${{{name}}}" in location]
    parameters = {
        "projection.enabled": "true",
        "projection.account.type": "enum",
        "projection.region.type": "enum",
        "projection.day.type": "date",
        "projection.day.format": "yyyy/MM/dd",
        "storage.location.template": location,
        "inputformat": "com.amazon.emr.cloudtrail.CloudTrailInputFormat",
        **{name.replace("__", "."): value for name, value in properties.items()},
    }
    told = Metadata(
        "logs",
        "EXTERNAL_TABLE",
        tuple(TableColumn(name, kind) for name, kind in columns.items()),
        tuple(TableColumn(name) for name in keys),
        parameters,
    )
    return CatalogTable("us-east-1", "AwsDataCatalog", "default", told)


@dataclass
class Run:
    paths: list[str]
    ends: int
    state: str
    reason: str
    retryable: bool
    stopped: bool = False


@dataclass
class FakeAthena:
    """`AthenaCalls`; queries take ``query_s``, pages hold ``page_size`` rows."""

    clock: JumpingClock
    bucket: FakeBucket
    page_size: int = 20
    latency_s: float = 0.05
    query_s: float = 3.0
    fault: Fault = lambda _ms, _operation: None
    fate: Callable[[], tuple[str, str, bool]] = lambda: ("SUCCEEDED", "", False)
    runs: dict[str, Run] = field(default_factory=dict)
    requests: dict[str, str] = field(default_factory=dict)
    statements: list[str] = field(default_factory=list)

    async def start(self, sql: str, request: str) -> str:
        if request not in self.requests:
            name = f"q{len(self.runs)}"
            self.requests[request] = name
            self.statements.append(sql)
            ends = self.clock.now_ms() + int(self.query_s * 1000)
            self.runs[name] = Run(self._paths(sql), ends, *self.fate())
        await self._call("StartQueryExecution")  # the answer may be lost, the query runs
        return self.requests[request]

    async def execution(self, query_id: str) -> QueryExecution:
        await self._call("GetQueryExecution")
        run = self._run(query_id)
        if self.clock.now_ms() < run.ends:
            return QueryExecution(QueryStatus("RUNNING"))
        error = AthenaError(1 if run.retryable else 2, run.retryable)
        return QueryExecution(
            QueryStatus(run.state, run.reason, error), AthenaStatistics(1_000_000)
        )

    async def paths(self, query_id: str, token: str | None) -> Paths:
        await self._call("GetQueryResults")
        rows = ["$path", *self._run(query_id).paths]
        first = int(token or 0)
        end = first + self.page_size
        return Paths(tuple(rows[first:end]), str(end) if end < len(rows) else None)

    async def stop(self, query_id: str) -> None:
        await self._call("StopQueryExecution")
        self._run(query_id).stopped = True

    def forget(self) -> None:
        self.runs, self.requests = {}, {}

    def _paths(self, sql: str) -> list[str]:
        bounds = dict(BOUNDS.findall(sql))
        found = []
        for key, stored in self.bucket.objects.items():
            times = [
                one["eventTime"] for one in json.loads(gzip.decompress(stored.data))["Records"]
            ]
            if any(bounds[">="] <= time <= bounds["<="] for time in times):
                found.append(f"s3://b/{key}")
        return found

    async def _call(self, operation: str) -> None:
        await self.clock.sleep(self.latency_s)
        error = self.fault(self.clock.now_ms(), operation)
        if error is not None:
            raise error

    def _run(self, query_id: str) -> Run:
        if query_id not in self.runs:
            raise InvalidParameterError("QueryExecution was not found")
        return self.runs[query_id]

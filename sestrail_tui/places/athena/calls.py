"""The calls on one Athena query, typed (AWS: Athena API reference)."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final, Protocol

import msgspec

from sestrail_tui.account.errors.call import CallName
from sestrail_tui.account.errors.source_errors import to_source_error

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from sestrail_tui.account.session.clients import Clients
    from sestrail_tui.places.athena.catalog import CatalogTable

_WHOLE_ANSWER_S: Final = 60
_MAX_RESULTS: Final = 500
"""Rows that botocore reads in less than a frame; AWS gives up to 1000."""


class AthenaError(msgspec.Struct, frozen=True, rename="pascal"):
    """Why a query failed."""

    error_category: int = 0
    """1: system, 2: user, 3: other."""
    retryable: bool = False


class QueryStatus(msgspec.Struct, frozen=True, rename="pascal"):
    """How a query does."""

    state: str = ""
    """QUEUED, RUNNING, SUCCEEDED, FAILED or CANCELLED."""
    state_change_reason: str = ""
    athena_error: AthenaError = AthenaError()


class AthenaStatistics(msgspec.Struct, frozen=True, rename="pascal"):
    """What a query cost so far."""

    data_scanned_in_bytes: int = 0


class QueryExecution(msgspec.Struct, frozen=True, rename="pascal"):
    """One query (GetQueryExecution)."""

    status: QueryStatus = QueryStatus()
    statistics: AthenaStatistics = AthenaStatistics()


class Paths(msgspec.Struct, frozen=True):
    """One page of a query's rows: the first column of each."""

    found: tuple[str, ...] = ()
    token: str | None = None


class AthenaCalls(Protocol):
    """What may be asked of Athena about one table; every method raises `SourceError`."""

    async def start(self, sql: str, request: str) -> str:
        """Start a query and give its id; for the same ``request`` AWS gives the same query."""

    async def execution(self, query_id: str) -> QueryExecution:
        """Tell how a query does."""

    async def paths(self, query_id: str, token: str | None) -> Paths:
        """Return one page of a finished query's rows."""

    async def stop(self, query_id: str) -> None:
        """End a query that runs."""


class AwsAthenaCalls:
    """`AthenaCalls` over aiobotocore."""

    def __init__(self, clients: Clients, table: CatalogTable, workgroup: str, login: str) -> None:
        self._clients = clients
        self._table = table
        self._workgroup = workgroup
        self._login = login

    async def start(self, sql: str, request: str) -> str:
        """Start a query; its result goes where the workgroup says."""
        where = {"Catalog": self._table.catalog, "Database": self._table.database}
        async with self._client("StartQueryExecution") as client:
            answer = await client.start_query_execution(
                QueryString=sql,
                ClientRequestToken=request,
                QueryExecutionContext=where,
                WorkGroup=self._workgroup,
            )
            return str(answer["QueryExecutionId"])

    async def execution(self, query_id: str) -> QueryExecution:
        """Tell how a query does."""
        async with self._client("GetQueryExecution") as client:
            answer = await client.get_query_execution(QueryExecutionId=query_id)
            return msgspec.convert(answer.get("QueryExecution", {}), QueryExecution)

    async def paths(self, query_id: str, token: str | None) -> Paths:
        """Return one page; the first row of the first page is the column's name."""
        asked: dict[str, Any] = {"QueryExecutionId": query_id, "MaxResults": _MAX_RESULTS}
        if token is not None:
            asked["NextToken"] = token
        async with self._client("GetQueryResults") as client:
            answer = await client.get_query_results(**asked)
        rows = answer.get("ResultSet", {}).get("Rows", ())
        first = (row["Data"][0].get("VarCharValue", "") for row in rows if row.get("Data"))
        return Paths(tuple(first), answer.get("NextToken"))

    async def stop(self, query_id: str) -> None:
        """End a query that runs."""
        async with self._client("StopQueryExecution") as client:
            await client.stop_query_execution(QueryExecutionId=query_id)

    @asynccontextmanager
    async def _client(self, operation: str) -> AsyncGenerator[Any, None]:
        region, table = self._table.region, self._table.name
        call = CallName(f"athena:{operation}", region, f"table {table}", self._login)
        try:
            client = await self._clients.client("athena", region)
            async with asyncio.timeout(_WHOLE_ANSWER_S):
                yield client
        except Exception as error:
            raise to_source_error(error, call) from error

"""The calls on one CloudTrail Lake event data store, typed (AWS: CloudTrail API reference)."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final, Protocol

import msgspec

from sestrail_tui.account.errors.call import CallName
from sestrail_tui.account.errors.source_errors import to_source_error
from sestrail_tui.places.lake.event_data_stores import Details, details

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from sestrail_tui.account.session.clients import Clients
    from sestrail_tui.places.lake.event_data_stores import EventDataStore

_WHOLE_ANSWER_S: Final = 60
_MAX_RESULTS: Final = 1000
"""The most that AWS gives on a page."""

Rows = list[list[dict[str, str | None]]]
"""Rows of columns, each a map of one name to one value."""


class LakeStatistics(msgspec.Struct, frozen=True, rename="pascal"):
    """What a query cost so far."""

    bytes_scanned: int = 0


class Progress(msgspec.Struct, frozen=True, rename="pascal"):
    """How a query does (DescribeQuery)."""

    query_status: str = ""
    """QUEUED, RUNNING, FINISHED, FAILED, CANCELLED or TIMED_OUT."""
    error_message: str = ""
    query_statistics: LakeStatistics = LakeStatistics()


class LakePage(msgspec.Struct, frozen=True, rename="pascal"):
    """One page of rows (GetQueryResults)."""

    query_result_rows: Rows = []
    next_token: str | None = None


class LakeCalls(Protocol):
    """What may be asked of one event data store; every method raises `SourceError`."""

    async def start(self, where: str) -> str:
        """Start a query for the records that ``where`` (SQL) keeps; give its id."""

    async def progress(self, query_id: str) -> Progress:
        """Tell how a query does."""

    async def results(self, query_id: str, token: str | None) -> LakePage:
        """Return one page of a finished query's rows; a token is good for this query only."""

    async def cancel(self, query_id: str) -> None:
        """End a query that runs."""

    async def details(self) -> Details:
        """Tell of the store itself: its status and selectors."""


def statement(store_id: str, where: str) -> str:
    """Return the query for the records that ``where`` keeps, oldest first."""
    # The id is a UUID, and in `where` the texts of a person's are literals (`pushdown.sql`).
    return f"SELECT eventJson FROM {store_id} WHERE {where} ORDER BY eventTime"  # noqa: S608


class AwsLakeCalls:
    """`LakeCalls` over aiobotocore."""

    def __init__(self, clients: Clients, store: EventDataStore, login: str) -> None:
        self._clients = clients
        self._store = store
        self._login = login

    async def start(self, where: str) -> str:
        """Start a query for the records that ``where`` keeps, oldest first."""
        async with self._client("StartQuery") as client:
            answer = await client.start_query(QueryStatement=statement(self._store.id, where))
            return str(answer["QueryId"])

    async def progress(self, query_id: str) -> Progress:
        """Tell how a query does."""
        async with self._client("DescribeQuery") as client:
            answer = await client.describe_query(QueryId=query_id)
            return msgspec.convert(answer, Progress)

    async def results(self, query_id: str, token: str | None) -> LakePage:
        """Return one page of rows."""
        asked: dict[str, Any] = {"QueryId": query_id, "MaxQueryResults": _MAX_RESULTS}
        if token is not None:
            asked["NextToken"] = token
        async with self._client("GetQueryResults") as client:
            answer = await client.get_query_results(**asked)
            return msgspec.convert(answer, LakePage)

    async def cancel(self, query_id: str) -> None:
        """End a query that runs."""
        async with self._client("CancelQuery") as client:
            await client.cancel_query(QueryId=query_id)

    async def details(self) -> Details:
        """Tell of the store itself."""
        store = self._store
        return await details(self._clients, store.id, store.region, store.label, self._login)

    @asynccontextmanager
    async def _client(self, operation: str) -> AsyncGenerator[Any, None]:
        region, label = self._store.region, self._store.label
        call = CallName(f"cloudtrail:{operation}", region, f"event data store {label}", self._login)
        try:
            client = await self._clients.client("cloudtrail", region)
            async with asyncio.timeout(_WHOLE_ANSWER_S):
                yield client
        except Exception as error:
            raise to_source_error(error, call) from error

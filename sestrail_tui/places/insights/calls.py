"""The calls of CloudWatch Logs Insights on log groups of a region, typed.

AWS: CloudWatch Logs API reference, StartQuery, GetQueryResults, StopQuery, DescribeQueries.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final, Protocol

from sestrail_tui.account.errors.call import CallName
from sestrail_tui.account.errors.source_errors import to_source_error
from sestrail_tui.core.errors import LogGroupMissing
from sestrail_tui.follow.history.billed_query import QueryGoneError
from sestrail_tui.places.insights.results import RESULTS, InsightsPage

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from sestrail_tui.account.discovery.log_groups import LogGroup
    from sestrail_tui.account.session.clients import Clients

_WHOLE_ANSWER_S: Final = 60
_PAGE: Final = 500
"""Rows asked for at a time, about a MB: taken in within a frame. AWS gives 10,000 at most."""
_LOOKED_AT: Final = 1_000
"""Latest queries among which one is looked for."""


class InsightsCalls(Protocol):
    """What may be asked; every method raises `SourceError`."""

    async def start(self, query: str, first_s: int, last_s: int, limit: int) -> str:
        """Start a query on the seconds from first to last, both included; give its id.

        `InvalidParameterError` for what AWS does not take.
        """

    async def find(self, mark: str) -> str | None:
        """Return the id of the latest query whose text has ``mark`` in it."""

    async def results(self, query_id: str, token: str | None) -> InsightsPage:
        """Tell how a query does, and give a page of its rows.

        `QueryGoneError` for a query, `InvalidParameterError` for a token that AWS does not know.
        """

    async def stop(self, query_id: str) -> None:
        """End a query that runs."""


class AwsInsightsCalls:
    """`InsightsCalls` over aiobotocore; ``groups``, 1 to 50 of them, are of one region."""

    def __init__(
        self, clients: Clients, groups: Sequence[LogGroup], account: str, login: str
    ) -> None:
        self._clients = clients
        self._region = groups[0].region
        several = f"{len(groups)} log groups"
        self._label = f"log group {groups[0].name}" if len(groups) == 1 else several
        self._login = login
        elsewhere = any(one.arn and account and one.account != account for one in groups)
        names = [one.arn if elsewhere and one.arn else one.name for one in groups]
        self._target = {"logGroupIdentifiers" if elsewhere else "logGroupNames": names}

    async def start(self, query: str, first_s: int, last_s: int, limit: int) -> str:
        """Start a query."""
        async with self._client("StartQuery", self._label) as client:
            answer = await client.start_query(
                **self._target,
                queryString=query,
                startTime=max(first_s, 0),
                endTime=max(last_s, 0),
                limit=limit,
            )
            return str(answer["queryId"])

    async def find(self, mark: str) -> str | None:
        """Look for a query that was started."""
        async with self._client("DescribeQueries") as client:
            answer = await client.describe_queries(maxResults=_LOOKED_AT)
            for one in answer.get("queries", ()):
                if mark in one.get("queryString", ""):
                    return str(one["queryId"])
        return None

    async def results(self, query_id: str, token: str | None) -> InsightsPage:
        """Return a page of rows."""
        more = {"nextToken": token} if token else {}
        try:
            async with self._client("GetQueryResults", self._label) as client:
                RESULTS.register(client)
                return RESULTS.of(
                    await client.get_query_results(queryId=query_id, maxItems=_PAGE, **more)
                )
        except LogGroupMissing as error:
            raise QueryGoneError(
                f"AWS does not know the Logs Insights query {query_id} any more. Ask again."
            ) from error

    async def stop(self, query_id: str) -> None:
        """End a query that runs."""
        async with self._client("StopQuery") as client:
            await client.stop_query(queryId=query_id)

    @asynccontextmanager
    async def _client(self, operation: str, target: str = "") -> AsyncGenerator[Any, None]:
        call = CallName(f"logs:{operation}", self._region, target, self._login)
        try:
            client = await self._clients.client("logs", self._region)
            async with asyncio.timeout(_WHOLE_ANSWER_S):
                yield client
        except Exception as error:
            raise to_source_error(error, call) from error

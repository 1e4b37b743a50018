"""One Athena query for the log files that hold what is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.account.errors.error_codes import InvalidParameterError
from sestrail_tui.core.errors import NotSetUp, SourceError
from sestrail_tui.core.safe_text import safe
from sestrail_tui.follow.history.billed_query import BilledQuery, Ledger, QueryProgress

if TYPE_CHECKING:
    from sestrail_tui.core.clock import Clock
    from sestrail_tui.places.athena.calls import AthenaCalls, QueryExecution

Rows = tuple[str, ...]
_PATIENCE_S: Final = 40 * 60.0
"""AWS ends a query after 30 minutes by itself (AWS: Athena service quotas, DML query timeout)."""


def athena_query(
    calls: AthenaCalls, sql: str, name: str, ledger: Ledger, clock: Clock
) -> BilledQuery[Rows]:
    """Return the query ``sql`` on the table called ``name``."""
    query_calls = AthenaQueryCalls(calls, sql, name)
    label = f"A query on Athena table {name}"
    return BilledQuery(query_calls, label, ledger, clock, patience_s=_PATIENCE_S)


class AthenaQueryCalls:
    """`QueryCalls` of one query; the same request gives the same query."""

    def __init__(self, calls: AthenaCalls, sql: str, name: str) -> None:
        self._aws = calls
        self._sql = sql
        self._name = name

    async def start(self, request: str) -> str:
        """Start it; what AWS does not take, it does not take when asked again."""
        try:
            return await self._aws.start(self._sql, request)
        except InvalidParameterError as error:
            raise NotSetUp(error.message) from error

    async def find(self, request: str) -> None:
        """Say that it is found by starting it again."""

    async def progress(self, query_id: str) -> QueryProgress[Rows]:
        """Tell how it does; one that failed is not billed."""
        execution = await self._aws.execution(query_id)
        state = execution.status.state
        return QueryProgress(
            state not in ("SUCCEEDED", "FAILED", "CANCELLED"),
            execution.statistics.data_scanned_in_bytes,
            self._failure(execution) if state in ("FAILED", "CANCELLED") else None,
            is_billed=state != "FAILED",
        )

    async def page(self, query_id: str, token: str | None) -> tuple[Rows, str | None]:
        """Return a page of paths."""
        page = await self._aws.paths(query_id, token)
        return page.found, page.token

    async def cancel(self, query_id: str) -> None:
        """End it."""
        await self._aws.stop(query_id)

    def _failure(self, execution: QueryExecution) -> SourceError:
        status = execution.status
        why = safe(status.state_change_reason).removesuffix(".")
        reason = f" AWS says: {why}." if why else ""
        table = f"A query on Athena table {safe(self._name)}"
        error = status.athena_error
        if status.state == "FAILED" and (error.retryable or error.error_category == 1):
            return SourceError(f"{table} failed.{reason} Wait a little.")
        if status.state == "CANCELLED":
            return NotSetUp(
                f"{table} was cancelled: by someone else, or by the workgroup's limit on what may "
                f"be scanned.{reason} Ask for a shorter range."
            )
        return NotSetUp(
            f"{table} failed.{reason} Try it in Athena's console: the table may not fit the files, "
            "or a permission on the bucket, the table or the place of results may be missing."
        )

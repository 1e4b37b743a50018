"""One Athena query after another: started once, waited for, its rows paged, its scanning counted.

A query that was started is not started again because an answer about it was lost: AWS bills each by
the bytes it scans. The same request token gives the same query.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from sestrail_tui.account.errors.error_codes import InvalidParameterError
from sestrail_tui.account.page_tokens import EndlessPagesError, PageTokens
from sestrail_tui.account.prices import athena_usd
from sestrail_tui.core.errors import NotSetUp, SourceError
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from sestrail_tui.core.clock import Clock
    from sestrail_tui.places.athena.calls import AthenaCalls, QueryExecution

_FIRST_LOOK_S: Final = 0.5
_LONGEST_LOOK_S: Final = 5.0
_LEAVING_S: Final = 3.0
"""How long leaving may take to cancel what runs."""


class Ledger:
    """What a question's queries and file reads amount to."""

    def __init__(self) -> None:
        self.calls = 0
        self.scanned: dict[str, int] = {}
        """Bytes by query id; a query that failed is not billed."""

    @property
    def scanned_bytes(self) -> int:
        """What AWS scanned so far."""
        return sum(self.scanned.values())

    @property
    def cost_usd(self) -> float:
        """The same at list price."""
        return sum(map(athena_usd, self.scanned.values()))


class AthenaQuery:
    """One query; `look` is called until it gives rows."""

    def __init__(
        self, calls: AthenaCalls, sql: str, name: str, ledger: Ledger, clock: Clock
    ) -> None:
        """``name`` is the table's, for what is said."""
        self._aws = calls
        self._sql = sql
        self._name = name
        self._ledger = ledger
        self._clock = clock
        self._request = ""
        self._starting: asyncio.Task[str] | None = None
        self._id = ""
        self._look_s = 0.0
        self._succeeded = False
        self._token: str | None = None
        self._tokens = PageTokens(f"A query on table {name}")

    async def look(self) -> tuple[list[str], bool]:
        """Start it, wait a little, or read a page of rows; and tell whether that was the last.

        Raises `SourceError`; called again it goes on. `NotSetUp` where that would not help.
        """
        if not self._id:
            await self._start()
            return [], False
        self._ledger.calls += 1
        try:
            if not self._succeeded:
                await self._wait()
                return [], False
            page = await self._aws.paths(self._id, self._token)
        except InvalidParameterError:
            self._forget()  # AWS does not know it any more: it is asked anew
            raise
        try:
            self._token = self._tokens.take(page.token)
        except EndlessPagesError:
            self._begin_pages()
            raise
        return list(page.found), self._token is None

    async def stop(self) -> None:
        """End it if it may still run; never raises `SourceError`."""
        with suppress(SourceError, TimeoutError):
            async with asyncio.timeout(_LEAVING_S):
                if self._starting is not None and not self._id:
                    self._id = await self._starting
                if self._id and not self._succeeded:
                    await self._aws.stop(self._id)

    async def _start(self) -> None:
        if self._starting is None:
            self._ledger.calls += 1
            seed = f"{self._sql} {self._clock.now_ms()} {self._clock.random()}"
            self._request = self._request or blake2b(seed.encode(), digest_size=32).hexdigest()
            self._starting = asyncio.create_task(self._aws.start(self._sql, self._request))
        starting = self._starting
        try:
            # Leaving meanwhile must not lose the id of what is then running.
            self._id = await asyncio.shield(starting)
        except InvalidParameterError as error:
            raise NotSetUp(error.message) from error  # asking the same again does not help
        finally:
            if starting.done():
                self._starting = None
        self._look_s = _FIRST_LOOK_S

    async def _wait(self) -> None:
        execution = await self._aws.execution(self._id)
        state = execution.status.state
        self._ledger.scanned[self._id] = execution.statistics.data_scanned_in_bytes
        if state == "SUCCEEDED":
            self._succeeded = True
        elif state in ("FAILED", "CANCELLED"):
            if state == "FAILED":
                del self._ledger.scanned[self._id]
            self._forget()
            raise self._failure(execution)
        else:
            await self._clock.sleep(self._look_s)
            self._look_s = min(self._look_s * 2, _LONGEST_LOOK_S)

    def _begin_pages(self) -> None:
        self._token, self._tokens = None, PageTokens(f"A query on table {self._name}")

    def _forget(self) -> None:
        self._id = self._request = ""
        self._succeeded = False
        self._begin_pages()

    def _failure(self, execution: QueryExecution) -> SourceError:
        status = execution.status
        why = safe(status.state_change_reason).removesuffix(".")
        said = f" AWS says: {why}." if why else ""
        table = f"A query on Athena table {safe(self._name)}"
        error = status.athena_error
        if status.state == "FAILED" and (error.retryable or error.error_category == 1):
            return SourceError(f"{table} failed.{said} Wait a little.")
        if status.state == "CANCELLED":
            return NotSetUp(
                f"{table} was cancelled: by someone else, or by the workgroup's limit on what may "
                f"be scanned.{said} Ask for a shorter range."
            )
        return NotSetUp(
            f"{table} failed.{said} Try it in Athena's console: the table may not fit the files, "
            "or a permission on the bucket, the table or the place of results may be missing."
        )

"""A query is started once, whatever is lost on the way, and cancelled where it is left."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest

from sestrail_tui.account.errors.error_codes import InvalidParameterError
from sestrail_tui.core.errors import NotSetUp, SourceError, Throttled, Unreachable
from sestrail_tui.follow.history.billed_query import (
    BilledQuery,
    Ledger,
    QueryGoneError,
    QueryProgress,
    TookTooLongError,
)
from tests.follow.virtual_time import LoopClock, in_virtual_time


@dataclass
class Aws:
    """`QueryCalls` of a query that runs for ``runs_s`` and answers two pages."""

    runs_s: float = 2.0
    start_s: float = 0.1
    finds: bool = True
    failures: dict[str, list[SourceError]] = field(default_factory=dict)
    ends: list[SourceError] = field(default_factory=list)
    """Why the next queries end without an answer."""
    started: list[str] = field(default_factory=list)
    """Requests, one for each query that runs or ran."""
    until_s: float = 0.0
    cancelled: list[str] = field(default_factory=list)
    tokens: list[str | None] = field(default_factory=list)

    def _fail(self, call: str) -> None:
        if errors := self.failures.get(call):
            raise errors.pop(0)

    async def start(self, request: str) -> str:
        if request not in self.started:
            self.started.append(request)
            self.until_s = asyncio.get_running_loop().time() + self.runs_s
        await asyncio.sleep(self.start_s)
        self._fail("start")
        return f"q{self.started.index(request)}"

    async def find(self, request: str) -> str | None:
        self._fail("find")
        found = self.finds and request in self.started
        return f"q{self.started.index(request)}" if found else None

    async def progress(self, query_id: str) -> QueryProgress[str]:
        self._fail("progress")
        if asyncio.get_running_loop().time() < self.until_s:
            return QueryProgress(runs=True, scanned_bytes=10)
        error = self.ends.pop(0) if self.ends else None
        return QueryProgress(
            runs=False, scanned_bytes=100, error=error, is_billed=not isinstance(error, NotSetUp)
        )

    async def page(self, query_id: str, token: str | None) -> tuple[str, str | None]:
        self.tokens.append(token)
        self._fail("page")
        return f"{query_id} page {token or 1}", None if token else "2"

    async def cancel(self, query_id: str) -> None:
        self._fail("cancel")
        self.cancelled.append(query_id)


def a_query(aws: Aws, ledger: Ledger, patience_s: float = 600) -> BilledQuery[str]:
    return BilledQuery(aws, "A query", ledger, LoopClock(), patience_s=patience_s)


async def read(query: BilledQuery[str], errors: list[SourceError] | None = None) -> list[str]:
    """Step to the end, also after failures."""
    pages: list[str] = []
    while not query.ended:
        try:
            page = await query.step()
        except SourceError as error:
            if errors is None:
                raise
            errors.append(error)
            continue
        if page is not None:
            pages.append(page)
    return pages


def test_pages_come_in_order_and_what_was_scanned_is_counted_once() -> None:
    async def main() -> None:
        aws, ledger = Aws(), Ledger()
        query = a_query(aws, ledger)
        assert await read(query) == ["q0 page 1", "q0 page 2"]
        assert (ledger.scanned_bytes, len(aws.started)) == (100, 1)
        await query.cancel()
        assert aws.cancelled == []

    in_virtual_time(main())


@pytest.mark.parametrize("call", ["start", "find", "progress", "page"])
def test_an_answer_that_is_lost_costs_no_second_query(call: str) -> None:
    async def main() -> None:
        lost = [Unreachable("cut"), Throttled("slow")]
        aws, ledger = Aws(failures={"start": [Unreachable("cut")], call: lost}), Ledger()
        errors: list[SourceError] = []
        assert await read(a_query(aws, ledger), errors) == ["q0 page 1", "q0 page 2"]
        assert errors
        assert len(aws.started) == 1
        assert ledger.scanned_bytes == 100

    in_virtual_time(main())


def test_where_none_can_be_found_the_same_request_is_made_again() -> None:
    async def main() -> None:
        aws = Aws(finds=False, failures={"start": [Unreachable("cut")]})
        assert len(await read(a_query(aws, Ledger()), [])) == 2
        assert len(aws.started) == 1

    in_virtual_time(main())


def test_a_query_that_is_gone_is_asked_anew_and_a_token_that_ran_out_is_not() -> None:
    async def main() -> None:
        aws = Aws(failures={"page": [QueryGoneError("gone")]})
        assert await read(a_query(aws, Ledger()), []) == ["q1 page 1", "q1 page 2"]

        aws, ledger = Aws(), Ledger()
        query = a_query(aws, ledger)
        while await query.step() is None:
            pass
        aws.failures = {"page": [InvalidParameterError("token")]}
        assert await read(query, []) == ["q0 page 1", "q0 page 2"]
        assert ledger.scanned_bytes == 100

    in_virtual_time(main())


def test_one_that_failed_is_asked_anew_and_counted_if_it_is_billed() -> None:
    async def main() -> None:
        for error, billed in ((SourceError("Failed."), 200), (NotSetUp("Failed."), 100)):
            aws, ledger = Aws(ends=[error]), Ledger()
            assert await read(a_query(aws, ledger), []) == ["q1 page 1", "q1 page 2"]
            assert ledger.scanned_bytes == billed

    in_virtual_time(main())


def test_one_that_takes_too_long_is_cancelled() -> None:
    async def main() -> None:
        aws = Aws(runs_s=1000)
        with pytest.raises(TookTooLongError, match="10 minutes"):
            await read(a_query(aws, Ledger()))
        assert aws.cancelled == ["q0"]

    in_virtual_time(main())


@pytest.mark.parametrize("start_s", [0.1, 2.0, 3600.0])
@pytest.mark.parametrize("trouble", [[], [Throttled("slow")]])
def test_leaving_cancels_what_runs_or_is_being_started(
    start_s: float, trouble: list[SourceError]
) -> None:
    async def main() -> None:
        aws = Aws(runs_s=1000, start_s=start_s, failures={"cancel": list(trouble)})
        query = a_query(aws, Ledger())
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1):
                await read(query)
        begun_s = asyncio.get_running_loop().time()
        await query.cancel()
        assert aws.cancelled == ["q0"]
        assert asyncio.get_running_loop().time() - begun_s <= 3

    in_virtual_time(main())

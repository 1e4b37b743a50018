"""A query that AWS bills by what it scans: started once, waited for, read page by page, cancelled.

One that was started is not started again because an answer on it was lost: its id is kept, and
where that is what was lost it is looked for. What runs is cancelled where it is left.
"""

from __future__ import annotations

import asyncio
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

from sestrail_tui.account.errors.error_codes import InvalidParameterError
from sestrail_tui.account.page_tokens import EndlessPagesError, PageTokens
from sestrail_tui.core.errors import SourceError, Unreachable
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sestrail_tui.core.clock import Clock

P = TypeVar("P")
T = TypeVar("T")

_FIRST_LOOK_S: Final = 0.4
_LONGEST_LOOK_S: Final = 5.0
_LONGER: Final = 1.5
_LEAVING_S: Final = 3.0
"""How long leaving may take to cancel what runs."""
_TRIES: Final = 3


class QueryGoneError(InvalidParameterError):
    """AWS knows no query of this id (any more)."""


class TookTooLongError(SourceError):
    """A query was given up: by AWS, or since it took longer than AWS itself allows."""


@dataclass(frozen=True, slots=True)
class QueryProgress(Generic[P]):
    """How a query does."""

    runs: bool
    scanned_bytes: int = 0
    error: SourceError | None = None
    """Why it ended without an answer; asked again it is a new query."""
    is_billed: bool = True
    """Whether AWS bills what it scanned."""
    first: tuple[P, str | None] | None = None
    """Its first page and the token of the next, where AWS gives them in the same answer."""


class QueryCalls(Protocol[P]):
    """What is asked of AWS about one query; every method raises `SourceError`."""

    async def start(self, request: str) -> str:
        """Start it and give its id; ``request`` is 64 characters that no other query has."""

    async def find(self, request: str) -> str | None:
        """Give the id of the query of that request, whose answer was lost; ``None``: not known."""

    async def progress(self, query_id: str) -> QueryProgress[P]:
        """Tell how it does."""

    async def page(self, query_id: str, token: str | None) -> tuple[P, str | None]:
        """Return a page of its answer, and the token of the next.

        `QueryGoneError` for a query, `InvalidParameterError` for a token that AWS does not know.
        """

    async def cancel(self, query_id: str) -> None:
        """End it."""


class Ledger:
    """What some queries amount to."""

    def __init__(self) -> None:
        self.calls = 0
        """API calls made so far."""
        self.scanned: dict[str, int] = {}
        """Bytes that are billed, by query id."""

    @property
    def scanned_bytes(self) -> int:
        """What AWS scanned so far."""
        return sum(self.scanned.values())


class BilledQuery(Generic[P]):
    """One query: `step` is called until `ended`; ``label`` names it, for messages.

    ``asking`` marks a call, for the length of a block.
    """

    def __init__(
        self,
        calls: QueryCalls[P],
        label: str,
        ledger: Ledger,
        clock: Clock,
        *,
        patience_s: float,
        asking: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self.ended = False
        """Whether the last page came."""
        self.token: str | None = None
        """Of the page that is read next; ``None``: the first."""
        self._calls = calls
        self._label = label
        self._ledger = ledger
        self._clock = clock
        self._patience_s = patience_s
        self._asking = asking
        self._tokens = PageTokens(label)
        self._request = self._new_request()
        self._starting: asyncio.Task[str] | None = None
        self.id = ""
        """As AWS gave it; empty until it was started."""
        self._is_lost = False
        """Whether it may have been started, and the answer with its id did not arrive."""
        self._runs = True
        self._look_s = _FIRST_LOOK_S
        self._until_s = clock.monotonic() + patience_s

    async def step(self) -> P | None:
        """Start it, look how it does, or read a page; ``None``: call again.

        Raises `SourceError`, after which it may be called again, and goes on where it stood.
        """
        if not self.id:
            await self._start()
            return None
        try:
            if self._runs:
                page = await self._look()
            else:
                page = await self._ask(self._calls.page(self.id, self.token))
        except InvalidParameterError as error:
            if self.token is None or isinstance(error, QueryGoneError):
                self._forget()
            else:
                self.read_again()
            raise
        if page is None:
            return None
        try:
            self.token = self._tokens.take(page[1])
        except EndlessPagesError:
            self.read_again()
            raise
        self.ended = self.token is None
        return page[0]

    def resume(self, query_id: str, token: str | None) -> None:
        """Go on with a query that has ended, at a page."""
        self.id, self._runs, self.token = query_id, False, token

    def read_again(self) -> None:
        """Go back to the first page."""
        self.token, self.ended = None, False
        self._tokens = PageTokens(self._label)

    async def cancel(self) -> None:
        """End it if it may still run, which AWS would go on to bill; never raises `SourceError`."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_LEAVING_S):
                for _ in range(_TRIES):
                    with suppress(SourceError):
                        await self._cancel()
                        return
                    await self._clock.sleep(_LEAVING_S / _TRIES / 2)

    async def _ask(self, call: Awaitable[T]) -> T:
        self._ledger.calls += 1
        with self._asking():
            return await call

    async def _start(self) -> None:
        if self._is_lost:
            found = await self._ask(self._calls.find(self._request))
            self._is_lost = False
            if found:
                self.id = found
                return
        if self._starting is None:
            self._starting = asyncio.create_task(self._calls.start(self._request))
        starting = self._starting
        try:
            # Leaving meanwhile must not lose the id of what is then running.
            self.id = await self._ask(asyncio.shield(starting))
        except Unreachable:
            self._is_lost = True
            raise
        finally:
            if starting.done():
                self._starting = None
        self._until_s = self._clock.monotonic() + self._patience_s

    async def _look(self) -> tuple[P, str | None] | None:
        progress = await self._ask(self._calls.progress(self.id))
        if progress.is_billed:
            scanned = max(self._ledger.scanned.get(self.id, 0), progress.scanned_bytes)
            self._ledger.scanned[self.id] = scanned
        else:
            self._ledger.scanned.pop(self.id, None)
        if progress.error is not None:
            self._forget()
            raise progress.error
        self._runs = progress.runs
        if not progress.runs:
            return progress.first
        if self._clock.monotonic() >= self._until_s:
            await self.cancel()
            self._forget()
            minutes = round(self._patience_s / 60)
            raise TookTooLongError(
                f"{safe(self._label)} took more than {minutes} minutes and was cancelled. "
                "Wait a little."
            )
        await self._clock.sleep(self._look_s)
        self._look_s = min(self._look_s * _LONGER, _LONGEST_LOOK_S)
        return None

    async def _cancel(self) -> None:
        starting, self._starting = self._starting, None
        if starting is not None:
            self._is_lost = True
            with suppress(TimeoutError):
                async with asyncio.timeout(_LEAVING_S / 2):
                    self.id = await starting
        if self._is_lost and not self.id:
            self.id = await self._calls.find(self._request) or ""
        if self.id and self._runs:
            with suppress(InvalidParameterError):  # it has ended meanwhile
                await self._calls.cancel(self.id)
            self._runs = False

    def _forget(self) -> None:
        """Ask again, with a query of its own."""
        self.id, self._request = "", self._new_request()
        self._runs, self._look_s = True, _FIRST_LOOK_S
        self.read_again()

    def _new_request(self) -> str:
        seed = f"{self._label} {self._clock.now_ms()} {self._clock.random()}"
        return blake2b(seed.encode(), digest_size=32).hexdigest()

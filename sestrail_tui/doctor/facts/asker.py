"""Calls to AWS, a few at a time: each gives its answer, or in words why there is none."""

from __future__ import annotations

import asyncio
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sestrail_tui.account.errors.call import CallName
from sestrail_tui.account.errors.source_errors import to_source_error
from sestrail_tui.core.errors import SourceError, Throttled

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sestrail_tui.account.session.clients import Clients, Service
    from sestrail_tui.core.clock import Clock
    from sestrail_tui.doctor.facts.answer import Answer

T = TypeVar("T")

AT_ONCE: Final = 6
"""AWS: CloudTrail and CloudWatch Logs quotas: ten reading calls a second, of most kinds."""
TRIES: Final = 4
_WAIT_S: Final = 0.7
_WHOLE_S: Final = 20.0
_READ_ON: Final = ("InvalidParameter", "MalformedQuery", "InvalidQueryStatement", "NoSuchKey")
"""Codes with which AWS refuses what a probe asks, not who asks."""


class Asker:
    """Asks with one set of clients; ``login`` ends the sentence on credentials that ran out."""

    def __init__(self, clients: Clients, login: str, clock: Clock) -> None:
        self._clients = clients
        self._login = login
        self._clock = clock
        self._turns = asyncio.Semaphore(AT_ONCE)
        self.ahead_ms: int | None = None
        """How far the clock here is ahead of AWS's; `None` before the first answer with a date."""

    async def ask(
        self,
        service: Service,
        region: str,
        action: str,
        do: Callable[[Any], Awaitable[T]],
        target: str = "",
    ) -> Answer[T]:
        """Return what ``do`` makes of the service's client; never raises for what AWS answers."""
        call = CallName(action, region, target, self._login)
        async with self._turns:
            for attempt in range(1, TRIES + 1):
                try:
                    client = await self._clients.client(service, region)
                    async with asyncio.timeout(_WHOLE_S):
                        answer = await do(client)
                except Exception as error:
                    self._read_date(getattr(error, "response", None))
                    reason = to_source_error(error, call)
                    if isinstance(reason, Throttled) and attempt < TRIES:
                        await self._clock.sleep(_WAIT_S * attempt * (0.5 + self._clock.random()))
                        continue
                    return reason
                self._read_date(answer)
                return answer
        raise AssertionError("the last try returns")

    async def may(
        self,
        service: Service,
        region: str,
        action: str,
        do: Callable[[Any], Awaitable[Any]],
        target: str = "",
    ) -> Answer[bool]:
        """Tell whether a call is allowed, by one that AWS refuses for what it asks."""

        async def probe(client: Any) -> bool:
            try:
                await do(client)
            except Exception as error:
                code = ((getattr(error, "response", None) or {}).get("Error") or {}).get("Code")
                if not str(code).startswith(_READ_ON):
                    raise
            return True

        return await self.ask(service, region, action, probe, target)

    def _read_date(self, answer: Any) -> None:
        metadata = answer.get("ResponseMetadata") if isinstance(answer, dict) else None
        date = ((metadata or {}).get("HTTPHeaders") or {}).get("date")
        if not date or self.ahead_ms is not None:
            return
        try:
            theirs_ms = round(parsedate_to_datetime(str(date)).timestamp() * 1000)
        except ValueError:
            return
        # a date is of whole seconds: half of one is the best guess
        self.ahead_ms = self._clock.now_ms() - theirs_ms - 500


def known(answer: Answer[T], otherwise: T) -> T:
    """Return an answer, or ``otherwise`` where there is none."""
    return otherwise if isinstance(answer, SourceError) else answer

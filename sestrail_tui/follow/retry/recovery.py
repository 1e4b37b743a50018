"""What follows a failure: say it, wait, read the credentials again, and try again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeVar

from sestrail_tui.account.page_tokens import EndlessPagesError
from sestrail_tui.core.errors import (
    AccessDenied,
    CredentialsExpired,
    LogGroupMissing,
    NotSetUp,
    PersonNeeded,
    SourceError,
    Throttled,
)
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.retry.pacing import Backoff

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    from sestrail_tui.core.clock import Clock

T = TypeVar("T")
Renew = Callable[[], Awaitable[None]]

_TROUBLE: Final[dict[type[SourceError], State]] = {
    Throttled: State.THROTTLED,
    AccessDenied: State.REFUSED,
    NotSetUp: State.REFUSED,
    LogGroupMissing: State.MISSING,
    CredentialsExpired: State.EXPIRED,
    PersonNeeded: State.EXPIRED,
}
_PASSING: Final = (State.RETRYING, State.THROTTLED)
_TRIES: Final = 6
_AWAITED: Final = (
    "The last call is not answered yet: it is awaited, then made again at the same position. If it "
    "stays so, check the network (proxy, VPN, endpoint)."
)


def trouble_state(error: SourceError) -> State:
    """Return the state that says what kind of trouble ``error`` is."""
    return next(
        (state for kind, state in _TROUBLE.items() if isinstance(error, kind)), State.RETRYING
    )


class Recovery:
    """One source's health, and how it comes back from trouble.

    ``renew`` reads the credentials again after they expired. One that follows never gives up; one
    that reads once does where a person has to act, or after some tries: where credentials expired
    they are read again once. ``measured`` gives parts of the health that are counted elsewhere;
    ``patience_s`` is how long to wait after some kinds of failures.
    """

    def __init__(
        self,
        health: Health,
        clock: Clock,
        renew: Renew | None,
        *,
        follow: bool = True,
        measured: Callable[[], Mapping[str, object]] = dict,
        patience_s: Mapping[type[SourceError], float] = MappingProxyType({}),
    ) -> None:
        self.health = health
        self._measured = measured
        self._renewed = False
        self._clock = clock
        self._renew = renew
        self._follow = follow
        self._tries = 0
        self._backoff = Backoff(clock, patience_s)
        self._wait_s = 0.0
        self._error: SourceError | None = None

    def say(self, **changes: object) -> Health:
        """Change parts of the health and give the whole."""
        self.health = replace(self.health, **changes, **self._measured())  # type: ignore[arg-type]
        return self.health

    async def retried(
        self,
        attempt: Callable[[], AsyncGenerator[T, None]],
        waiting: Callable[[float], AsyncGenerator[T, None]] | None = None,
    ) -> AsyncGenerator[T | Health, None]:
        """Yield what ``attempt`` yields; where it fails, say so, wait, and begin it again.

        An attempt goes on where the one before it failed. Ends with an attempt that does, or when
        it is given up. ``waiting`` lets seconds pass, and may yield meanwhile.
        """
        while True:
            try:
                async with aclosing(attempt()) as items:
                    async for item in items:
                        yield item
            except SourceError as error:
                yield self.trouble(error)
                if self.given_up:
                    return
            else:
                return
            if waiting is None:
                await self._clock.sleep(self._wait_s)
            else:
                async with aclosing(waiting(self._wait_s)) as items:
                    async for item in items:
                        yield item
            await self._read_credentials()

    def trouble(self, error: SourceError) -> Health:
        """Take note of a failure."""
        self._error = error
        self._tries += 1
        self.failed(error.message)
        self._wait_s = 0.0 if self._may_renew_once else self._backoff.wait_s(error)
        state = trouble_state(error)
        if self.given_up:
            sentence = error.message
            if state in _PASSING:
                state = State.GIVEN_UP
                if self._tries >= _TRIES:
                    sentence = f"{sentence} Given up after {_TRIES} tries."
            return self.say(state=state, sentence=sentence, retry_at_ms=None)
        return self.say(
            state=state,
            sentence=error.message,
            retry_at_ms=self._clock.now_ms() + int(self._wait_s * 1000),
        )

    def stalled(self) -> Health:
        """Take note that an answer is overdue; the next success or failure says what came of it."""
        return self.say(state=State.STALLED, sentence=_AWAITED, retry_at_ms=None)

    def failed(self, sentence: str) -> Health:
        """Count a failure; the state stays as it is."""
        return self.say(
            errors=self.health.errors + 1,
            last_error=sentence,
            last_error_ms=self._clock.now_ms(),
        )

    @property
    def given_up(self) -> bool:
        """Whether the last failure was the one not to try again after."""
        if self._follow or self._error is None:
            return False
        if self._may_renew_once:
            return False
        if isinstance(self._error, EndlessPagesError):
            return True  # between two of it pages come: tries would never be used up
        return trouble_state(self._error) not in _PASSING or self._tries >= _TRIES

    @property
    def _may_renew_once(self) -> bool:
        """Whether the last failure of one that reads once is worth reading credentials again."""
        expired = isinstance(self._error, CredentialsExpired)
        return expired and not self._follow and not self._renewed and self._renew is not None

    async def _read_credentials(self) -> None:
        """Read the credentials anew where they expired."""
        if self._renew is None or not isinstance(self._error, CredentialsExpired | PersonNeeded):
            return
        self._renewed = True
        try:
            await self._renew()
        except SourceError as still:
            self.say(sentence=still.message)

    def well(self, state: State, **changes: object) -> Health:
        """Take note of a success."""
        self._backoff.succeeded()
        self._error = None
        self._tries = 0
        self._renewed = False
        return self.say(**{"state": state, "sentence": "", "retry_at_ms": None, **changes})

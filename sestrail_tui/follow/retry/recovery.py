"""What follows a failure: say it, wait, read the credentials again, try again; keep the place."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

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
    from sestrail_tui.core.clock import Clock

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
    "The last call is not answered yet: it is awaited, then made again at the same place. If it "
    "stays so, check the network (proxy, VPN, endpoint)."
)


def trouble_state(error: SourceError) -> State:
    """Give the state that says what kind of trouble ``error`` is."""
    return next(
        (state for kind, state in _TROUBLE.items() if isinstance(error, kind)), State.RETRYING
    )


class Recovery:
    """One source's health, and how it comes back from trouble.

    ``renew`` reads the credentials again after they expired. One that follows never gives up; one
    that reads once does where a person has to act, or after some tries.
    """

    def __init__(
        self, health: Health, clock: Clock, renew: Renew | None, *, follow: bool = True
    ) -> None:
        self.health = health
        self._clock = clock
        self._renew = renew
        self._follow = follow
        self._tries = 0
        self._backoff = Backoff(clock)
        self._wait_s = 0.0
        self._error: SourceError | None = None

    def say(self, **changes: object) -> Health:
        """Change parts of the health and give the whole."""
        self.health = replace(self.health, **changes)  # type: ignore[arg-type]
        return self.health

    def trouble(self, error: SourceError) -> Health:
        """Take note of a failure."""
        self._error = error
        self._tries += 1
        self.failed(error.message)
        self._wait_s = self._backoff.wait_s(error)
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
    def wait_s(self) -> float:
        """The seconds from the last failure until it is time to try again."""
        return self._wait_s

    @property
    def given_up(self) -> bool:
        """Whether the last failure was the one not to try again after."""
        if self._follow or self._error is None:
            return False
        if isinstance(self._error, EndlessPagesError):
            return True  # between two of it pages come: tries would never be used up
        return trouble_state(self._error) not in _PASSING or self._tries >= _TRIES

    async def wait(self) -> None:
        """Wait until it is time to try again, with credentials read anew where they expired."""
        await self._clock.sleep(self._wait_s)
        await self.renew()

    async def renew(self) -> None:
        """Read the credentials anew where they expired."""
        if self._renew is None or not isinstance(self._error, CredentialsExpired | PersonNeeded):
            return
        try:
            await self._renew()
        except SourceError as still:
            self.say(sentence=still.message)

    def well(self, state: State, **changes: object) -> Health:
        """Take note of a success."""
        self._backoff.succeeded()
        self._error = None
        self._tries = 0
        return self.say(state=state, sentence="", retry_at_ms=None, **changes)

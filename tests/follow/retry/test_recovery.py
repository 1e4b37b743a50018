from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sestrail_tui.account.errors.error_codes import InvalidParameterError
from sestrail_tui.core.errors import (
    AccessDenied,
    CredentialsExpired,
    LogGroupMissing,
    NotSetUp,
    PersonNeeded,
    SourceError,
    Throttled,
    Unreachable,
)
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.retry.recovery import Recovery, trouble_state
from tests.follow.fakes import T0, JumpingClock

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (Throttled, State.THROTTLED),
        (Unreachable, State.RETRYING),
        (AccessDenied, State.REFUSED),
        (NotSetUp, State.REFUSED),
        (LogGroupMissing, State.MISSING),
        (CredentialsExpired, State.EXPIRED),
        (PersonNeeded, State.EXPIRED),
        (InvalidParameterError, State.RETRYING),
        (SourceError, State.RETRYING),
    ],
)
async def test_trouble_is_said_waited_out_and_forgotten(
    kind: type[SourceError], state: State
) -> None:
    clock = JumpingClock()
    recovery = Recovery(Health("a", read_through_ms=7), clock, None)
    begun_ms: list[int] = []

    async def attempt() -> AsyncGenerator[Health, None]:
        begun_ms.append(clock.now_ms())
        if len(begun_ms) == 1:
            raise kind("Fix it.")
        yield recovery.well(State.LIVE, calls=3)

    trouble, well = [health async for health in recovery.retried(attempt)]

    assert trouble_state(kind("")) is trouble.state is state
    assert trouble.sentence == "Fix it."
    assert trouble.read_through_ms == 7, "the position is kept"
    assert trouble.retry_at_ms is not None
    assert begun_ms[0] == T0 < begun_ms[1] == pytest.approx(trouble.retry_at_ms, abs=2)
    assert trouble.last_error_ms == T0
    assert well == Health(
        "a",
        State.LIVE,
        read_through_ms=7,
        calls=3,
        errors=1,
        last_error="Fix it.",
        last_error_ms=T0,
    )


async def test_what_an_attempt_yielded_is_not_yielded_again() -> None:
    recovery = Recovery(Health("a"), JumpingClock(), None)
    left = [1, 2, 3]

    async def attempt() -> AsyncGenerator[int, None]:
        while left:
            yield left.pop(0)
            if left:
                raise Unreachable("cut")

    async def waiting(_seconds: float) -> AsyncGenerator[int, None]:
        yield 0

    items = [item async for item in recovery.retried(attempt, waiting)]
    assert [item for item in items if isinstance(item, int)] == [1, 0, 2, 0, 3]
    assert sum(isinstance(item, Health) for item in items) == 2


async def read(errors: list[SourceError], renewed: list[int], *, follow: bool) -> Health:
    """Read with an attempt that fails with each of some errors; give the last health."""

    async def renew() -> None:
        renewed.append(1)

    async def attempt() -> AsyncGenerator[Health, None]:
        if errors:
            raise errors.pop(0)
        yield recovery.well(State.ENDED)

    recovery = Recovery(Health("a"), JumpingClock(), renew, follow=follow)
    return [health async for health in recovery.retried(attempt)][-1]


async def test_credentials_are_renewed_only_when_they_expired() -> None:
    renewed: list[int] = []
    await read([Throttled("x"), AccessDenied("x")], renewed, follow=True)
    assert renewed == []
    await read([CredentialsExpired("x"), PersonNeeded("x")], renewed, follow=True)
    assert renewed == [1, 1]


async def test_who_reads_once_renews_credentials_once() -> None:
    renewed: list[int] = []
    assert (await read([CredentialsExpired("x")], renewed, follow=False)).state is State.ENDED
    assert renewed == [1]
    twice: list[SourceError] = [CredentialsExpired("x"), CredentialsExpired("Log in.")]
    health = await read(twice, renewed, follow=False)
    assert (health.state, health.sentence) == (State.EXPIRED, "Log in.")
    assert renewed == [1, 1]


async def test_that_credentials_are_still_expired_is_said() -> None:
    async def renew() -> None:
        raise PersonNeeded("Still no login.")

    async def attempt() -> AsyncGenerator[Health, None]:
        if recovery.health.errors == 0:
            raise CredentialsExpired("x")
        yield recovery.health

    recovery = Recovery(Health("a"), JumpingClock(), renew)
    assert [health async for health in recovery.retried(attempt)][-1].sentence == "Still no login."


async def test_the_last_try_of_who_reads_once() -> None:
    errors: list[SourceError] = [Unreachable("Cut.") for _ in range(9)]
    health = await read(errors, [], follow=False)
    assert health.state is State.GIVEN_UP
    assert health.sentence == "Cut. Given up after 6 tries."
    assert len(errors) == 3


def test_who_follows_never_gives_up() -> None:
    recovery = Recovery(Health("a"), JumpingClock(), None)
    for _ in range(100):
        recovery.trouble(AccessDenied("x"))
    assert not recovery.given_up

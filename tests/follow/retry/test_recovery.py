from __future__ import annotations

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

    health = recovery.trouble(kind("Mend it."))

    assert trouble_state(kind("")) is health.state is state
    assert health.sentence == "Mend it."
    assert health.read_through_ms == 7, "the place is kept"
    assert health.retry_at_ms is not None
    await recovery.wait()
    assert T0 < clock.now_ms() == pytest.approx(health.retry_at_ms, abs=2)
    assert health.last_error_ms == T0
    assert recovery.well(State.LIVE, calls=3) == Health(
        "a",
        State.LIVE,
        read_through_ms=7,
        calls=3,
        errors=1,
        last_error="Mend it.",
        last_error_ms=T0,
    )


async def test_credentials_are_renewed_only_when_they_expired() -> None:
    renewed: list[int] = []

    async def renew() -> None:
        renewed.append(1)
        raise PersonNeeded("Still no login.")

    recovery = Recovery(Health("a"), JumpingClock(), renew)
    recovery.trouble(Throttled("x"))
    await recovery.wait()
    assert renewed == []
    recovery.trouble(CredentialsExpired("x"))
    await recovery.wait()
    assert renewed == [1]
    assert recovery.health.sentence == "Still no login."


def test_who_follows_never_gives_up() -> None:
    recovery = Recovery(Health("a"), JumpingClock(), None)
    for _ in range(100):
        recovery.trouble(AccessDenied("x"))
    assert not recovery.given_up

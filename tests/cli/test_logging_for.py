"""Waiting and switching off again, on a clock of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sestrail_tui.cli import logging_for
from sestrail_tui.cli.logging_for import Ending, off_again, wait
from sestrail_tui.errors import AccessDenied, CredentialsExpired, SourceError, Unreachable
from tests.sources.virtual_time import LoopClock, in_virtual_time

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from sestrail_tui.clock import Clock


def test_it_waits_by_the_wall_clock_which_may_jump() -> None:
    class Slept(LoopClock):
        def now_ms(self) -> int:
            asleep = self.monotonic() > 60
            return super().now_ms() + (7_200_000 if asleep else 0)

    async def waited(clock: Clock) -> float:
        began = clock.monotonic()
        await wait(3600, Ending(), clock)
        return clock.monotonic() - began

    assert in_virtual_time(waited(LoopClock())) == pytest.approx(3600)
    assert in_virtual_time(waited(Slept())) < 90


def test_being_told_ends_the_wait_at_once() -> None:
    async def waited() -> float:
        clock, ending = LoopClock(), Ending()
        import asyncio

        asyncio.get_running_loop().call_later(5, ending.ask)
        await wait(3600, ending, clock)
        return clock.monotonic()

    assert in_virtual_time(waited()) == pytest.approx(5)


class Trouble:
    """Stands for a trail that can be switched off only after some failures."""

    def __init__(self, *errors: SourceError) -> None:
        self.errors = list(errors)
        self.renewed = 0

    async def look(self, *_: object) -> str:
        if self.errors:
            raise self.errors.pop(0)
        return "a plan"

    async def switch_off(self, *_: object) -> str:
        return "off"

    async def renew(self) -> None:
        self.renewed += 1
        raise SourceError("not yet")

    @property
    def settled(self) -> Any:
        return self

    @property
    def credentials(self) -> Any:
        return self


@pytest.fixture
def attempt(
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[Trouble, Ending], Coroutine[object, object, str]]:
    async def off(trouble: Trouble, ending: Ending) -> str:
        monkeypatch.setattr(logging_for, "look_to_switch_off", trouble.look)
        monkeypatch.setattr(logging_for, "switch_off", trouble.switch_off)
        anything: Any = trouble
        return await off_again(anything, anything, anything, ending, LoopClock())

    return off


def test_a_network_or_a_login_that_comes_back_is_waited_for(
    attempt: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    trouble = Trouble(Unreachable("No network."), CredentialsExpired("Expired."))

    async def off() -> str:
        return str(await attempt(trouble, Ending()))

    assert in_virtual_time(off()) == "off"
    assert trouble.renewed == 1
    assert "No network. Tried again; Ctrl-C gives up." in capsys.readouterr().err


def test_what_does_not_pass_is_said_at_once(attempt: Any) -> None:
    async def off(trouble: Trouble) -> str:
        return str(await attempt(trouble, Ending()))

    with pytest.raises(AccessDenied):
        in_virtual_time(off(Trouble(AccessDenied("No."))))
    with pytest.raises(Unreachable):
        in_virtual_time(off(Trouble(*[Unreachable("No network.")] * 20)))


def test_a_second_ctrl_c_gives_up(attempt: Any) -> None:
    async def off() -> str:
        ending = Ending()
        ending.ask()
        ending.ask()
        return str(await attempt(Trouble(Unreachable("No network.")), ending))

    with pytest.raises(Unreachable):
        in_virtual_time(off())

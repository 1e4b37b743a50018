"""Waiting and switching off again, on a clock of its own."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Any

import pytest

from sestrail_tui.account.recording.saved_states import SavedStates
from sestrail_tui.cli.logging import for_a_while
from sestrail_tui.cli.logging.for_a_while import Countdown, Ending, deadly_signals, off_again, wait
from sestrail_tui.core.errors import AccessDenied, CredentialsExpired, SourceError, Unreachable
from tests.account.recording.world import trail
from tests.follow.virtual_time import LoopClock, in_virtual_time

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path

    from sestrail_tui.core.clock import Clock


class SetAfterAMinute(LoopClock):
    """A machine whose wall clock jumps: it slept, or the clock is set."""

    def __init__(self, by_ms: int) -> None:
        super().__init__()
        self._by_ms = by_ms

    def now_ms(self) -> int:
        return super().now_ms() + (self._by_ms if self.monotonic() > 60 else 0)


def test_it_is_over_when_either_clock_says_so() -> None:
    async def waited(clock: Clock) -> float:
        began = clock.monotonic()
        await wait(Countdown(3600, clock), Ending(), clock)
        return clock.monotonic() - began

    assert in_virtual_time(waited(LoopClock())) == pytest.approx(3600)
    assert in_virtual_time(waited(SetAfterAMinute(7_200_000))) < 90
    assert in_virtual_time(waited(SetAfterAMinute(-3_600_000))) == pytest.approx(3600)


def test_looks_are_taken_while_it_waits_and_may_end_it() -> None:
    looks: list[float] = []

    async def waited() -> float:
        clock = LoopClock()

        async def look() -> bool:
            looks.append(clock.monotonic())
            return len(looks) < 3

        await wait(Countdown(3600, clock), Ending(), clock, look)
        return clock.monotonic()

    assert in_virtual_time(waited()) == pytest.approx(45)
    assert looks == pytest.approx([15, 30, 45])


def test_every_signal_that_would_end_it_is_caught() -> None:
    caught = deadly_signals()
    names = "INT TERM HUP QUIT USR1 USR2 VTALRM PROF XCPU"
    assert {getattr(signal, f"SIG{name}") for name in names.split()} <= set(caught)
    assert not {signal.SIGKILL, signal.SIGCHLD, signal.SIGTSTP, signal.SIGWINCH} & set(caught)
    before = signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    try:
        assert signal.SIGUSR1 not in deadly_signals()
    finally:
        signal.signal(signal.SIGUSR1, before)


def test_being_told_ends_the_wait_at_once() -> None:
    async def waited() -> float:
        clock, ending = LoopClock(), Ending()
        import asyncio

        asyncio.get_running_loop().call_later(5, ending.ask)
        await wait(Countdown(3600, clock), ending, clock)
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
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[[Trouble, Ending], Coroutine[object, object, str]]:
    async def off(trouble: Trouble, ending: Ending) -> str:
        monkeypatch.setattr(for_a_while, "look_to_switch_off", trouble.look)
        monkeypatch.setattr(for_a_while, "switch_off", trouble.switch_off)
        anything: Any = trouble
        clock, memories = LoopClock(), SavedStates(tmp_path)
        lease = await memories.leases(trail()).take(0, clock)
        return await off_again(trail(), lease, anything, memories, ending, clock)

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

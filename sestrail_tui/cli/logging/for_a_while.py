"""Sends recorded for a while: wait, then switch off again, also when told to end sooner.

Several may be at it on one trail: each holds a lease, and the last one switches off.
"""

from __future__ import annotations

import asyncio
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sestrail_tui.account.recording.observed import called, capitalized
from sestrail_tui.account.recording.switching import look_to_switch_off, switch_off
from sestrail_tui.cli.logging.options import moment
from sestrail_tui.cli.standard_streams import say
from sestrail_tui.core.errors import (
    CredentialsExpired,
    LogGroupMissing,
    SourceError,
    Throttled,
    Unreachable,
)
from sestrail_tui.core.process.signals import ending_signals, exit_code

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator

    from sestrail_tui.account.discovery.trails import Trail
    from sestrail_tui.account.recording.aws_context import AwsContext
    from sestrail_tui.account.recording.leases import Lease
    from sestrail_tui.account.recording.saved_states import SavedStates
    from sestrail_tui.core.clock import Clock

T = TypeVar("T")
_LOOK_S: Final = 15.0
"""How often the clocks are read (a laptop that slept wakes up past the time), and the trail."""
_NOT_DEADLY: Final = frozenset(
    getattr(signal, name)
    for name in (
        "SIGKILL", "SIGSTOP",  # cannot be caught
        "SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL",  # Python itself is broken
        "SIGCHLD", "SIGCLD", "SIGCONT", "SIGURG", "SIGWINCH", "SIGINFO",  # end nothing
        "SIGTSTP", "SIGTTIN", "SIGTTOU",  # stop it
    )
    if hasattr(signal, name)
)  # fmt: skip
_TRIES: Final = 8
_PAUSE_S: Final = 20.0
"""Between tries to switch off where AWS cannot be reached: a network comes back."""


class Ending:
    """Whether somebody asked to end: once for soon, twice for at once."""

    def __init__(self) -> None:
        self._asked: list[int] = []
        self._soon = asyncio.Event()
        self._at_once = asyncio.Event()

    def ask(self, number: int = signal.SIGINT) -> None:
        """Ask for the end, as a signal does."""
        self._asked.append(number)
        self._soon.set()
        if len(self._asked) > 1:
            self._at_once.set()

    @property
    def exit_code(self) -> int:
        """The exit code of what was ended by the first signal; 0 where none was sent."""
        return exit_code(self._asked[0]) if self._asked else 0

    @property
    def asked(self) -> bool:
        """Whether the end was asked for."""
        return self._soon.is_set()

    @property
    def at_once(self) -> bool:
        """Whether it was asked for again."""
        return self._at_once.is_set()

    async def sleep(self, seconds: float, clock: Clock, *, urgent: bool = False) -> None:
        """Let time pass, at most until the end is asked for (again, where ``urgent``)."""
        await self.unless_asked(clock.sleep(seconds), urgent=urgent)

    async def unless_asked(
        self, work: Coroutine[object, object, T], *, urgent: bool = False
    ) -> T | None:
        """Do some work, at most until the end is asked for (again, where ``urgent``)."""
        event = self._at_once if urgent else self._soon
        doing, asked = asyncio.ensure_future(work), asyncio.ensure_future(event.wait())
        waits: tuple[asyncio.Future[Any], ...] = (doing, asked)
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            return doing.result() if doing.done() else None
        finally:
            for one in waits:
                one.cancel()
            await asyncio.gather(*waits, return_exceptions=True)


def deadly_signals() -> tuple[int, ...]:
    """Return every signal that can be caught and would end the process; ignored ones are left so.

    Also those that nobody sends by hand: whatever ends this process leaves sends recorded.
    """
    candidates = signal.valid_signals() - _NOT_DEADLY
    deadly = {number for number in candidates if signal.getsignal(number) is signal.SIG_DFL}
    return tuple(sorted(deadly | set(ending_signals())))


@contextmanager
def until_told() -> Iterator[Ending]:
    """Take whatever would end the process as a wish to end; Ctrl-Z would leave sends recorded."""
    ending, loop, numbers = Ending(), asyncio.get_running_loop(), list(deadly_signals())
    for number in numbers:
        loop.add_signal_handler(number, ending.ask, number)
    if signal.getsignal(signal.SIGTSTP) is signal.SIG_DFL:
        loop.add_signal_handler(signal.SIGTSTP, _refuse_to_sleep)
        numbers.append(signal.SIGTSTP)
    try:
        yield ending
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)


def _refuse_to_sleep() -> None:
    say(
        "Not suspended: a process that sleeps would not switch SES sends off in time. Ctrl-C "
        "switches them off now."
    )


class Countdown:
    """So long from now, by whichever clock says first that it is over.

    The wall clock may be set back, and then the monotonic one is right; that one stands still while
    the machine sleeps, and then the wall clock is.
    """

    def __init__(self, seconds: float, clock: Clock) -> None:
        self._clock = clock
        self.until_ms = clock.now_ms() + round(seconds * 1000)
        self._until_s = clock.monotonic() + seconds

    @property
    def left_s(self) -> float:
        """The seconds that are left, 0 at the end."""
        left_ms = self.until_ms - self._clock.now_ms()
        return max(0.0, min(left_ms / 1000, self._until_s - self._clock.monotonic()))


async def wait(
    countdown: Countdown,
    ending: Ending,
    clock: Clock,
    look: Callable[[], Coroutine[object, object, bool]] | None = None,
) -> None:
    """Wait so long, or until told to end; ``look`` now and then, which may say that it is over."""
    while not ending.asked and (left_s := countdown.left_s) > 0:
        await ending.sleep(min(left_s, _LOOK_S), clock)
        if look is not None and countdown.left_s and await ending.unless_asked(look()) is False:
            return


async def off_again(
    trail: Trail,
    lease: Lease,
    reached: AwsContext,
    memories: SavedStates,
    ending: Ending,
    clock: Clock,
) -> str:
    """Switch off, unless somebody else still needs it; again where the network is in the way.

    Returns what was done. Raises `SestrailError` once it is given up.
    """
    leases = memories.leases(trail)
    async with leases.alone(clock):
        lease.release()
        if others := leases.others():
            return _left_on(trail, others)
        memory = memories.recall(trail)
        if memory is not None and memory.until_off:
            return (
                f"SES sends stay on at {called(trail)}: `sestrail logging on` asked for them "
                "meanwhile, until `sestrail logging off`."
            )
        say(f"Switching SES sends off on {called(trail)} ...")
        for left in reversed(range(_TRIES)):
            try:
                plan = await look_to_switch_off(trail, reached, memories, clock)
                return await switch_off(plan, reached, memories, clock)
            except LogGroupMissing:
                memories.forget(trail)
                return f"{capitalized(trail)} does not exist any more: nothing is recorded by it."
            except (Throttled, Unreachable, CredentialsExpired) as error:
                if not left or ending.at_once:
                    raise
                say(f"sestrail: {error.message} Tried again; Ctrl-C gives up.")
                await ending.sleep(_PAUSE_S, clock, urgent=True)
                if isinstance(error, CredentialsExpired):
                    await _renew(reached)
    raise AssertionError("unreachable")


def _left_on(trail: Trail, others: tuple[int | None, ...]) -> str:
    known = [until_ms for until_ms in others if until_ms is not None]
    until = f" until {moment(max(known))}" if known and len(known) == len(others) else ""
    who = "another `sestrail logging on --for`" if len(others) == 1 else f"{len(others)} others"
    needs = "needs" if len(others) == 1 else "need"
    return (
        f"SES sends stay on at {called(trail)}: {who} of this machine {needs} them{until}, and "
        "switches them off then."
    )


async def _renew(reached: AwsContext) -> None:
    try:
        await reached.settled.credentials.renew()
    except SourceError as error:
        say(f"sestrail: {error.message}")

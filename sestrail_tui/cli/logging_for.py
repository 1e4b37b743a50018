"""Sends recorded for a while: wait, then switch off again, also when told to end sooner."""

from __future__ import annotations

import asyncio
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from sestrail_tui.aws.recording.switching import look_to_switch_off, switch_off
from sestrail_tui.cli.standard_streams import say
from sestrail_tui.ending import ending_signals, exit_code
from sestrail_tui.errors import CredentialsExpired, SourceError, Throttled, Unreachable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sestrail_tui.aws.recording.memory import Memories
    from sestrail_tui.aws.recording.reach import Reach
    from sestrail_tui.aws.trails import Trail
    from sestrail_tui.clock import Clock

_LOOK_S: Final = 15.0
"""How often the wall clock is read: a laptop that slept wakes up past the time."""
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
        event = self._at_once if urgent else self._soon
        waits = [asyncio.ensure_future(clock.sleep(seconds)), asyncio.ensure_future(event.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waits:
                one.cancel()
            await asyncio.gather(*waits, return_exceptions=True)


@contextmanager
def until_told() -> Iterator[Ending]:
    """Take Ctrl-C, SIGTERM and the closing of the terminal as a wish to end."""
    ending, loop, numbers = Ending(), asyncio.get_running_loop(), ending_signals()
    for number in numbers:
        loop.add_signal_handler(number, ending.ask, number)
    try:
        yield ending
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)


async def wait(seconds: float, ending: Ending, clock: Clock) -> None:
    """Wait for so long by the wall clock, or until told to end."""
    until_ms = clock.now_ms() + round(seconds * 1000)
    while not ending.asked and (left_ms := until_ms - clock.now_ms()) > 0:
        await ending.sleep(min(left_ms / 1000, _LOOK_S), clock)


async def off_again(
    trail: Trail, reached: Reach, memories: Memories, ending: Ending, clock: Clock
) -> str:
    """Switch off, again and again where only the network or the login is in the way.

    Gives a note as `carry_out`. Raises `SourceError` once it is given up.
    """
    for left in reversed(range(_TRIES)):
        try:
            plan = await look_to_switch_off(trail, reached, memories, clock)
            return await switch_off(plan, reached, memories, clock)
        except (Throttled, Unreachable, CredentialsExpired) as error:
            if not left or ending.at_once:
                raise
            say(f"sestrail: {error.message} Tried again; Ctrl-C gives up.")
            await ending.sleep(_PAUSE_S, clock, urgent=True)
            if isinstance(error, CredentialsExpired):
                await _renew(reached)
    raise AssertionError("unreachable")


async def _renew(reached: Reach) -> None:
    try:
        await reached.settled.credentials.renew()
    except SourceError as error:
        say(f"sestrail: {error.message}")

"""What is pushed to a source that polls: messages before their turn, and word of what was missed.

Nothing rests on it. The polling below reads everything, pushed or not; a push makes it sooner, and
each doubt about a push is a reason to poll at once. So a push that is lost costs seconds, never a
record, and one that comes twice is the feed's to know.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable
    from contextlib import AbstractAsyncContextManager

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.follow.source import Message

_WAITING: Final = 20_000
"""Messages kept for a reader that is busy; more are left to polling."""


class Push(Protocol):
    """The polling source's end."""

    note: str
    """Why nothing is pushed although it should be; empty while all is well."""
    pushing: bool
    """Whether everything new is being pushed, so that polling may be rare."""

    @property
    def open_ms(self) -> int | None:
        """How long sessions were open so far, shared ones in full; ``None``: there are none."""

    def running(self) -> AbstractAsyncContextManager[None]:
        """Be pushed to for the length of an ``async with`` block."""

    def take(self) -> tuple[Message, ...]:
        """Return what was pushed since the last time."""

    def missed(self) -> bool:
        """Tell whether something may have been missed since the last time it was asked."""

    async def wait(self, seconds: float) -> None:
        """Wait, but no longer than until there is something to take or to be told."""


class NoPush:
    """`Push` of a source that is only polled."""

    note = ""
    pushing = False
    open_ms = None

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Do nothing."""
        yield

    def take(self) -> tuple[Message, ...]:
        """Give nothing."""
        return ()

    def missed(self) -> bool:
        """Say no."""
        return False

    async def wait(self, seconds: float) -> None:
        """Let ``seconds`` pass."""
        await self._clock.sleep(seconds)


class Inbox:
    """`Push` that another task fills, and to which it says what it is in doubt of.

    ``run`` keeps that task going for as long as this end is read; ``spent_ms`` tells how long it
    has had a session open.
    """

    def __init__(
        self,
        clock: Clock,
        run: Callable[[], AbstractAsyncContextManager[None]],
        spent_ms: Callable[[], int] = int,
    ) -> None:
        self.note = ""
        self.pushing = False
        self._clock = clock
        self._run = run
        self._spent_ms = spent_ms
        self._waiting: deque[Message] = deque()
        self._missed = False
        self._bell = asyncio.Event()

    @property
    def open_ms(self) -> int:
        """How long sessions were open so far."""
        return self._spent_ms()

    def running(self) -> AbstractAsyncContextManager[None]:
        """Be pushed to for the length of an ``async with`` block."""
        return self._run()

    def put(self, messages: Iterable[Message]) -> None:
        """Hand messages over."""
        self._waiting.extend(messages)
        if len(self._waiting) > _WAITING:
            self._waiting.clear()
            self._missed = True
        self._bell.set()

    def begins(self) -> None:
        """Say that from now on everything new is pushed; what came before may be missed."""
        self.note, self.pushing = "", True
        self.doubt()

    def ends(self, note: str) -> None:
        """Say that nothing is pushed from now on, and why."""
        self.note, self.pushing = note, False
        self.doubt()

    def doubt(self) -> None:
        """Say that something may have been missed."""
        self._missed = True
        self._bell.set()

    def take(self) -> tuple[Message, ...]:
        """Return what was put in since the last time."""
        taken = tuple(self._waiting)
        self._waiting.clear()
        return taken

    def missed(self) -> bool:
        """Tell whether there was a doubt since the last time it was asked."""
        missed, self._missed = self._missed, False
        return missed

    async def wait(self, seconds: float) -> None:
        """Wait, but no longer than until something is put in or said."""
        sleeping = asyncio.ensure_future(self._clock.sleep(seconds))
        ringing = asyncio.ensure_future(self._bell.wait())
        try:
            await asyncio.wait({sleeping, ringing}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleeping.cancel()
            ringing.cancel()
        self._bell.clear()

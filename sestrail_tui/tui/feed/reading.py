"""Opens the feed and reads it: what runs beside the screen for as long as it is up."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, Final

from sestrail_tui.core.errors import PersonNeeded, SestrailError, SourceError
from sestrail_tui.follow.protocol import Arrivals
from sestrail_tui.tui.base.messages import (
    FeedEnded,
    Grew,
    HealthChanged,
    Opened,
    OpenFailed,
    Opening,
    RecordingChanged,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.message import Message

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.core.record import Record
    from sestrail_tui.follow.protocol import Connection, Feed

_FIRST_WAIT_S: Final = 2.0
_LONGEST_WAIT_S: Final = 60.0
_LACKS_S: Final = 30.0
_RECORDED_S: Final = 300.0
"""Between two looks at whether sends are recorded: two calls of CloudTrail for each trail."""


async def follow(
    connection: Connection,
    append: Callable[[Sequence[Record]], object],
    clock: Clock,
    post: Callable[[Message], object],
    ask_person: Callable[[], str],
) -> None:
    """Open the feed, trying again by itself, and read it to its end.

    ``ask_person`` runs the login on the plain terminal and gives ``""``, or why it failed. What
    only a person can fix ends this; it is started anew after the login.
    """
    wait = _FIRST_WAIT_S
    was_asked = False
    while True:
        post(Opening())
        try:
            feed = await connection.open()
        except PersonNeeded as error:
            sentence = error.message if was_asked else ask_person()
            was_asked = True
            if sentence:
                post(OpenFailed(sentence, None, person=True))
                return
        except SourceError as error:
            pause = wait * (0.8 + 0.4 * clock.random())
            post(OpenFailed(error.message, clock.now_ms() + round(pause * 1000)))
            await clock.sleep(pause)
            wait = min(wait * 2, _LONGEST_WAIT_S)
        except SestrailError as error:
            post(OpenFailed(error.message, None, exit_code=error.exit_code))
            return
        else:
            post(Opened(feed.label, feed.account, feed.region))
            await _read(feed, append, clock, post)
            return


async def _read(
    feed: Feed,
    append: Callable[[Sequence[Record]], object],
    clock: Clock,
    post: Callable[[Message], object],
) -> None:
    look = _RecordingLook(feed, clock, post)
    try:
        async with aclosing(feed.news()) as news:
            async for item in news:
                if isinstance(item, Arrivals):
                    append(item.records)
                    post(Grew())
                else:
                    post(HealthChanged(item))
                    look.if_due()
        post(FeedEnded())
    finally:
        await look.close()
        await feed.close()


class _RecordingLook:
    """Asks whether sends are recorded beside the reading: somebody may switch that on, or off."""

    def __init__(self, feed: Feed, clock: Clock, post: Callable[[Message], object]) -> None:
        self._feed = feed
        self._clock = clock
        self._post = post
        self._due_s = clock.monotonic()
        self._asking: asyncio.Task[None] | None = None

    def if_due(self) -> None:
        """Begin to ask, unless that was done lately."""
        if self._asking is None and self._clock.monotonic() >= self._due_s:
            self._asking = asyncio.create_task(self._ask())

    async def _ask(self) -> None:
        recording = await self._feed.recording(self._clock.now_ms())
        self._post(RecordingChanged(recording))
        wait_s = _LACKS_S if recording.lacks else _RECORDED_S
        self._due_s = self._clock.monotonic() + wait_s
        self._asking = None

    async def close(self) -> None:
        """Leave off."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)

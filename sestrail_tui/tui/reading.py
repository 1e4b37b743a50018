"""Opens the feed and reads it: what runs beside the screen for as long as it is up."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, Final

from sestrail_tui.errors import PersonNeeded, SestrailError, SourceError
from sestrail_tui.sources.source import Arrivals
from sestrail_tui.tui.messages import (
    FeedEnded,
    Grew,
    HealthChanged,
    Opened,
    OpenFailed,
    Opening,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.message import Message

    from sestrail_tui.clock import Clock
    from sestrail_tui.cloudtrail.record import Record
    from sestrail_tui.sources.source import Connection, Feed

_SLICE: Final = 500
"""Records appended before the screen gets its turn: about 5 ms."""
_FIRST_WAIT_S: Final = 2.0
_LONGEST_WAIT_S: Final = 60.0


async def follow(
    connection: Connection,
    append: Callable[[Sequence[Record]], object],
    clock: Clock,
    tell: Callable[[Message], object],
    ask_person: Callable[[], str],
) -> None:
    """Open the feed, trying again by itself, and read it to its end.

    ``ask_person`` runs the login on the plain terminal and gives ``""``, or why it failed. What
    only a person can mend ends this; it is started anew after the login.
    """
    wait = _FIRST_WAIT_S
    asked = False
    while True:
        tell(Opening())
        try:
            feed = await connection.open()
        except PersonNeeded as error:
            sentence = error.message if asked else ask_person()
            asked = True
            if sentence:
                tell(OpenFailed(sentence, None, person=True))
                return
        except SourceError as error:
            pause = wait * (0.8 + 0.4 * clock.random())
            tell(OpenFailed(error.message, clock.now_ms() + round(pause * 1000)))
            await clock.sleep(pause)
            wait = min(wait * 2, _LONGEST_WAIT_S)
        except SestrailError as error:
            tell(OpenFailed(error.message, None, exit_code=error.exit_code))
            return
        else:
            tell(Opened(feed.label, feed.account, feed.region))
            await _read(feed, append, tell)
            return


async def _read(
    feed: Feed, append: Callable[[Sequence[Record]], object], tell: Callable[[Message], object]
) -> None:
    try:
        async with aclosing(feed.news()) as news:
            async for item in news:
                if isinstance(item, Arrivals):
                    for start in range(0, len(item.records), _SLICE):
                        append(item.records[start : start + _SLICE])
                        tell(Grew())
                        await asyncio.sleep(0)
                else:
                    tell(HealthChanged(item))
        tell(FeedEnded())
    finally:
        await feed.close()

"""SES management events from CloudTrail's event history: what changed between the sends.

Event history never holds a data event (AWS: SES developer guide, "Logging using CloudTrail"), so
this source says that it holds no sends. It is read as a log group is (`PollingSource`), by
``eventTime`` here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.core.details.links import NOWHERE, Origin
from sestrail_tui.follow.health import Health
from sestrail_tui.follow.polling_source import PollingSource
from sestrail_tui.follow.sweeps.delay import FixedDelay
from sestrail_tui.follow.sweeps.pages import EventPage, PolledEvent
from sestrail_tui.follow.sweeps.read_position import ReadPosition

if TYPE_CHECKING:
    from sestrail_tui.core.clock import Clock
    from sestrail_tui.follow.retry.pacing import Pacer
    from sestrail_tui.follow.retry.recovery import Renew
    from sestrail_tui.places.event_history.calls import HistoryEvent, ReadChanges

NAME: Final = "event history"
LOOKUP_RATE: Final = 1.0
"""Calls a second of ours; AWS allows two per account and region."""
_NEVER: Final = (
    "Sends: AWS keeps no data event in event history, only changes (identities, configuration "
    "sets, templates...), of the last 90 days."
)
_EVERY_S: Final = 30.0
_DELAY: Final = FixedDelay(20 * 60_000)
"""Events reach the history some minutes late (AWS: about five, without a bound)."""
_SWEEPS: Final = ((3600.0, 24 * 3_600_000),)
"""For those that are later, and those that a clock of ours that was ahead did not ask for."""
_WHOLE_MS: Final = 91 * 24 * 3_600_000
"""All that is kept, in one range: each costs a call at least, and holds few events."""


def event_history_source(
    name: str,
    read: ReadChanges,
    *,
    first_ms: int,
    last_ms: int | None,
    follow: bool,
    pacer: Pacer,
    clock: Clock,
    renew: Renew | None = None,
    origin: Origin = NOWHERE,
) -> PollingSource:
    """Return the source of SES management events from ``first_ms`` to ``last_ms`` (ms UTC).

    One that follows waits at the end for what is late.
    """
    wait_ms = _DELAY.width_ms if follow else 0
    return PollingSource(
        Health(name, holds_sends=False, never_shows=_NEVER, origin=origin),
        HistoryPages(read, clock, last_ms),
        position=ReadPosition(
            first_ms,
            None if last_ms is None else last_ms + wait_ms,
            follow=follow,
            every_s=_EVERY_S,
            width_ms=lambda: _DELAY.width_ms,
            sweeps=_SWEEPS,
            chunk_ms=_WHOLE_MS,
            newest_first=True,
        ),
        delay=_DELAY,
        pacer=pacer,
        clock=clock,
        renew=renew,
    )


class HistoryPages:
    """`ReadPage` over event history up to ``last_ms``, whose tokens are good for one end only."""

    def __init__(self, read: ReadChanges, clock: Clock, last_ms: int | None) -> None:
        self._read = read
        self._clock = clock
        self._last_ms = last_ms

    async def __call__(self, start_ms: int, end_ms: int | None, token: str | None) -> EventPage:
        """Return one page, newest first; its token begins with the end that it is for."""
        if token is None:
            ends = (self._clock.now_ms(), end_ms, self._last_ms)
            until_ms, more = min(end for end in ends if end is not None), None
        else:
            until, _, more = token.partition(" ")
            until_ms = int(until)
        page = await self._read(start_ms, max(start_ms, until_ms), more)
        return EventPage(
            [_event(event, start_ms) for event in page.events],
            page.next_token and f"{until_ms} {page.next_token}",
        )


def _event(event: HistoryEvent, start_ms: int) -> PolledEvent:
    time = event.event_time
    time_ms = start_ms if time is None else int(time.timestamp() * 1000)
    return PolledEvent(event.event_id, time_ms, None, event.cloud_trail_event)

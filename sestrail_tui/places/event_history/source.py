"""SES management events from CloudTrail's event history: what changed between the sends.

Event history never holds a data event (AWS: SES developer guide, "Logging using CloudTrail"), so
this source says that it holds no sends. The same window rule as for a log group applies, with
events by ``eventTime`` here.
"""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING, Final

from sestrail_tui.account.errors.error_codes import InvalidParameterError
from sestrail_tui.account.page_tokens import EndlessPagesError, PageTokens
from sestrail_tui.core.details.links import NOWHERE, Origin
from sestrail_tui.core.errors import SourceError, Throttled
from sestrail_tui.follow.dedupe.recent_ids import RecentIds
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.retry.overdue import Overdue
from sestrail_tui.follow.retry.recovery import Recovery, Renew
from sestrail_tui.follow.source import Batch, Message

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.follow.retry.pacing import Pacer
    from sestrail_tui.follow.source import Post
    from sestrail_tui.places.event_history.calls import ReadChanges

NAME: Final = "event history"
LOOKUP_RATE: Final = 1.0
"""Calls a second of ours; AWS allows two per account and region."""
_NEVER: Final = (
    "Sends: AWS keeps no data event in event history, only changes (identities, configuration "
    "sets, templates...), of the last 90 days."
)
_EVERY_S: Final = 30.0
_OVERLAP_MS: Final = 20 * 60_000
"""Events reach the history some minutes late (AWS: about five, without a bound)."""
_SWEEP_EVERY_S: Final = 3600.0
_SWEEP_MS: Final = 24 * 3_600_000
"""For those that are later, and those that a clock of ours that was ahead did not ask for."""
_SWEEP_REST_S: Final = 2.0
"""Between the pages of a sweep, which is in no hurry."""
_REMEMBERED: Final = 20_000


class EventHistorySource:
    """`Source` of SES management events from ``first_ms`` to ``last_ms`` (ms UTC, eventTime)."""

    def __init__(
        self,
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
    ) -> None:
        self.name = name
        self._read = read
        self._first_ms = first_ms
        self._last_ms = last_ms
        self._follow = follow
        self._pacer = pacer
        self._clock = clock
        self._recovery = Recovery(
            Health(name, holds_sends=False, never_shows=_NEVER, origin=origin),
            clock,
            renew,
            follow=follow,
        )
        self._known = RecentIds(_REMEMBERED)
        self._overdue = Overdue()

    async def follow(self, post: Post, /) -> AsyncGenerator[Batch | Health, None]:
        """Yield SES management events and how reading goes, until the end asked for."""
        yield self._recovery.health
        with self._overdue.reported(lambda: post(self._recovery.stalled())):
            async with aclosing(self._read_on()) as items:
                async for item in items:
                    yield item

    async def _read_on(self) -> AsyncGenerator[Batch | Health, None]:
        read_to_ms = self._first_ms
        sweep_s = self._clock.monotonic() + _SWEEP_EVERY_S
        while True:
            now_ms, now_s = self._clock.now_ms(), self._clock.monotonic()
            sweeps = now_s >= sweep_s
            overlap_ms = _SWEEP_MS if sweeps else _OVERLAP_MS
            rest_s = _SWEEP_REST_S if sweeps else 0.0
            end_ms = now_ms if self._last_ms is None else min(now_ms, self._last_ms)
            start_ms = max(min(read_to_ms - overlap_ms, end_ms), self._first_ms)
            async for item in self._window(start_ms, max(start_ms, end_ms), rest_s):
                yield item
            if self._recovery.given_up:
                return
            read_to_ms = now_ms
            if sweeps:
                sweep_s = now_s + _SWEEP_EVERY_S
            yield self._recovery.well(State.LIVE, read_through_ms=now_ms)
            if self._is_last(now_ms):
                break
            await self._clock.sleep(_EVERY_S)
        yield self._recovery.say(state=State.ENDED)

    def _is_last(self, now_ms: int) -> bool:
        if not self._follow:
            return True
        return self._last_ms is not None and now_ms >= self._last_ms + _OVERLAP_MS

    async def _window(
        self, start_ms: int, end_ms: int, rest_s: float
    ) -> AsyncGenerator[Batch | Health, None]:
        recovery = self._recovery
        token: str | None = None
        tokens = PageTokens(self.name)
        while True:
            try:
                await self._pacer.turn()
                recovery.say(calls=recovery.health.calls + 1, usage=self._pacer.usage)
                with self._overdue.asking():
                    page = await self._read(start_ms, end_ms, token)
                following = tokens.take(page.next_token)
            except SourceError as error:
                if isinstance(error, InvalidParameterError | EndlessPagesError):
                    token, tokens = None, PageTokens(self.name)
                if isinstance(error, Throttled):
                    self._pacer.throttled()
                yield recovery.trouble(error)
                if recovery.given_up:
                    return
                await recovery.wait()
                continue
            self._pacer.answered()
            fresh = [event for event in page.events if self._known.add(event.event_id)]
            recovery.well(State.LIVE, records=recovery.health.records + len(fresh))
            if fresh:
                messages = (Message(event.cloud_trail_event.encode(), None) for event in fresh)
                yield Batch(self.name, tuple(messages))
            token = following
            if token is None:
                return
            await self._clock.sleep(rest_s)

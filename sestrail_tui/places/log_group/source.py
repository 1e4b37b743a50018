"""Following one log group: every log event that becomes readable is read, whatever happens.

The position (`ReadPosition`) moves only over what was read to its end; failures leave it where it
is, say what fixes them, and are tried again. Log events read before are left out by their
CloudWatch ``eventId``, which is cheap; the feed deduplicates what is left by content. Where new
log events are pushed as well (Live Tail), these come first, and polling is rarer.
"""

from __future__ import annotations

from contextlib import aclosing, nullcontext
from typing import TYPE_CHECKING, Final

from sestrail_tui.account.errors.error_codes import InvalidParameterError
from sestrail_tui.account.page_tokens import EndlessPagesError
from sestrail_tui.core.details.links import NOWHERE, Origin
from sestrail_tui.core.errors import SourceError, Throttled
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.push import NoPush
from sestrail_tui.follow.retry.absence import Absence
from sestrail_tui.follow.retry.overdue import Overdue
from sestrail_tui.follow.retry.recovery import Recovery, Renew
from sestrail_tui.follow.source import Batch, Message

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.follow.push import Push
    from sestrail_tui.follow.retry.pacing import Pacer
    from sestrail_tui.follow.source import Post
    from sestrail_tui.follow.sweeps.delay import DelayMeter
    from sestrail_tui.follow.sweeps.polled_event import PolledEvent
    from sestrail_tui.follow.sweeps.read_position import ReadPosition
    from sestrail_tui.follow.sweeps.sweep import RangeReading
    from sestrail_tui.places.log_group.calls import ReadPage
    from sestrail_tui.places.log_group.log_events import LogEventPage

NEVER: Final = (
    "Sends from before SES data events were switched on for the trail; records that CloudTrail "
    "holds to be too large (256 KB); what the log group no longer retains; what becomes readable "
    "more than a day after its time stamp."
)
_BEHIND_PUSH_S: Final = 15.0
"""Between two polls while everything new is pushed: what "read through" then lags by."""
_INSTANT_S: Final = 0.001
"""Not worth waiting for."""


class LogGroupSource:
    """`Source` that polls one log group with FilterLogEvents.

    ``pacer`` is shared by all groups of a region; ``renew`` reads expired credentials again;
    ``push`` brings new log events sooner than polling does; ``overdue`` is given where ``read``
    itself knows of its calls; ``origin`` says where to look log events up; ``if_unread`` is what a
    verdict has to know while it is not read to its end, ``lost`` what it has to know for good;
    ``ask_made_ms`` tells when the group was made.
    """

    def __init__(
        self,
        name: str,
        read: ReadPage,
        *,
        place: ReadPosition,
        meter: DelayMeter,
        pacer: Pacer,
        clock: Clock,
        renew: Renew | None = None,
        push: Push | None = None,
        overdue: Overdue | None = None,
        holds_sends: bool = True,
        never_shows: str = NEVER,
        if_unread: str = "",
        lost: tuple[str, ...] = (),
        ask_made_ms: Callable[[], Awaitable[int | None]] | None = None,
        origin: Origin = NOWHERE,
    ) -> None:
        self.name = name
        self._read = read
        self._place = place
        self._meter = meter
        self._pacer = pacer
        self._clock = clock
        self._push: Push = push or NoPush(clock)
        self._unread = (if_unread,) if if_unread else ()
        self._lost = lost
        self._absence = Absence(name, ask_made_ms)
        self._recovery = Recovery(
            Health(
                name,
                read_through_ms=place.read_through_ms,
                holds_sends=holds_sends,
                never_shows=never_shows,
                unseen=(*lost, *self._unread),
                origin=origin,
            ),
            clock,
            renew,
            follow=place.follow,
        )
        self._overdue = overdue or Overdue()
        self._asking = nullcontext if overdue else self._overdue.asking

    async def follow(self, post: Post, /) -> AsyncGenerator[Batch | Health, None]:
        """Yield what becomes readable and how reading goes, until the place's end."""
        yield self._recovery.health
        self._place.hasten(self._clock.monotonic())  # a feed opened again tells at once how it does
        with self._overdue.reported(lambda: post(self._recovery.stalled())):
            async with self._push.running(), aclosing(self._read_on()) as items:
                async for item in items:
                    yield item
        if not self._recovery.given_up:
            yield self._recovery.say(state=State.ENDED, progress=None)

    async def _read_on(self) -> AsyncGenerator[Batch | Health, None]:
        clock, place, push, recovery = self._clock, self._place, self._push, self._recovery
        while not place.ended:
            if pushed := self._pushed():
                yield pushed
            if push.missed():
                place.hasten(clock.monotonic())
            reading = place.next(clock.now_ms(), clock.monotonic())
            place.pace(_BEHIND_PUSH_S if push.pushing else 0.0)
            if reading is None:
                await push.wait(place.wait_s(clock.monotonic()))
                continue
            try:
                page = await self._page(reading)
                batch = self._fresh(page, reading)
                if batch.messages:
                    yield batch
                ended = await self._advance(reading, page)
            except SourceError as error:
                self._absence.note(error, place.read_through_ms, clock.now_ms())
                recovery.say(
                    unseen=(*self._never, *self._unread), gone_until_ms=self._absence.until_ms
                )
                yield recovery.trouble(error)
                if recovery.given_up:
                    return
                async for pushed in self._until_again():
                    yield pushed
                continue
            before, health = recovery.health, self._well()
            if ended or (health.state, health.sentence) != (before.state, before.sentence):
                yield health

    async def _until_again(self) -> AsyncGenerator[Batch, None]:
        """Wait until it is time to poll again, and yield what is pushed meanwhile."""
        clock, recovery = self._clock, self._recovery
        again_s = clock.monotonic() + recovery.wait_s
        while (left_s := again_s - clock.monotonic()) > _INSTANT_S:
            await self._push.wait(left_s)
            if pushed := self._pushed():
                yield pushed
        await recovery.renew()

    def _pushed(self) -> Batch | None:
        """Give what was pushed, if anything."""
        messages = self._push.take()
        if not messages:
            return None
        self._recovery.say(records=self._recovery.health.records + len(messages))
        return Batch(self.name, messages)

    async def _page(self, reading: RangeReading) -> LogEventPage:
        begun_s = self._clock.monotonic()
        await self._pacer.turn()
        calls = self._recovery.health.calls + 1
        self._recovery.say(calls=calls, usage=self._pacer.usage)
        try:
            with self._asking():
                page = await self._read(reading.start_ms, reading.end_ms, reading.token)
        except InvalidParameterError:
            reading.restart()
            raise
        except Throttled:
            self._pacer.throttled()
            raise
        self._pacer.answered()
        reading.spent_s += self._clock.monotonic() - begun_s
        return page

    async def _ask_made(self) -> None:
        """Ask when the group was made, which holds no more what it held."""
        self._recovery.say(calls=self._recovery.health.calls + 1)
        with self._asking():
            await self._absence.ask(self._clock.monotonic())

    def _fresh(self, page: LogEventPage, reading: RangeReading) -> Batch:
        """Give the page's log events that were not read before, and measure how late they are."""
        fresh = self._place.fresh(reading, page.events)
        self._absence.saw(page.events)
        reading.saw([event.timestamp for event in page.events])
        for event in fresh:
            self._meter.add(self._delay_ms(event, reading))
        self._recovery.say(records=self._recovery.health.records + len(fresh))
        messages = (Message(event.raw, event.ingestion_time) for event in fresh)
        return Batch(self.name, tuple(messages))

    def _delay_ms(self, event: PolledEvent, reading: RangeReading) -> int:
        """How long after its timestamp the event could first be read, in ms, as far as is known.

        Where an earlier live reading covered the timestamp and did not get the event, it became
        readable only since: that delay counts too, whatever the ingestion time says.
        """
        ingested = (event.ingestion_time or event.timestamp) - event.timestamp
        was_covered = (
            reading is self._place.live_reading
            and not self._place.catching_up
            and event.timestamp < self._place.read_to_ms
        )
        return max(ingested, reading.begun_ms - event.timestamp if was_covered else 0, 0)

    async def _advance(self, reading: RangeReading, page: LogEventPage) -> bool:
        """Go to the next page; True at the end. An empty page with a token is not the end.

        Raises `EndlessPagesError`.
        """
        try:
            reading.token = reading.tokens.take(page.next_token)
        except EndlessPagesError:
            reading.restart()
            raise
        if reading.token is not None:
            return False
        self._place.finish(reading, self._clock.monotonic())
        if self._absence.is_doubtful(reading, self._clock.monotonic()):
            await self._ask_made()
        return True

    def _well(self) -> Health:
        note, told = self._push.note, self._recovery.health.sentence
        self._recovery.well(
            State.CATCHING_UP if self._place.catching_up else State.LIVE,
            read_through_ms=self._place.read_through_ms,
            progress=self._place.progress,
            live_tail_ms=self._push.open_ms,
            gone_until_ms=self._absence.until_ms,
            unseen=self._never
            if self._place.read_through_ms is not None
            else (*self._never, *self._unread),
        )
        if note and note != told:
            self._recovery.failed(note)
        return self._recovery.say(sentence=" ".join(filter(None, (*self._absence.sentences, note))))

    @property
    def _never(self) -> tuple[str, ...]:
        """What can be read no more, however often it is tried."""
        return (*self._lost, *self._absence.sentences)

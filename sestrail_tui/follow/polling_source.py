"""Following a place that can only be polled: every event that becomes readable is read.

The position (`ReadPosition`) moves only over what was read to its end and taken; failures leave it
where it is, say what fixes them, and are tried again. Events read before are left out by their id,
which is cheap; the feed deduplicates what is left by content. Where new events are pushed as well
(Live Tail), these come first, and polling is rarer.
"""

from __future__ import annotations

from contextlib import aclosing, nullcontext
from typing import TYPE_CHECKING, Final

from sestrail_tui.account.errors.error_codes import InvalidParameterError
from sestrail_tui.account.page_tokens import EndlessPagesError
from sestrail_tui.core.errors import SourceError, Throttled
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.push import NoPush
from sestrail_tui.follow.retry.absence import Absence
from sestrail_tui.follow.retry.overdue import Overdue
from sestrail_tui.follow.retry.recovery import Recovery, Renew
from sestrail_tui.follow.source import Batch, Message, Post

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.follow.push import Push
    from sestrail_tui.follow.retry.pacing import Pacer
    from sestrail_tui.follow.sweeps.delay import Delay
    from sestrail_tui.follow.sweeps.pages import EventPage, PolledEvent, ReadPage
    from sestrail_tui.follow.sweeps.read_position import ReadPosition
    from sestrail_tui.follow.sweeps.sweep import RangeReading

_BEHIND_PUSH_S: Final = 15.0
"""Between two polls while everything new is pushed: what "read through" then lags by."""
_INSTANT_S: Final = 0.001
"""Not worth waiting for."""


class PollingSource:
    """`Source` that reads ranges of time again and again.

    ``health`` is what it begins with; ``pacer`` is shared by all that draw on one quota; ``renew``
    reads expired credentials again; ``push`` brings new events sooner than polling does;
    ``overdue`` is given where ``read`` itself knows of its calls; ``if_unread`` is what a verdict
    has to know while it is not read to its end, ``lost`` what it has to know for good;
    ``ask_made_ms`` tells when the place was made.
    """

    def __init__(
        self,
        health: Health,
        read: ReadPage,
        *,
        position: ReadPosition,
        delay: Delay,
        pacer: Pacer,
        clock: Clock,
        renew: Renew | None = None,
        push: Push | None = None,
        overdue: Overdue | None = None,
        if_unread: str = "",
        lost: tuple[str, ...] = (),
        ask_made_ms: Callable[[], Awaitable[int | None]] | None = None,
    ) -> None:
        self.name = health.source
        self._read = read
        self._position = position
        self._delay = delay
        self._pacer = pacer
        self._clock = clock
        self._push: Push = push or NoPush(clock)
        self._if_unread = (if_unread,) if if_unread else ()
        self._lost = lost
        self._absence = Absence(self.name, ask_made_ms)
        self._overdue = overdue or Overdue()
        self._asking = nullcontext if overdue else self._overdue.asking
        self._recovery = Recovery(health, clock, renew, follow=position.follow)
        self._recovery.say(
            read_through_ms=position.read_through_ms, unseen=(*lost, *self._if_unread)
        )

    async def follow(self, post: Post, /) -> AsyncGenerator[Batch | Health, None]:
        """Yield what becomes readable and how reading goes, until the position's end."""
        recovery = self._recovery
        yield recovery.health
        # A feed opened again tells at once how it does.
        self._position.hasten(self._clock.monotonic())
        with self._overdue.reported(lambda: post(recovery.stalled())):
            polling = recovery.retried(self._poll, self._take_pushed)
            async with self._push.running(), aclosing(polling) as items:
                async for item in items:
                    yield item
        if not recovery.given_up:
            yield recovery.say(state=State.ENDED, progress=None)

    async def _poll(self) -> AsyncGenerator[Batch | Health, None]:
        """Read page after page of what is due, until the end. Raises `SourceError`."""
        clock, position, push = self._clock, self._position, self._push
        while not position.ended:
            if pushed := push.take():
                yield self._batch(pushed)
            if push.missed():
                position.hasten(clock.monotonic())
            reading = position.next(clock.now_ms(), clock.monotonic())
            position.pace(_BEHIND_PUSH_S if push.pushing else 0.0)
            if reading is None:
                await push.wait(position.wait_s(clock.monotonic()))
                continue
            try:
                page = await self._page(reading)
                new = position.new(reading, page.events)
                if new:
                    yield self._batch([Message(event.raw, event.ingestion_time) for event in new])
                # Only now it was taken: a feed that is closed before, and opened again, reads it.
                self._note(reading, page, new)
                ended = await self._advance(reading, page)
            except SourceError as error:
                self._absence.note(error, position.read_through_ms, clock.now_ms())
                unseen = (*self._lost, *self._absence.sentences, *self._if_unread)
                self._recovery.say(unseen=unseen, gone_until_ms=self._absence.until_ms)
                raise
            before, health = self._recovery.health, self._well()
            if ended or (health.state, health.sentence) != (before.state, before.sentence):
                yield health

    async def _take_pushed(self, seconds: float) -> AsyncGenerator[Batch, None]:
        """Let the time before the next attempt pass, and yield what is pushed meanwhile."""
        until_s = self._clock.monotonic() + seconds
        while (left_s := until_s - self._clock.monotonic()) > _INSTANT_S:
            await self._push.wait(left_s)
            if pushed := self._push.take():
                yield self._batch(pushed)

    def _batch(self, messages: Sequence[Message]) -> Batch:
        self._recovery.say(records=self._recovery.health.records + len(messages))
        return Batch(self.name, tuple(messages))

    async def _page(self, reading: RangeReading) -> EventPage:
        begun_s = self._clock.monotonic()
        await self._pacer.turn()
        self._recovery.say(calls=self._recovery.health.calls + 1, usage=self._pacer.usage)
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

    def _note(self, reading: RangeReading, page: EventPage, new: Sequence[PolledEvent]) -> None:
        """Take note of a page whose new events were taken, and of how late they are.

        Where an earlier live reading covered an event's timestamp and did not get it, it became
        readable only since.
        """
        position = self._position
        covered = reading is position.live_reading and not position.catching_up
        for event in new:
            missing = covered and event.timestamp < position.read_to_ms
            self._delay.measure(event, reading.begun_ms if missing else None)
        position.note(new)
        self._absence.saw(page.events)
        reading.saw([event.timestamp for event in page.events])

    async def _advance(self, reading: RangeReading, page: EventPage) -> bool:
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
        self._position.finish(reading, self._clock.monotonic())
        if self._absence.is_doubtful(reading, self._clock.monotonic()):
            self._recovery.say(calls=self._recovery.health.calls + 1)
            with self._asking():
                await self._absence.ask(self._clock.monotonic())
        return True

    def _well(self) -> Health:
        note, sentence = self._push.note, self._recovery.health.sentence
        unread = self._if_unread if self._position.read_through_ms is None else ()
        self._recovery.well(
            State.CATCHING_UP if self._position.catching_up else State.LIVE,
            read_through_ms=self._position.read_through_ms,
            progress=self._position.progress,
            live_tail_ms=self._push.open_ms,
            gone_until_ms=self._absence.until_ms,
            unseen=(*self._lost, *self._absence.sentences, *unread),
        )
        if note and note != sentence:
            self._recovery.failed(note)
        return self._recovery.say(sentence=" ".join(filter(None, (*self._absence.sentences, note))))

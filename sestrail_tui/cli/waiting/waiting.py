"""Waiting for calls to be recorded: until they came, or until it is too late.

That there are *none* can only be said of what was read: of calls up to an instant, once everything
that was delivered within the timeout after it has been read. CloudTrail delivers within about five
minutes on average and promises nothing (AWS: CloudTrail user guide), so that a longer timeout makes
surer. Following rests on how late records were found to be so far, and of none there is nothing to
find: so all is read once more at the end, from the first call that counts.

The evidence is gathered here and judged in `wait_verdict`.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sestrail_tui.cli.standard_streams import say, silence_stdout
from sestrail_tui.cli.streaming.narrator import Narrator
from sestrail_tui.cli.streaming.output import end_in_time
from sestrail_tui.cli.waiting.call_counter import CallCounter
from sestrail_tui.cli.waiting.verdict import (
    CAME,
    CANNOT_TELL,
    DID_NOT,
    WaitEvidence,
    WaitVerdict,
    none_came,
    through_text,
    too_late,
)
from sestrail_tui.core.errors import SourceError, Throttled, Unreachable
from sestrail_tui.core.instants import Ago
from sestrail_tui.core.units import duration_text, time_text
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.protocol import Recording
from sestrail_tui.follow.retry.pacing import Backoff

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.account.session.clock_skew import Skew
    from sestrail_tui.cli.streaming.output import RecordWriter
    from sestrail_tui.cli.waiting.call_counter import Awaited
    from sestrail_tui.cli.waiting.progress import WaitProgress
    from sestrail_tui.core.clock import Clock
    from sestrail_tui.core.record import Record
    from sestrail_tui.follow.protocol import Connection, Feed

GRACE_S: Final = 300.0
"""How long the reading may lag behind the timeout before it is given up that there was none."""
_CHECK_S: Final = 30.0
"""How long it may take to look whether sends are recorded."""
_NOT_OPENED: Final = (
    "AWS had not answered the first calls when --timeout was over: it cannot be told what came."
)
_UNCHECKED: Final = Recording(unknown=("Whether sends are recorded could not be looked at.",))


class Wait:
    """One wait over a connection; ``run`` it once.

    ``skew`` knows AWS's time, by which it is judged. ``again`` gives a connection that reads the
    same up to the moment it is made, once and to its end, before it is said that there are none; it
    takes since when (``since_ms``, by AWS's clock).
    """

    def __init__(
        self,
        connection: Connection,
        awaited: Awaited,
        clock: Clock,
        skew: Skew,
        writer: RecordWriter,
        progress: WaitProgress,
        again: Callable[..., Connection] | None = None,
    ) -> None:
        self._connection = connection
        self._awaited = awaited
        self._clock = clock
        self._skew = skew
        self._writer: RecordWriter | None = writer
        self._progress = progress
        self._again = again
        self._following = True
        self._tally = CallCounter(awaited)
        self._narrator = Narrator(bars=False)
        self._sources: dict[str, Health] = {}
        self._label = ""
        self._clock_is_known = False
        self._recording = Recording()
        self._begun_ms = clock.now_ms()
        self._settle()

    async def run(self) -> WaitVerdict:
        """Wait. Raises `SourceError` where nothing can be read and waiting would not fix it."""
        left_s = self._awaited.timeout_s
        if not self._awaited.count:
            left_s = max(0.0, (self._sure_ms - self._begun_ms) / 1000) + GRACE_S
        until_s = asyncio.get_running_loop().time() + left_s
        try:
            early = await self._read(self._connection, until_s)
            if early is None and self._again is not None and self._all_read:
                self._following = False
                early = await self._read(self._again(since_ms=self._since_ms), until_s)
        finally:  # what was written is whole, however this ends
            if self._writer is not None:
                with suppress(BrokenPipeError):
                    await end_in_time(self._writer)
        return early or self._ended()

    def _settle(self) -> None:
        """Settle by AWS's clock until when calls count, and when it is sure that none is late.

        Until AWS's time is known, by ours; then once and for all: a clock that is set meanwhile
        moves what it shows, not what is waited for.
        """
        if not self._clock_is_known:
            until_ms, skew = self._awaited.until_ms, self._skew
            self._since_ms = skew.by_aws(self._awaited.since_ms)
            until_ms = self._begun_ms if until_ms is None else until_ms
            self._sure_ms = skew.by_aws(until_ms) + round(self._awaited.timeout_s * 1000)
            """Once everything delivered up to here was read, there are none (ms UTC)."""
            if isinstance(self._awaited.until_ms, Ago):
                until_ms = skew.latest_ms(until_ms)
            self._until_ms = None if self._awaited.until_ms is None else until_ms
            self._clock_is_known = skew.is_known
        self._tally = CallCounter(replace(self._awaited, until_ms=self._until_ms))

    async def _open(self, connection: Connection, until_s: float) -> Feed:
        """Open a feed; what may heal by itself is tried again, and raised once time is over."""
        backoff = Backoff(self._clock)
        failure: SourceError | None = None
        try:
            async with asyncio.timeout_at(until_s):
                while True:
                    try:
                        return await connection.open()
                    except (Unreachable, Throttled) as error:
                        if failure is None:
                            say(f"sestrail: {error.message} Trying again.")
                        failure = error
                        await self._clock.sleep(backoff.wait_s(error))
        except TimeoutError:
            raise failure or Unreachable(_NOT_OPENED) from None

    async def _read(self, connection: Connection, until_s: float) -> WaitVerdict | None:
        """Read until it is decided, or time is over; what is then judged has its evidence."""
        feed = await self._open(connection, until_s)
        self._label, self._sources = feed.label, {}
        self._settle()
        try:
            if (decided := await self._followed(feed, until_s)) is None:
                self._recording = await self._looked(feed)
            return decided
        finally:
            await feed.close()

    async def _followed(self, feed: Feed, until_s: float) -> WaitVerdict | None:
        limit = asyncio.timeout_at(until_s)
        try:
            async with limit, aclosing(feed.news()) as news:
                async for item in news:
                    if isinstance(item, Health):
                        self._hear(item)
                    elif counted := self._tally.take(item.records):
                        await self._write(counted)
                    self._show()
                    if (decided := self._decided()) is not None:
                        return decided
                    if self._following and not self._awaited.count and self._all_read:
                        return None
        except TimeoutError:
            if not limit.expired():
                raise
        return self._decided()

    async def _looked(self, feed: Feed) -> Recording:
        """Look whether sends are recorded, within the time that this may take."""
        try:
            async with asyncio.timeout(_CHECK_S):
                return await feed.recording(self._since_ms)
        except TimeoutError:
            return _UNCHECKED

    def _hear(self, health: Health) -> None:
        self._narrator.tell(health)
        self._sources.pop(health.source, None)
        if not health.gone:
            self._sources[health.source] = health

    @property
    def _evidence(self) -> WaitEvidence:
        return WaitEvidence(
            self._awaited,
            self._label,
            tuple(self._sources.values()),
            self._now_ms,
            self._clock_is_known or (self._skew.is_known and self._skew.ahead_ms == 0),
            self._tally.sends,
            self._tally.unreadable,
            self._tally.uncertain,
            self._recording,
        )

    @property
    def _now_ms(self) -> int:
        return self._clock.now_ms() - self._skew.ahead_ms

    @property
    def _all_read(self) -> bool:
        """Whether everything was read that was delivered until it is sure that there are none."""
        through_ms = self._evidence.through_ms
        return through_ms is not None and min(through_ms, self._now_ms) >= self._sure_ms

    def _decided(self) -> WaitVerdict | None:
        """Return the verdict that no more reading would change."""
        tally, awaited = self._tally, self._awaited
        if tally.complete:
            if not awaited.count:
                return WaitVerdict(DID_NOT, f"A {awaited.noun} came that should not have.")
            took = duration_text(self._clock.now_ms() - self._begun_ms)
            return WaitVerdict(CAME, f"{self._came()} came, after {took}.")
        if self._narrator.hopeless:
            return WaitVerdict(CANNOT_TELL, "Nothing can be read: it cannot be told what came.")
        if not awaited.count and self._evidence.is_refused:
            return none_came(self._evidence, self._sure())
        return None

    def _ended(self) -> WaitVerdict:
        """Judge what it means that nothing more is read."""
        evidence = self._evidence
        if self._awaited.count:
            return too_late(evidence, self._came())
        through_ms = evidence.through_ms
        if not self._all_read and not all(one.state is State.ENDED for one in evidence.needed):
            read = through_text(self._label, through_ms)
            return WaitVerdict(CANNOT_TELL, f"It cannot be told that none came: {read}.")
        return none_came(evidence, self._sure())

    def _came(self) -> str:
        count, wanted, noun = self._tally.count, self._awaited.count, self._awaited.noun
        told = f"{wanted}" if count == wanted else f"{count} of {wanted}"
        return f"{told} {noun}{'' if wanted == 1 else 's'}"

    def _show(self) -> None:
        came = self._came() if self._awaited.count else f"none so far, sure at {self._sure()}"
        through = through_text(self._label, self._evidence.through_ms)
        self._progress.show(f"{came} · {through.replace(' was ', ' ')}")

    def _sure(self) -> str:
        return time_text(self._sure_ms)

    async def _write(self, records: tuple[Record, ...]) -> None:
        """Write what counts; that nobody reads it any more does not end the waiting."""
        if self._writer is None:
            return
        try:
            with self._progress.aside():
                await asyncio.to_thread(self._writer.write, records)
        except BrokenPipeError:
            silence_stdout()
            self._writer = None

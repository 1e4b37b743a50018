"""Waiting for calls to be recorded: until they came, or until it is too late.

That there are *none* can only be said of what was read: of calls up to an instant, once everything
that was delivered within the timeout after it has been read. CloudTrail delivers within about five
minutes on average and promises nothing (AWS: CloudTrail user guide), so that a longer timeout makes
surer. Following rests on how late records were found to be so far, and of none there is nothing to
find: so all is read once more at the end, from the first call that counts.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING, Final, NamedTuple

from sestrail_tui.cli.narrator import Narrator
from sestrail_tui.cli.output import end_in_time
from sestrail_tui.cli.standard_streams import say, silence_stdout
from sestrail_tui.cli.tally import Tally
from sestrail_tui.cloudtrail.lines import duration_text, time_text
from sestrail_tui.cloudtrail.safe_text import safe
from sestrail_tui.errors import SourceError, Throttled, Unreachable
from sestrail_tui.sources.pacing import Backoff
from sestrail_tui.sources.source import Health

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.cli.output import RecordWriter
    from sestrail_tui.cli.tally import Awaited
    from sestrail_tui.cli.wait_progress import WaitProgress
    from sestrail_tui.clock import Clock
    from sestrail_tui.cloudtrail.record import Record
    from sestrail_tui.sources.source import Connection, Feed

CAME, DID_NOT, CANNOT_TELL = 0, 1, 3
"""Exit codes."""
GRACE_S: Final = 300.0
"""How long the reading may lag behind the timeout before it is given up that there was none."""
_OFTEN_LATE_S: Final = 900.0
"""A timeout below it may be too short for CloudTrail."""


class Outcome(NamedTuple):
    """How waiting ended."""

    code: int
    sentence: str


class Waiting:
    """One wait over a connection; ``run`` it once.

    ``again`` gives a connection that reads the same up to the moment it is made, once and to its
    end, before it is said that there are none.
    """

    def __init__(
        self,
        connection: Connection,
        awaited: Awaited,
        clock: Clock,
        writer: RecordWriter,
        progress: WaitProgress,
        again: Callable[[], Connection] | None = None,
    ) -> None:
        self._connection = connection
        self._awaited = awaited
        self._clock = clock
        self._writer: RecordWriter | None = writer
        self._progress = progress
        self._again = again
        self._following = True
        self._tally = Tally(awaited)
        self._narrator = Narrator(bars=False)
        self._label = ""
        self._begun_ms = clock.now_ms()
        until_ms = self._begun_ms if awaited.until_ms is None else awaited.until_ms
        self._sure_ms = until_ms + round(awaited.timeout_s * 1000)
        """Once everything delivered up to here was read, there are none (ms UTC)."""

    async def run(self) -> Outcome:
        """Wait. Raises `SourceError` where nothing can be read and waiting would not mend it."""
        awaited = self._awaited
        left_s = awaited.timeout_s
        if not awaited.count:
            left_s = max(0.0, (self._sure_ms - self._begun_ms) / 1000) + GRACE_S
        failure: list[SourceError] = []
        try:
            async with asyncio.timeout(left_s):
                early = await self._read(self._connection, failure)
                if early is not None and early.code == CAME and not awaited.count and self._again:
                    self._following, self._tally = False, Tally(awaited)
                    early = await self._read(self._again(), failure)
        except TimeoutError:
            if failure:
                raise failure[-1] from None
            early = self._decided()
        finally:  # what was written is whole, however this ends
            if self._writer is not None:
                with suppress(BrokenPipeError):
                    await end_in_time(self._writer)
        return early or self._late()

    async def _open(self, connection: Connection, failure: list[SourceError]) -> Feed:
        """Open a feed; what may heal by itself is tried again, and is in ``failure`` until."""
        backoff = Backoff(self._clock)
        while True:
            try:
                feed = await connection.open()
            except (Unreachable, Throttled) as error:
                if not failure:
                    say(f"sestrail: {error.message} Trying again.")
                failure[:] = [error]
                await self._clock.sleep(backoff.wait_s(error))
            else:
                failure.clear()
                self._label = feed.label
                return feed

    async def _read(self, connection: Connection, failure: list[SourceError]) -> Outcome | None:
        """Read until it is decided; ``None`` where the feed ends before."""
        feed = await self._open(connection, failure)
        try:
            async with aclosing(feed.news()) as news:
                async for item in news:
                    if isinstance(item, Health):
                        self._narrator.tell(item)
                    elif counted := self._tally.take(item.records):
                        await self._write(counted)
                    self._show()
                    if (decided := self._decided()) is not None:
                        return decided
        finally:
            await feed.close()
        return self._none() if self._narrator.all_ended and not self._following else None

    def _decided(self) -> Outcome | None:
        narrator, tally, awaited = self._narrator, self._tally, self._awaited
        if tally.complete:
            if not awaited.count:
                return Outcome(DID_NOT, f"A {awaited.noun} came that should not have.")
            took = duration_text(self._clock.now_ms() - self._begun_ms)
            return Outcome(CAME, f"{self._came()} came, after {took}.")
        if narrator.hopeless:
            return Outcome(CANNOT_TELL, "Nothing can be read: it cannot be told what came.")
        if awaited.count or not self._following:
            return None
        through_ms = narrator.read_through_ms
        return self._none() if through_ms is not None and through_ms >= self._sure_ms else None

    def _none(self) -> Outcome:
        said = f"None came: everything that was delivered until {self._sure()} has been read."
        return Outcome(CAME, " ".join(filter(None, (said, self._doubt()))))

    def _late(self) -> Outcome:
        """Say what it means that the time is over."""
        narrator, awaited = self._narrator, self._awaited
        through = self._through()
        if not awaited.count:
            return Outcome(CANNOT_TELL, f"It cannot be told that none came: {through}.")
        came = f"{self._came()} came within {awaited.timeout}"
        if not narrator.all_live:
            said = f"{came}, and it cannot be told whether more did: {through}."
            return Outcome(CANNOT_TELL, said)
        told = [f"{came}; {through}."]
        if not narrator.records:
            told.append(
                "Nothing that could match was delivered at all: see that the trail selects SES "
                "data events, and that your app calls SES's API in this region, not SMTP."
            )
        if awaited.timeout_s < _OFTEN_LATE_S:
            told.append(
                "CloudTrail delivers about five minutes after the call, or later: a longer "
                "--timeout may see it."
            )
        told.append(self._doubt())
        return Outcome(DID_NOT, " ".join(filter(None, told)))

    def _doubt(self) -> str:
        if not (number := self._tally.unreadable):
            return ""
        many = "1 message about SES is" if number == 1 else f"{number:,} messages about SES are"
        return f"{many} no readable record, and might have been such a {self._awaited.noun}."

    def _came(self) -> str:
        count, wanted, noun = self._tally.count, self._awaited.count, self._awaited.noun
        told = f"{wanted}" if count == wanted else f"{count} of {wanted}"
        return f"{told} {noun}{'' if wanted == 1 else 's'}"

    def _through(self) -> str:
        through_ms = self._narrator.read_through_ms
        if through_ms is None:
            return "nothing was read to its end yet"
        return f"{safe(self._label)} was read through {time_text(through_ms)}"

    def _show(self) -> None:
        came = self._came() if self._awaited.count else f"none so far, sure at {self._sure()}"
        self._progress.show(f"{came} · {self._through().replace(' was ', ' ')}")

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

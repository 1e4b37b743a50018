"""What following a bucket and a queue share: rounds of log files, tried until they work."""

from __future__ import annotations

from collections import Counter
from contextlib import aclosing
from typing import TYPE_CHECKING

from sestrail_tui.core.errors import SourceError
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.retry.overdue import Overdue
from sestrail_tui.follow.retry.recovery import Recovery, Renew
from sestrail_tui.follow.source import Batch, Message
from sestrail_tui.places.bucket.damage import Damages

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterable

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.core.parsing.record_formats import NoRecord
    from sestrail_tui.follow.source import Post
    from sestrail_tui.places.bucket.log_file_reader import LogFileReader, Outcome


class Rounds:
    """The health of such a source, its counts, and its way through failures."""

    def __init__(
        self,
        health: Health,
        reader: LogFileReader,
        clock: Clock,
        renew: Renew | None,
        *,
        follow: bool,
    ) -> None:
        self.recovery = Recovery(health, clock, renew, follow=follow)
        self.damages = Damages()
        self._left_out: Counter[NoRecord] = Counter()
        self.overdue = Overdue()
        self.calls = 0
        """Made so far, besides those of the reader."""
        self._reader = reader
        self._reader.overdue = self.overdue

    async def followed(
        self, items: AsyncGenerator[Batch | Health, None], post: Post
    ) -> AsyncGenerator[Batch | Health, None]:
        """Yield the health as it is, then ``items``; an answer that is overdue is posted."""
        yield self.recovery.health
        with self.overdue.reported(lambda: post(self.recovery.stalled())):
            async with aclosing(items):
                async for item in items:
                    yield item

    async def tried(
        self, begin: Callable[[], AsyncGenerator[Batch, None]]
    ) -> AsyncGenerator[Batch | Health, None]:
        """Yield the batches of one round, which is one listing or poll and the files it tells of.

        After a failure it is begun again, unless that is given up.
        """
        recovery = self.recovery
        while True:
            try:
                async with aclosing(begin()) as batches:
                    async for batch in batches:
                        yield batch
            except SourceError as error:
                recovery.trouble(error)
                yield self.counted()
                if recovery.given_up:
                    return
                await recovery.wait()
            else:
                return

    def batch(self, outcome: Outcome) -> Batch:
        """Count what a file held and give its records."""
        file, contents = outcome.file, outcome.contents
        self.damages.note(outcome)
        health = self.recovery.health
        self.recovery.say(
            records=health.records + len(contents.records),
            others=health.others + contents.others,
            left_out=self._counted(contents.left_out),
        )
        messages = (Message(raw, file.delivered_ms) for raw in contents.records)
        return Batch(health.source, tuple(messages))

    def direct(self, records: Iterable[bytes], left_out: Counter[NoRecord]) -> Batch | None:
        """Count what was in no file, and give its records; ``None`` where there are none."""
        messages = tuple(Message(raw, None) for raw in records)
        if not messages:
            return None
        health = self.recovery.health
        self.recovery.say(records=health.records + len(messages), left_out=self._counted(left_out))
        return Batch(health.source, messages)

    def _counted(self, left_out: Counter[NoRecord]) -> tuple[str, ...]:
        self._left_out += left_out
        return tuple(what.said(count) for what, count in self._left_out.items())

    @property
    def end(self) -> State:
        """The state once nothing more is to be read."""
        return State.INCOMPLETE if self.damages else State.ENDED

    def counted(self) -> Health:
        """Give the health with the calls made so far."""
        return self.recovery.say(calls=self.calls + self._reader.calls)

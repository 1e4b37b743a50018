"""What following a bucket and a queue share: health, counts, and the way through failures."""

from __future__ import annotations

from collections import Counter
from contextlib import aclosing
from typing import TYPE_CHECKING

from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.retry.overdue import Overdue
from sestrail_tui.follow.retry.recovery import Recovery, Renew
from sestrail_tui.follow.source import Batch, Message
from sestrail_tui.places.log_files.damage import Damages

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterable

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.core.parsing.record_formats import NoRecord
    from sestrail_tui.follow.source import Post
    from sestrail_tui.places.log_files.log_file_reader import LogFileReader, Outcome


class Rounds:
    """The health of such a source, and what its log files hold."""

    def __init__(
        self,
        health: Health,
        reader: LogFileReader,
        clock: Clock,
        renew: Renew | None,
        *,
        follow: bool,
    ) -> None:
        self.recovery = Recovery(
            health,
            clock,
            renew,
            follow=follow,
            measured=lambda: {"calls": self.calls + reader.calls},
        )
        self.damages = Damages()
        self._left_out: Counter[NoRecord] = Counter()
        self.overdue = Overdue()
        self.calls = 0
        """Made so far, besides those of the reader."""
        reader.overdue = self.overdue

    async def followed(
        self,
        read: Callable[[], AsyncGenerator[Batch | Health, None]],
        end: Callable[[], Health],
        post: Post,
    ) -> AsyncGenerator[Batch | Health, None]:
        """Yield the health as it is, what ``read`` yields, and ``end`` unless it was given up.

        After a failure ``read`` is begun again; an answer that is overdue is posted.
        """
        yield self.recovery.health
        with self.overdue.reported(lambda: post(self.recovery.stalled())):
            async with aclosing(self.recovery.retried(read)) as items:
                async for item in items:
                    yield item
        if not self.recovery.given_up:
            yield end()

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

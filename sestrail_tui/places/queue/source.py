"""Following an SQS queue that is told of a bucket's new log files.

A message is deleted only after each file it names was read to its end and taken; until then SQS
keeps it and gives it again. What is no such message is said once and left in the queue. Who only
looks whether something came (``wait``) deletes nothing: all is given back, for whoever looks next.

A queue never tells what others took from it; so what it did not give may have come all the same.
"""

from __future__ import annotations

from collections import Counter
from contextlib import aclosing, contextmanager
from typing import TYPE_CHECKING, Final

from sestrail_tui.core.parsing.record_formats import NoRecord
from sestrail_tui.core.safe_text import safe
from sestrail_tui.follow.health import Health, State
from sestrail_tui.places.log_files.damage import NEVER
from sestrail_tui.places.log_files.rounds import Rounds
from sestrail_tui.places.queue.calls import LONGEST_WAIT_S
from sestrail_tui.places.queue.notifications import Notification, read_notification
from sestrail_tui.places.queue.undeleted_messages import UndeletedMessages

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator, Sequence

    from sestrail_tui.account.discovery.buckets import Queue
    from sestrail_tui.core.clock import Clock
    from sestrail_tui.core.errors import SourceError
    from sestrail_tui.follow.retry.recovery import Renew
    from sestrail_tui.follow.source import Batch, Post
    from sestrail_tui.places.log_files.log_file_reader import LogFileReader
    from sestrail_tui.places.queue.calls import QueueCalls, QueueMessage

_QUOTED: Final = 60
"""Characters of a strange message that are shown."""
_HIDDEN_S: Final = 300
"""A message comes again after so long, where it was not deleted."""
_LENT_S: Final = 120
"""The same where it is to be given back: should that fail, it comes back by itself."""


class QueueSource:
    """`Source` over one queue; ``last_ms`` is when to stop (ms UTC; ``None``: never).

    Without ``follow`` it ends with the first empty answer. ``wait_s`` is how long a poll waits.
    ``give_back``: nothing is deleted, for others are to read it too.
    """

    def __init__(
        self,
        queue: Queue,
        calls: QueueCalls,
        reader: LogFileReader,
        *,
        last_ms: int | None,
        follow: bool,
        wait_s: float,
        clock: Clock,
        renew: Renew | None = None,
        give_back: bool = False,
    ) -> None:
        self.name = f"queue {queue.name}"
        self._region = queue.region
        self._sqs = calls
        self._reader = reader
        self._last_ms = last_ms
        self._follow = follow
        self._wait_s = max(1, min(LONGEST_WAIT_S, round(wait_s)))
        self._clock = clock
        self._give_back = give_back
        health = Health(
            self.name,
            never_shows=f"What came before the queue was set up, or others took from it. {NEVER}",
            cannot_tell=(
                f"Queue {safe(queue.name)} does not tell what came before it was set up or what "
                "others took from it: follow the log group or the bucket for that."
            ),
        )
        self._rounds = Rounds(health, reader, clock, renew, follow=follow)
        self._recovery = self._rounds.recovery
        self._held: list[QueueMessage] = []
        """Received, and not done with."""
        self._kept = UndeletedMessages(calls, clock, _LENT_S if give_back else _HIDDEN_S)
        self._lent: set[str] = set()
        """Ids of those that are done with, and wait to be given back."""
        self._hidden = ""
        """What others hide at the moment, in a sentence."""
        self._begun_ms = 0
        self._strange = ""
        self._refused: dict[str, SourceError] = {}
        """By message id: those left in the queue because a file may not be read."""
        self._blocked = False

    async def follow(self, post: Post, /) -> AsyncGenerator[Batch | Health, None]:
        """Yield what becomes readable and how reading goes, until the end asked for."""
        try:
            async with aclosing(self._rounds.followed(self._read, self._end, post)) as items:
                async for item in items:
                    yield item
        finally:
            await self._kept.give_back()

    async def _read(self) -> AsyncGenerator[Batch | Health, None]:
        """Go round until the end asked for. Raises `SourceError`."""
        while True:
            async with aclosing(self._round()) as batches:
                async for batch in batches:
                    yield batch
            held, self._held = self._held, []
            if not held and not self._refused and not self._hidden:
                self._recovery.say(read_through_ms=self._begun_ms)
            if not held and self._is_last(self._begun_ms):
                return
            yield self._well(State.LIVE)

    def _end(self) -> Health:
        return self._well(State.GIVEN_UP if self._hidden else self._rounds.end)

    def _is_last(self, now_ms: int) -> bool:
        return not self._follow or (self._last_ms is not None and now_ms > self._last_ms)

    async def _round(self) -> AsyncGenerator[Batch, None]:
        """Poll, read what the messages tell of, and delete those that are done with."""
        self._begun_ms = self._clock.now_ms()
        messages = await self._receive()
        notifications = {
            message.message_id: read_notification(message.body, self._region)
            for message in messages
        }
        for message in messages:
            if not notifications[message.message_id].understood:
                self._note_strange(message, notifications[message.message_id])
        records = [
            record for notification in notifications.values() for record in notification.records
        ]
        left_out = sum(
            (notification.left_out for notification in notifications.values()), Counter[NoRecord]()
        )
        if batch := self._rounds.direct(records, left_out):
            yield batch
        files = [file for notification in notifications.values() for file in notification.files]
        refused: dict[str, SourceError] = {}
        async with aclosing(self._reader.read(files)) as outcomes:
            async for outcome in outcomes:
                if outcome.refused is not None:
                    refused[outcome.file.key] = outcome.refused
                elif (batch := self._rounds.batch(outcome)).messages:
                    yield batch
        done = [
            message
            for message in messages
            if self._is_done(message, notifications[message.message_id], refused)
        ]
        if messages:
            self._blocked = bool(refused) and len(refused) == len(files)
        if self._give_back:
            self._lent |= {message.message_id for message in messages} - self._refused.keys()
        elif done:
            with self._asking():
                await self._sqs.delete(done)
            self._kept.discard(done)

    async def _receive(self) -> Sequence[QueueMessage]:
        """Give messages to read; where there are none, look what others hold."""
        if ending := self._kept.ending(self._lent):
            with self._asking():
                await self._kept.hold(ending)
        if not self._held:
            with self._asking(self._wait_s):
                self._held = await self._sqs.receive(self._wait_s, self._kept.hidden_s)
            self._kept.add(self._held)
        if not self._held:
            with self._asking():
                self._hidden = await self._kept.others()
        return self._held

    @contextmanager
    def _asking(self, at_rest_s: float = 0.0) -> Iterator[None]:
        self._rounds.calls += 1
        with self._rounds.overdue.asking(at_rest_s):
            yield

    def _is_done(
        self, message: QueueMessage, notification: Notification, refused: dict[str, SourceError]
    ) -> bool:
        errors = [refused[file.key] for file in notification.files if file.key in refused]
        if errors:
            self._refused[message.message_id] = errors[0]
        else:
            self._refused.pop(message.message_id, None)
        return notification.understood and not errors

    def _note_strange(self, message: QueueMessage, notification: Notification) -> None:
        if not self._strange:
            quoted = f"{safe(' '.join(message.body[:_QUOTED].split()))}..."
            self._strange = notification.what or quoted

    def _well(self, state: State) -> Health:
        blocked = self._refused and (self._blocked or state in (State.ENDED, State.INCOMPLETE))
        self._recovery.well(State.REFUSED if blocked else state)
        sentences = tuple(self._sentences())
        return self._recovery.say(sentence=" ".join(sentences), unseen=sentences)

    def _sentences(self) -> Iterator[str]:
        if self._hidden:
            yield self._hidden
        if self._refused:
            yield (
                f"{next(iter(self._refused.values())).message} What tells of it stays in the queue "
                f"({len(self._refused)} messages) and comes again within minutes."
            )
        if self._strange:
            yield (
                "The queue holds messages that tell of no log file, which are left in it: "
                f"{self._strange}"
            )
        yield from self._rounds.damages.sentence()

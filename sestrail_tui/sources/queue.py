"""Following an SQS queue that is told of a bucket's new log files.

A message is deleted only after each file it names was read to its end and taken; until then SQS
keeps it and gives it again. What is no such message is said once and left in the queue.
"""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING, Final

from sestrail_tui.cloudtrail.safe_text import safe
from sestrail_tui.sources.damage import NEVER
from sestrail_tui.sources.log_file_rounds import Rounds
from sestrail_tui.sources.notifications import Told, told
from sestrail_tui.sources.source import Batch, Health, State
from sestrail_tui.sources.sqs_calls import LONGEST_WAIT_S

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator

    from sestrail_tui.aws.buckets import Queue
    from sestrail_tui.clock import Clock
    from sestrail_tui.errors import SourceError
    from sestrail_tui.sources.log_file_reader import LogFileReader
    from sestrail_tui.sources.recovery import Renew
    from sestrail_tui.sources.sqs_calls import DeleteMessages, QueueMessage, ReceiveMessages

_QUOTED: Final = 60
"""Characters of a strange message that are shown."""


class QueueSource:
    """`Source` over one queue; ``last_ms`` is when to stop (ms UTC; ``None``: never).

    Without ``follow`` it ends with the first empty answer. ``wait_s`` is how long a poll waits.
    """

    def __init__(
        self,
        queue: Queue,
        receive: ReceiveMessages,
        delete: DeleteMessages,
        reader: LogFileReader,
        *,
        last_ms: int | None,
        follow: bool,
        wait_s: float,
        clock: Clock,
        renew: Renew | None = None,
    ) -> None:
        self.name = f"queue {queue.name}"
        self._region = queue.region
        self._receive = receive
        self._delete = delete
        self._reader = reader
        self._last_ms = last_ms
        self._follow = follow
        self._wait_s = max(1, min(LONGEST_WAIT_S, round(wait_s)))
        self._clock = clock
        health = Health(self.name, never_shows=f"What came before the queue was set up. {NEVER}")
        self._rounds = Rounds(health, reader, clock, renew, follow=follow)
        self._recovery = self._rounds.recovery
        self._held: list[QueueMessage] = []
        """Received, and not done with."""
        self._begun_ms = 0
        self._strange = ""
        self._refused: dict[str, SourceError] = {}
        """By message id: those left in the queue because a file may not be read."""
        self._blocked = False

    def follow(self) -> AsyncGenerator[Batch | Health, None]:
        """Yield what becomes readable and how reading goes, until the end asked for."""
        return self._rounds.followed(self._read_on())

    async def _read_on(self) -> AsyncGenerator[Batch | Health, None]:
        recovery = self._recovery
        while True:
            async with aclosing(self._rounds.tried(self._round)) as items:
                async for item in items:
                    yield item
            if recovery.given_up:
                return
            held, self._held = self._held, []
            if not held and not self._refused:
                recovery.say(read_through_ms=self._begun_ms)
            if not held and self._is_last(self._begun_ms):
                break
            yield self._well(State.LIVE)
        yield self._well(State.ENDED)

    def _is_last(self, now_ms: int) -> bool:
        return not self._follow or (self._last_ms is not None and now_ms > self._last_ms)

    async def _round(self) -> AsyncGenerator[Batch, None]:
        """Poll, read what the messages tell of, and delete those that are done with."""
        self._begun_ms = self._clock.now_ms()
        if not self._held:
            self._rounds.calls += 1
            with self._rounds.overdue.asking(self._wait_s):
                self._held = await self._receive(self._wait_s)
        messages = self._held
        said = {message.message_id: told(message.body, self._region) for message in messages}
        for message in messages:
            if not said[message.message_id].understood:
                self._note_strange(message)
        files = [file for one in said.values() for file in one.files]
        refused: dict[str, SourceError] = {}
        async with aclosing(self._reader.read(files)) as outcomes:
            async for outcome in outcomes:
                if outcome.refused is not None:
                    refused[outcome.file.key] = outcome.refused
                elif (batch := self._rounds.batch(outcome)).messages:
                    yield batch
        done = [one for one in messages if self._is_done(one, said[one.message_id], refused)]
        if messages:
            self._blocked = bool(refused) and len(refused) == len(files)
        if done:
            self._rounds.calls += 1
            with self._rounds.overdue.asking():
                await self._delete(done)

    def _is_done(self, message: QueueMessage, one: Told, refused: dict[str, SourceError]) -> bool:
        errors = [refused[file.key] for file in one.files if file.key in refused]
        if errors:
            self._refused[message.message_id] = errors[0]
        else:
            self._refused.pop(message.message_id, None)
        return one.understood and not errors

    def _note_strange(self, message: QueueMessage) -> None:
        if not self._strange:
            self._strange = safe(" ".join(message.body[:_QUOTED].split()))

    def _well(self, state: State) -> Health:
        blocked = self._refused and (self._blocked or state is State.ENDED)
        self._recovery.well(State.REFUSED if blocked else state)
        self._recovery.say(sentence=" ".join(self._sentences()))
        return self._rounds.counted()

    def _sentences(self) -> Iterator[str]:
        if self._refused:
            yield (
                f"{next(iter(self._refused.values())).message} What tells of it stays in the queue "
                f"({len(self._refused)} messages) and comes again within minutes."
            )
        if self._strange:
            yield (
                "The queue holds messages that tell of no log file, which are left in it: "
                f"{self._strange}..."
            )
        yield from self._rounds.damages.sentence()

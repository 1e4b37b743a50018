"""Sources over queues that are told of new log files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.account.discovery.buckets import named_queue
from sestrail_tui.places.log_files.reading import log_file_reading
from sestrail_tui.places.queue.access import FLAG
from sestrail_tui.places.queue.calls import AwsQueueCalls
from sestrail_tui.places.queue.source import QueueSource
from sestrail_tui.places.reader import ConnectionReading, Named, PlaceSources, TakenPlaces

if TYPE_CHECKING:
    from sestrail_tui.account.discovery.buckets import Queue
    from sestrail_tui.account.discovery.discover import Discovered
    from sestrail_tui.places.context import PlaceContext
    from sestrail_tui.places.reader import ReadingStart

Queues = tuple["Queue", ...]


class QueueReader:
    """`PlaceReader` of queues, which keep for themselves what was not read."""

    def __init__(self, start: ReadingStart) -> None:
        self._start = start

    def named(self, context: PlaceContext) -> Named:
        """Read the queues that were named."""
        texts = self._start.options.flags.named(FLAG.parameter)
        return Named(tuple(named_queue(text, context.regions[0]) for text in texts))

    def found(self, discovered: Discovered) -> Queues:  # noqa: ARG002
        """Find none: a queue is read only by who was given it."""
        return ()

    async def take(self, context: PlaceContext, places: Queues) -> TakenPlaces:
        """Take the queues."""

        def sources(_reading: ConnectionReading) -> PlaceSources:
            made = [self._source(context, queue) for queue in places]
            return PlaceSources(made, [source.name for source in made])

        return TakenPlaces(sources, len(places), tuple(queue.region for queue in places))

    def _source(self, context: PlaceContext, queue: Queue) -> QueueSource:
        options = self._start.options
        return QueueSource(
            queue,
            AwsQueueCalls(context.clients, queue, context.settled.login),
            context.shared(log_file_reading).reader(),
            last_ms=self._start.last_ms,
            follow=options.follow,
            wait_s=options.poll_interval_s,
            clock=self._start.clock,
            renew=context.settled.credentials.renew,
            give_back=options.give_back,
        )

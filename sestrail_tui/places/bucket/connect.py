"""Sources over log files: a trail's buckets, and queues that are told of new files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.follow.dedupe.recent_ids import RecentIds
from sestrail_tui.follow.retry.pacing import Pacer
from sestrail_tui.follow.sweeps.read_position import ReadPosition
from sestrail_tui.places.bucket.calls import S3Get, S3List
from sestrail_tui.places.bucket.folder_cursor import WIDTH_MS, FolderCursors
from sestrail_tui.places.bucket.log_file_reader import REMEMBERED, LogFileReader
from sestrail_tui.places.bucket.source import S3_RATE, BucketSource
from sestrail_tui.places.queue.calls import AwsQueueCalls
from sestrail_tui.places.queue.source import QueueSource

if TYPE_CHECKING:
    from sestrail_tui.account.discovery.buckets import Queue, TrailBucket
    from sestrail_tui.account.discovery.log_groups import LogGroup
    from sestrail_tui.account.session.clients import Clients
    from sestrail_tui.account.session.credentials import Settled
    from sestrail_tui.core.clock import Clock
    from sestrail_tui.follow.source import Source
    from sestrail_tui.places.options import Options


class LogFileSources:
    """Makes the sources; the cursors in the buckets are kept, so that a reopened feed goes on.

    ``first_ms`` and ``last_ms`` bound the minutes in file names (ms UTC, ``None``: endless).
    """

    def __init__(self, first_ms: int, last_ms: int | None, options: Options, clock: Clock) -> None:
        self._first_ms = first_ms
        self._last_ms = last_ms
        self._follow = options.follow
        self._every_s = options.poll_interval_s
        self._oldest_first = options.oldest_first
        self._give_back = options.give_back
        self._clock = clock
        self._cursors: dict[TrailBucket, FolderCursors] = {}

    def make(
        self,
        clients: Clients,
        settled: Settled,
        buckets: tuple[TrailBucket, ...],
        queues: tuple[Queue, ...],
        regions: tuple[str, ...],
    ) -> list[Source]:
        """Make a source for each; ``regions`` limits what is read of the buckets (all: empty)."""
        clock, renew = self._clock, settled.credentials.renew
        get, pacer = S3Get(clients, settled.login), Pacer(S3_RATE, clock)
        known = RecentIds(REMEMBERED)
        sources: list[Source] = [
            BucketSource(
                bucket,
                S3List(clients, bucket, settled.login),
                LogFileReader(get, pacer, clock, known),
                cursors=self._cursors.setdefault(
                    bucket, FolderCursors(self._position, self._every_s)
                ),
                regions=regions,
                follow=self._follow,
                every_s=self._every_s,
                pacer=pacer,
                clock=clock,
                renew=renew,
            )
            for bucket in buckets
        ]
        sources += [
            QueueSource(
                queue,
                AwsQueueCalls(clients, queue, settled.login),
                LogFileReader(get, pacer, clock, known),
                last_ms=self._last_ms,
                follow=self._follow,
                wait_s=self._every_s,
                clock=clock,
                renew=renew,
                give_back=self._give_back,
            )
            for queue in queues
        ]
        return sources

    def _position(self) -> ReadPosition:
        return ReadPosition(
            self._first_ms,
            self._last_ms,
            follow=self._follow,
            every_s=self._every_s,
            width_ms=lambda: WIDTH_MS,
            oldest_first=self._oldest_first,
        )


def regions_of(
    groups: tuple[LogGroup, ...], buckets: tuple[TrailBucket, ...], queues: tuple[Queue, ...]
) -> tuple[str, ...]:
    """Give the Regions that are called, each once."""
    regions = [group.region for group in groups]
    regions += [bucket.region for bucket in buckets]
    regions += [queue.region for queue in queues]
    return tuple(dict.fromkeys(regions))

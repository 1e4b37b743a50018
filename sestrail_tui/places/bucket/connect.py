"""Sources over the buckets of trails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.account.discovery.buckets import named_bucket
from sestrail_tui.follow.sweeps.read_position import ReadPosition
from sestrail_tui.places.bucket.folder_cursor import WIDTH_MS, FolderCursors
from sestrail_tui.places.bucket.source import BucketSource
from sestrail_tui.places.flag_values import BUCKETS
from sestrail_tui.places.log_files.calls import S3List
from sestrail_tui.places.log_files.reading import log_file_reading
from sestrail_tui.places.options import DELIVERY_ALLOWANCE_MS
from sestrail_tui.places.reader import ConnectionReading, Named, PlaceSources, TakenPlaces

if TYPE_CHECKING:
    from sestrail_tui.account.discovery.buckets import TrailBucket
    from sestrail_tui.account.discovery.discover import Discovered
    from sestrail_tui.places.context import PlaceContext
    from sestrail_tui.places.reader import ReadingStart

Buckets = tuple["TrailBucket", ...]


class BucketReader:
    """`PlaceReader` of buckets: their folder cursors are kept, so that a reopened feed goes on."""

    def __init__(self, start: ReadingStart) -> None:
        self._start = start
        self._cursors: dict[TrailBucket, FolderCursors] = {}

    def named(self, context: PlaceContext) -> Named:
        """Read the buckets that were named."""
        texts = self._start.options.flags.named(BUCKETS)
        return Named(tuple(named_bucket(text, context.regions[0]) for text in texts))

    def found(self, discovered: Discovered) -> Buckets:
        """Pick the buckets that were discovered."""
        return discovered.buckets

    async def take(self, context: PlaceContext, places: Buckets) -> TakenPlaces:
        """Take the buckets; what is read of them is limited to the regions of the connection."""

        def sources(_reading: ConnectionReading) -> PlaceSources:
            made = [self._source(context, bucket) for bucket in places]
            return PlaceSources(made, [source.name for source in made])

        regions = tuple(bucket.region for bucket in places)
        return TakenPlaces(sources, len(places), regions, destinations=places)

    def _source(self, context: PlaceContext, bucket: TrailBucket) -> BucketSource:
        options, files = self._start.options, context.shared(log_file_reading)
        every_s = options.poll_interval_s
        return BucketSource(
            bucket,
            S3List(context.clients, bucket, context.settled.login),
            files.reader(),
            cursors=self._cursors.setdefault(bucket, FolderCursors(self._position, every_s)),
            regions=options.regions,
            follow=options.follow,
            every_s=every_s,
            pacer=files.pacer,
            clock=self._start.clock,
            renew=context.settled.credentials.renew,
        )

    def _position(self) -> ReadPosition:
        start = self._start
        first_ms = start.first_ms
        if start.options.since_ms is not None:
            first_ms -= DELIVERY_ALLOWANCE_MS  # nobody vouches for the clocks
        return ReadPosition(
            first_ms,
            start.last_ms,
            follow=start.options.follow,
            every_s=start.options.poll_interval_s,
            width_ms=lambda: WIDTH_MS,
            oldest_first=start.options.oldest_first,
        )

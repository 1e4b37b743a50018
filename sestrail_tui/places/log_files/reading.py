"""What every source over log files shares: calls of S3, their rate, and which files were read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sestrail_tui.follow.dedupe.recent_ids import RecentIds
from sestrail_tui.follow.retry.pacing import Pacer
from sestrail_tui.places.log_files.calls import S3_RATE, S3Get
from sestrail_tui.places.log_files.log_file_reader import REMEMBERED, LogFileReader

if TYPE_CHECKING:
    from sestrail_tui.core.clock import Clock
    from sestrail_tui.places.context import PlaceContext


@dataclass(frozen=True, slots=True)
class LogFileReading:
    """The reading of log files by one opening of a connection."""

    get: S3Get
    pacer: Pacer
    clock: Clock
    file_ids: RecentIds
    """Files that a bucket's listing and a queue both tell of are read once."""

    def reader(self) -> LogFileReader:
        """Return a reader for one source."""
        return LogFileReader(self.get, self.pacer, self.clock, self.file_ids)


def log_file_reading(context: PlaceContext) -> LogFileReading:
    """Make it for an opening; `PlaceContext.shared` keeps it."""
    return LogFileReading(
        S3Get(context.clients, context.settled.login),
        Pacer(S3_RATE, context.clock),
        context.clock,
        RecentIds(REMEMBERED),
    )

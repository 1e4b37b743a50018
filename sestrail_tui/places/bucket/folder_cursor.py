"""What has been read of each account's and Region's log files in a bucket. Pure: no I/O.

A log file's name carries its delivery minute as a log event carries its timestamp, and a file may
become readable after ones with later names. So the same rules hold (`ReadPosition`): a trailing
window of names is listed again each time, wider ones now and then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.places.log_files.layout import MINUTE_MS, Folder, minute_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sestrail_tui.core.errors import SourceError
    from sestrail_tui.follow.sweeps.read_position import ReadPosition
    from sestrail_tui.follow.sweeps.sweep import RangeReading
    from sestrail_tui.places.log_files.calls import ObjectPage
    from sestrail_tui.places.log_files.log_file import LogFile

WIDTH_MS: Final = 15 * MINUTE_MS
"""How far back each listing reaches: three files, where one comes every five minutes."""
_WARM_MS: Final = 30 * MINUTE_MS
_COLD: Final = 12
"""Where no file came for half an hour every twelfth listing is enough (each is paid for)."""
_COLDEST_S: Final = 60.0
_REFUSED_S: Final = 25.0


class FolderCursor:
    """One folder of log files and the position in it; ``refused`` sets it aside for a while."""

    def __init__(self, folder: Folder, position: ReadPosition, every_s: float) -> None:
        self.folder = folder
        self.position = position
        self._every_s = every_s
        self.refused: SourceError | None = None
        self._newest_ms = 0
        self._next_s = 0.0

    def due(self, now_ms: int, now_s: float) -> RangeReading | None:
        """Return the reading whose next page is to be listed; ``None``: nothing is due."""
        if now_s < self._next_s or self.position.ended:
            return None
        return self.position.next(now_ms, now_s)

    @property
    def busy(self) -> bool:
        """Whether there is more to list at once."""
        position = self.position
        return position.catching_up or position.sweeping or position.live_reading is not None

    def after(self, reading: RangeReading) -> str:
        """Return the key after which to list."""
        first_ms = reading.start_ms // MINUTE_MS * MINUTE_MS
        return reading.token or self.folder.before(first_ms)

    def chosen(self, page: ObjectPage, reading: RangeReading) -> tuple[LogFile, ...]:
        """Return the page's log files that belong to the reading."""
        first_ms, last_ms = reading.start_ms - MINUTE_MS, reading.end_ms
        files: list[LogFile] = []
        for file in page.files:
            minute = minute_of(file.key)
            if minute is None:
                continue
            self._newest_ms = max(self._newest_ms, minute)
            if minute > first_ms and (last_ms is None or minute <= last_ms):
                files.append(file)
        return tuple(files)

    def advance(self, page: ObjectPage, reading: RangeReading, now_s: float) -> None:
        """Move on: every file of the page was read."""
        self.refused = None
        last = page.files[-1].key if page.files else ""
        minute = minute_of(last)
        beyond = reading.end_ms is not None and minute is not None and minute > reading.end_ms
        if page.more and last and not beyond:
            reading.token = last
            return
        reading.spent_s = now_s - reading.begun_s
        self.position.finish(reading, now_s)
        if not self.busy and reading.begun_ms - self._newest_ms > _WARM_MS:
            self._next_s = now_s + min(_COLD * self._every_s, max(_COLDEST_S, self._every_s))

    def refuse(self, error: SourceError, now_s: float) -> None:
        """Set it aside: it is tried again in a while."""
        self.refused = error
        self._next_s = now_s + _REFUSED_S


class FolderCursors:
    """Every cursor of one bucket; outlives feeds, so that a reopened one goes on."""

    def __init__(self, make_position: Callable[[], ReadPosition], every_s: float) -> None:
        self._make_position = make_position
        self._every_s = every_s
        self._by_prefix: dict[str, FolderCursor] = {}

    def __iter__(self) -> Iterator[FolderCursor]:
        return iter(self._by_prefix.values())

    def __len__(self) -> int:
        return len(self._by_prefix)

    def add(self, folders: Iterable[Folder]) -> None:
        """Take in folders, known ones too."""
        for folder in folders:
            if folder.prefix not in self._by_prefix:
                self._by_prefix[folder.prefix] = FolderCursor(
                    folder, self._make_position(), self._every_s
                )

    @property
    def readable(self) -> list[FolderCursor]:
        """Those that are not refused."""
        return [cursor for cursor in self if cursor.refused is None]

    @property
    def read_through_ms(self) -> int | None:
        """The minute up to which every listing was complete and every file read (ms UTC)."""
        marks = [cursor.position.read_through_ms for cursor in self.readable]
        read_ms = [mark for mark in marks if mark is not None]
        if not read_ms or len(read_ms) < len(marks):
            return None
        return min(read_ms) // MINUTE_MS * MINUTE_MS

    @property
    def progress(self) -> float | None:
        """The share of older files that has been read, 0 to 1; ``None`` once it is."""
        behind = [
            cursor.position.progress for cursor in self.readable if cursor.position.catching_up
        ]
        if not behind:
            return None
        read = sum(part or 0.0 for part in behind) + len(self.readable) - len(behind)
        return read / len(self.readable)

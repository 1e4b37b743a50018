"""Following a trail's bucket: every log file that appears is read, whatever happens.

The cursors (`FolderCursors`) move only over listings whose files were all read to their end. A
refused folder is set aside and the others go on; any other failure is the bucket's, is said, and
tried again. A file is known by key and ETag, so that listing its name again costs no second
reading.
"""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from sestrail_tui.core.errors import AccessDenied, LogGroupMissing, SourceError, Throttled
from sestrail_tui.core.safe_text import safe
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.retry.absence import Absence
from sestrail_tui.follow.tasks.in_parallel import in_parallel
from sestrail_tui.places.log_files.calls import ObjectPage
from sestrail_tui.places.log_files.damage import NEVER
from sestrail_tui.places.log_files.layout_search import FoundFolders, find_folders
from sestrail_tui.places.log_files.rounds import Rounds

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from sestrail_tui.account.discovery.buckets import TrailBucket
    from sestrail_tui.core.clock import Clock
    from sestrail_tui.follow.retry.pacing import Pacer
    from sestrail_tui.follow.retry.recovery import Renew
    from sestrail_tui.follow.source import Batch, Post
    from sestrail_tui.follow.sweeps.sweep import RangeReading
    from sestrail_tui.places.bucket.folder_cursor import FolderCursor, FolderCursors
    from sestrail_tui.places.log_files.calls import ListObjects
    from sestrail_tui.places.log_files.log_file import LogFile
    from sestrail_tui.places.log_files.log_file_reader import LogFileReader

NEVER_SHOWN: Final = (
    f"{NEVER} Log files that are put there more than a day after the minute in their name."
)
_LISTINGS: Final = 8
_LAYOUT: Final = 60
"""New accounts and Regions are looked for once in so many listings..."""
_EMPTY: Final = 3
"""...or so many where none is known yet."""


@dataclass(slots=True)
class _Listing:
    """One listed page and whether all its files were read."""

    cursor: FolderCursor
    reading: RangeReading
    page: ObjectPage
    files: tuple[LogFile, ...]
    whole: bool = True


class BucketSource:
    """`Source` that lists one bucket; ``every_s`` is the time between two listings.

    ``pacer`` and ``reader.known`` may be shared; ``renew`` reads expired credentials again.
    """

    def __init__(
        self,
        bucket: TrailBucket,
        list_objects: ListObjects,
        reader: LogFileReader,
        *,
        cursors: FolderCursors,
        regions: tuple[str, ...],
        follow: bool,
        every_s: float,
        pacer: Pacer,
        clock: Clock,
        renew: Renew | None = None,
    ) -> None:
        self.name = bucket.url
        self._bucket = bucket
        self._list_objects = list_objects
        self._reader = reader
        self._cursors = cursors
        self._regions = regions
        self._follow = follow
        self._every_s = every_s
        self._pacer = pacer
        self._clock = clock
        through = cursors.read_through_ms
        health = Health(self.name, read_through_ms=through, never_shows=NEVER_SHOWN)
        self._rounds = Rounds(health, reader, clock, renew, follow=follow)
        self._recovery = self._rounds.recovery
        self._not_looked_into: tuple[AccessDenied, ...] = ()
        self._absence = Absence(self.name)
        self._layout_due_s = 0.0

    def follow(self, post: Post, /) -> AsyncGenerator[Batch | Health, None]:
        """Yield what becomes readable and how reading goes, until the end asked for."""
        return self._rounds.followed(self._read, self._end, post)

    async def _read(self) -> AsyncGenerator[Batch | Health, None]:
        """Go round until all that was asked for is read. Raises `SourceError`."""
        while True:
            async with aclosing(self._round()) as batches:
                async for batch in batches:
                    yield batch
            if self._ended:
                return
            yield self._well()
            busy = any(cursor.busy for cursor in self._cursors.readable)
            await self._clock.sleep(0.0 if busy else self._every_s / 2)

    def _end(self) -> Health:
        missing = self._not_looked_into or len(self._cursors.readable) < len(self._cursors)
        self._well()
        state = State.REFUSED if missing else self._rounds.end
        return self._recovery.say(state=state, progress=None)

    @property
    def _ended(self) -> bool:
        """Whether all that was asked for was read; what is refused does not hold up the end."""
        if self._follow and not self._cursors.readable:
            return False
        return all(cursor.position.ended for cursor in self._cursors.readable)

    @property
    def _refused_everywhere(self) -> SourceError | None:
        refused = [cursor.refused for cursor in self._cursors if cursor.refused is not None]
        return refused[0] if refused and len(refused) == len(self._cursors) else None

    async def _look_for_folders(self) -> None:
        now_s = self._clock.monotonic()
        if now_s < self._layout_due_s:
            return
        try:
            found = await find_folders(self._list, self._bucket.prefix, self._regions)
        except AccessDenied as error:
            if not len(self._cursors):
                raise
            found = FoundFolders((), (error,))  # what is known can still be listed
        self._cursors.add(found.folders)
        self._not_looked_into = found.refused
        self._layout_due_s = now_s + self._every_s * (_LAYOUT if len(self._cursors) else _EMPTY)

    async def _list(self, prefix: str, after: str, *, folders: bool = False) -> ObjectPage:
        await self._pacer.turn()
        self._rounds.calls += 1
        try:
            with self._rounds.overdue.asking():
                page = await self._list_objects(prefix, after, folders=folders)
        except Throttled:
            self._pacer.throttled()
            raise
        except LogGroupMissing as error:
            through_ms = self._recovery.health.read_through_ms
            self._absence.note(error, through_ms, self._clock.now_ms())
            self._recovery.say(
                unseen=(*self._absence.sentences, *self._not_read()),
                gone_until_ms=self._absence.until_ms,
            )
            raise
        self._pacer.answered()
        return page

    async def _round(self) -> AsyncGenerator[Batch, None]:
        """List what is due, read its new files, and move the cursors over what was read whole."""
        await self._look_for_folders()
        now_ms, now_s = self._clock.now_ms(), self._clock.monotonic()
        due = [(cursor, cursor.due(now_ms, now_s)) for cursor in self._cursors]
        calls = [partial(self._page, cursor, reading) for cursor, reading in due if reading]
        listings: list[_Listing] = []
        async with aclosing(in_parallel(calls, _LISTINGS)) as pages:
            async for listing in pages:
                listings.append(listing)  # noqa: PERF401 - closed here, not when collected
        home = {file.identity: listing for listing in listings for file in listing.files}
        files = [file for listing in listings for file in listing.files]
        async with aclosing(self._reader.read(files)) as outcomes:
            async for outcome in outcomes:
                if outcome.refused is not None:
                    listing = home[outcome.file.identity]
                    listing.whole = False
                    listing.cursor.refuse(outcome.refused, self._clock.monotonic())
                elif (batch := self._rounds.batch(outcome)).messages:
                    yield batch
        for listing in listings:
            if listing.whole:
                listing.cursor.advance(listing.page, listing.reading, self._clock.monotonic())
        if (refusal := self._refused_everywhere) is not None:
            raise refusal

    async def _page(self, cursor: FolderCursor, reading: RangeReading) -> _Listing:
        try:
            page = await self._list(cursor.folder.prefix, cursor.after(reading))
        except AccessDenied as error:
            cursor.refuse(error, self._clock.monotonic())
            return _Listing(cursor, reading, ObjectPage(), (), whole=False)
        return _Listing(cursor, reading, page, cursor.chosen(page, reading))

    def _well(self) -> Health:
        progress = self._cursors.progress
        self._recovery.well(
            State.LIVE if progress is None else State.CATCHING_UP,
            read_through_ms=self._cursors.read_through_ms,
            gone_until_ms=self._absence.until_ms,
            progress=progress,
        )
        parts = (*self._absence.sentences, *self._not_read())
        sentence = " ".join((*self._nothing_found(), *parts))
        return self._recovery.say(sentence=sentence, unseen=parts)

    def _nothing_found(self) -> tuple[str, ...]:
        if len(self._cursors):
            return ()
        return (
            f"{safe(self.name)} holds no log files of CloudTrail (AWSLogs/ACCOUNT/CloudTrail/"
            "REGION/...): check the prefix, or wait for the first; it is looked at again.",
        )

    def _not_read(self) -> tuple[str, ...]:
        """Say which folders and files could not be read."""
        shut = [cursor for cursor in self._cursors if cursor.refused is not None]
        refused = [cursor.refused.message for cursor in shut if cursor.refused is not None]
        refused += [error.message for error in self._not_looked_into]
        parts = []
        if refused:
            more = f" The same goes for {len(refused) - 1} more." if len(refused) > 1 else ""
            parts.append(f"{refused[0]}{more}{_missing(shut)} All else is read.")
        return (*parts, *self._rounds.damages.sentence())


def _missing(shut: list[FolderCursor]) -> str:
    """Say whose records are not shown for the time being."""
    if not shut:
        return ""
    folder = shut[0].folder
    more = f" and {len(shut) - 1} more of its folders" if len(shut) > 1 else ""
    return f" Missing: the records of account {folder.account} in {folder.region}{more}."

"""Log files fetched and unpacked, several at once, each once."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from sestrail_tui.core.errors import AccessDenied, LogGroupMissing, Throttled
from sestrail_tui.follow.dedupe.recent_ids import RecentIds
from sestrail_tui.follow.retry.overdue import Overdue
from sestrail_tui.follow.tasks.in_parallel import in_parallel
from sestrail_tui.places.log_files.calls import FileLostError
from sestrail_tui.places.log_files.log_file import Contents, LogFile, contents

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.core.errors import SourceError
    from sestrail_tui.follow.retry.pacing import Pacer
    from sestrail_tui.places.log_files.calls import GetObject

_AT_ONCE: Final = 6
"""Files under way: so many unpacked ones may be in memory."""
_AGAIN_S: Final = 2.0
REMEMBERED: Final = 100_000


_NOTHING: Final = Contents()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of reading one file."""

    file: LogFile
    contents: Contents = _NOTHING
    refused: SourceError | None = None
    """Why this one may not be read, while others may."""


class LogFileReader:
    """Reads log files; ``known`` may be shared by all that might be told of the same file."""

    def __init__(
        self, get: GetObject, pacer: Pacer, clock: Clock, known: RecentIds | None = None
    ) -> None:
        self._get = get
        self._pacer = pacer
        self._clock = clock
        self.known = RecentIds(REMEMBERED) if known is None else known
        self.calls = 0
        self.overdue = Overdue()
        """Knows of the calls under way; who owns the reader may put its own here."""

    async def read(self, files: Iterable[LogFile]) -> AsyncGenerator[Outcome, None]:
        """Yield what each file not yet known holds; it is known once its outcome was taken.

        Raises the first `SourceError` that concerns more than one file.
        """
        wanted = (file for file in files if file.identity not in self.known)
        calls = (partial(self._outcome, file) for file in wanted)
        async with aclosing(in_parallel(calls, _AT_ONCE)) as outcomes:
            async for outcome in outcomes:
                yield outcome
                if outcome.refused is None:
                    self.known.add(outcome.file.identity)

    async def _outcome(self, file: LogFile) -> Outcome:
        """Read a file; a damaged one once more, since the damage may be the connection's."""
        try:
            first = await self._once(file)
            if not first.contents.damage:
                return first
            await self._clock.sleep(_AGAIN_S)
            second = await self._once(file)
        except FileLostError as error:
            return Outcome(file, Contents(damage=error.message))
        except (AccessDenied, LogGroupMissing) as error:
            return Outcome(file, refused=error)
        better = not second.contents.damage or len(second.contents.records) >= len(
            first.contents.records
        )
        return second if better else first

    async def _once(self, file: LogFile) -> Outcome:
        await self._pacer.turn()
        self.calls += 1
        try:
            with self.overdue.asking():
                got = await self._get(file)
        except Throttled:
            self._pacer.throttled()
            raise
        self._pacer.answered()
        if got.delivered_ms is not None:
            file = replace(file, delivered_ms=got.delivered_ms)
        return Outcome(file, await asyncio.to_thread(contents, got.data))

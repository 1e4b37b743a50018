"""That a place was gone for a while, and what is not known since of the time before.

A log group or bucket that is deleted and made anew loses what it held, read or not, and goes by
the same name; so nobody can vouch for what was delivered before it was seen to be gone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.core.errors import LogGroupMissing, SourceError
from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from sestrail_tui.follow.sweeps.pages import PolledEvent
    from sestrail_tui.follow.sweeps.sweep import RangeReading

_ASK_EVERY_S: Final = 60.0


class Absence:
    """Takes note of when the place called ``name`` was last seen to be gone.

    ``ask_made_ms`` gives when a log group was made (ms UTC; ``None``: not told). It is asked, once
    a minute at most, where a log group no longer gives what was read of it before: one that was
    made anew between two polls is never missing.
    """

    def __init__(
        self, name: str, ask_made_ms: Callable[[], Awaitable[int | None]] | None = None
    ) -> None:
        self._name = name
        self._ask_made_ms = ask_made_ms
        self._how = ""
        self._newest: PolledEvent | None = None
        self._ask_at_s = 0.0
        self.until_ms: int | None = None
        """Until when (ms UTC); ``None`` where it was there all the time."""

    def note(self, error: SourceError, read_through_ms: int | None, now_ms: int) -> None:
        """Take note of a failure; of what was never read nothing was claimed."""
        was_followed = read_through_ms is not None or self.until_ms is not None
        if isinstance(error, LogGroupMissing) and was_followed:
            self._gone("was not there for a while", now_ms)

    def saw(self, events: Sequence[PolledEvent]) -> None:
        """Take note of what a page holds."""
        if self._ask_made_ms is not None and events:
            before = (self._newest,) if self._newest else ()
            self._newest = max((*before, *events), key=_timestamp)

    def is_doubtful(self, reading: RangeReading, now_s: float) -> bool:
        """Tell whether a complete reading gave nothing of what was read, and it is time to ask."""
        newest = self._newest
        return (
            self._ask_made_ms is not None
            and newest is not None
            and now_s >= self._ask_at_s
            and reading.is_empty
            and reading.start_ms <= newest.timestamp
            and (reading.end_ms is None or newest.timestamp <= reading.end_ms)
        )

    async def ask(self, now_s: float) -> None:
        """Ask when the log group was made; who may not ask goes without."""
        self._ask_at_s = now_s + _ASK_EVERY_S
        if self._ask_made_ms is None or self._newest is None:
            return
        try:
            made_ms = await self._ask_made_ms()
        except SourceError:
            return
        if made_ms is not None and made_ms > (self._newest.ingestion_time or made_ms):
            self._gone("was made anew", made_ms)

    def _gone(self, how: str, until_ms: int) -> None:
        self._how, self.until_ms, self._newest = how, until_ms, None

    @property
    def sentences(self) -> tuple[str, ...]:
        """Say it, in a sentence or none."""
        if self.until_ms is None:
            return ()
        return (
            f"{safe(self._name)} {self._how}: what it held until then may have "
            "been deleted with it, and it cannot be told whether all of it was read.",
        )


def _timestamp(event: PolledEvent) -> int:
    return event.timestamp

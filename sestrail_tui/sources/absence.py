"""That a place was not there for a while, and what is not known since of the time before.

A log group or bucket that is deleted and made anew loses what it held, read or not, and goes by
the same name; so nobody can vouch for what was delivered before it was seen to be gone.
"""

from __future__ import annotations

from sestrail_tui.cloudtrail.safe_text import safe
from sestrail_tui.errors import LogGroupMissing, SourceError


class Absence:
    """Takes note of when the place called ``name`` was last seen to be gone."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.until_ms: int | None = None
        """Until when (ms UTC); ``None`` where it was there all the time."""

    def note(self, error: SourceError, read_through_ms: int | None, now_ms: int) -> None:
        """Take note of a failure; of what was never read nothing was claimed."""
        was_followed = read_through_ms is not None or self.until_ms is not None
        if isinstance(error, LogGroupMissing) and was_followed:
            self.until_ms = now_ms

    @property
    def sentences(self) -> tuple[str, ...]:
        """Say it, in a sentence or none."""
        if self.until_ms is None:
            return ()
        return (
            f"{safe(self._name)} was not there for a while: what it held until then may have "
            "been deleted with it, and it cannot be told whether all of it was read.",
        )

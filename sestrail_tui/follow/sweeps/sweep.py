"""A range of time that is being read, and the windows that are read again and again."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from sestrail_tui.account.page_tokens import PageTokens

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(slots=True)
class RangeReading:
    """One range of time being read page by page, ``start_ms <= timestamp <= end_ms`` (UTC)."""

    start_ms: int
    end_ms: int | None
    begun_ms: int
    begun_s: float
    sweep: Sweep | None
    """The sweep it advances; ``None`` for a part of a gap."""
    token: str | None = None
    tokens: PageTokens = field(default_factory=partial(PageTokens, "The pages of a reading"))
    """Those that were given so far."""
    spent_s: float = 0.0
    """How long its answered pages took; an outage between them is no effort of a sweep."""
    ordered: bool = True
    """Whether pages come oldest first, as far as they were seen."""
    _reached_ms: int = 0

    def saw(self, timestamps: Sequence[int]) -> None:
        """Take note of a page's timestamps."""
        if timestamps:
            self.ordered = self.ordered and min(timestamps) >= self._reached_ms
            self._reached_ms = max(self._reached_ms, *timestamps)

    @property
    def is_empty(self) -> bool:
        """Whether no page held anything so far."""
        return not self._reached_ms

    def restart(self) -> None:
        """Go on without the token, which ran out.

        From the last timestamp seen, as AWS sorts by timestamp; from the start where it did not.
        """
        self.token, self.tokens = None, PageTokens("The pages of a reading")
        if self.ordered:
            self.start_ms = max(self.start_ms, self._reached_ms)


@dataclass(slots=True)
class Sweep:
    """A window that is read again and again."""

    every_s: float
    """From the beginning of one reading to that of the next."""
    width_ms: Callable[[], int]
    read_to_ms: int
    """When its last complete reading was begun: what was readable then has been read."""
    due_s: float

"""The range of time that a chart shows: so many columns, each standing for a length of time.

Columns begin at whole multiples of their length by the clocks of where they are shown. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

SECOND: Final = 1000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR

LENGTHS: Final = (
    *(number * SECOND for number in (1, 2, 5, 10, 15, 20, 30)),
    *(number * MINUTE for number in (1, 2, 3, 5, 10, 15, 20, 30)),
    *(number * HOUR for number in (1, 2, 3, 4, 6, 12)),
    *(number * DAY for number in (1, 2, 7)),
)
"""What a column may stand for (ms)."""


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """``columns`` columns of ``bucket_ms`` each, the first from ``first_ms`` on (ms UTC)."""

    first_ms: int
    bucket_ms: int
    columns: int
    ahead_ms: int = 0
    """How far the clocks shown are ahead of UTC."""

    @classmethod
    def over(cls, oldest_ms: int, newest_ms: int, columns: int, ahead_ms: int = 0) -> TimeWindow:
        """Return the shortest columns that reach from ``oldest_ms`` to ``newest_ms``.

        Where no length does, the newest are shown.
        """
        for bucket_ms in LENGTHS:
            found = cls(oldest_ms, bucket_ms, columns, ahead_ms).up_to(newest_ms)
            if found.first_ms <= oldest_ms:
                break
        return found

    @property
    def end_ms(self) -> int:
        """Where the last column ends."""
        return self.first_ms + self.columns * self.bucket_ms

    def start_ms(self, at_ms: int) -> int:
        """Return where the column that holds a moment begins."""
        return at_ms - (at_ms + self.ahead_ms) % self.bucket_ms

    def column(self, at_ms: int) -> int:
        """Return the column of a moment; below 0 or beyond the last where it is not shown."""
        return (at_ms - self.first_ms) // self.bucket_ms

    def up_to(self, at_ms: int) -> TimeWindow:
        """Return the window whose last column holds a moment."""
        first_ms = self.start_ms(at_ms) - (self.columns - 1) * self.bucket_ms
        return replace(self, first_ms=first_ms)

    def showing(self, at_ms: int) -> TimeWindow:
        """Move as little as brings a moment into the window."""
        column = self.column(at_ms)
        if column < 0:
            return replace(self, first_ms=self.start_ms(at_ms))
        return self if column < self.columns else self.up_to(at_ms)

    def zoomed(self, steps: int, at_ms: int) -> TimeWindow:
        """Make columns longer (or shorter); a moment stays at its place on the screen."""
        index = LENGTHS.index(self.bucket_ms) + steps
        bucket_ms = LENGTHS[max(0, min(index, len(LENGTHS) - 1))]
        found = replace(self, bucket_ms=bucket_ms)
        column = max(0, min(self.column(at_ms), self.columns - 1))
        return replace(found, first_ms=found.start_ms(at_ms) - column * bucket_ms)

    def resized(self, columns: int) -> TimeWindow:
        """Return so many columns, the last one staying the last."""
        columns = max(1, columns)
        gone = (self.columns - columns) * self.bucket_ms
        return replace(self, columns=columns, first_ms=self.first_ms + gone)

"""How fast sends come, and how late."""

from __future__ import annotations

import statistics
from collections import Counter, deque
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_SECONDS_KEPT: Final = 3600
LAGS_KEPT: Final = 256
"""The latest lags, over which the median is taken."""


class Lag(NamedTuple):
    """How long deliveries took, in ms."""

    median_ms: int
    """Over the latest 256 that are known."""
    newest_ms: int


class Rate:
    """Records per second over the last hour, by when each became readable."""

    def __init__(self) -> None:
        self._seconds: Counter[int] = Counter()

    def add(self, delivered_ms: Iterable[int]) -> None:
        """Count records that became readable at these times (ms UTC)."""
        self._seconds.update([moment // 1000 for moment in delivered_ms])
        if len(self._seconds) > 2 * _SECONDS_KEPT:
            oldest = sorted(self._seconds)[:-_SECONDS_KEPT]
            for second in oldest:
                del self._seconds[second]

    def per_second(self, now_ms: int, over_s: int = 60) -> float:
        """Return the mean rate over the last ``over_s`` seconds before ``now_ms``."""
        return self.series(now_ms, 1, over_s)[0] / over_s

    def series(self, now_ms: int, buckets: int, bucket_s: int) -> list[int]:
        """Return the counts of ``buckets`` spans of ``bucket_s`` seconds, the last ends now."""
        counts = [0] * buckets
        end = now_ms // 1000
        for age in range(min(buckets * bucket_s, _SECONDS_KEPT)):
            counts[-1 - age // bucket_s] += self._seconds.get(end - age, 0)
        return counts


class Lags:
    """The lags of the latest deliveries."""

    def __init__(self) -> None:
        self._latest: deque[int] = deque(maxlen=LAGS_KEPT)

    def add(self, lags_ms: Iterable[int]) -> None:
        """Note lags in the order of arrival."""
        self._latest.extend(lags_ms)

    def summary(self) -> Lag | None:
        """Return the median and the newest lag; ``None`` while none is known."""
        if not self._latest:
            return None
        return Lag(int(statistics.median(self._latest)), self._latest[-1])

"""How late log events become readable, measured, and the window that follows from it."""

from __future__ import annotations

from collections import deque
from typing import Final

FLOOR_MS: Final = 60_000
"""A trail's log group stamps delivery time; what is readable up to half a minute later is ours."""
CEILING_MS: Final = 15 * 60_000
"""Beyond this the slow sweeps are cheaper than a wide window on every poll."""
_HEADROOM_MS: Final = 30_000
_FACTOR: Final = 1.25
_QUANTILE: Final = 0.99
_SAMPLES: Final = 1000


class DelayMeter:
    """Remembers the last delays between a log event's timestamp and the moment it was readable."""

    def __init__(self) -> None:
        self._delays: deque[int] = deque(maxlen=_SAMPLES)

    def add(self, delay_ms: int) -> None:
        """Take one log event's delay."""
        self._delays.append(delay_ms)

    @property
    def width_ms(self) -> int:
        """How far back each poll reads: the 99th percentile, with headroom, within bounds."""
        if not self._delays:
            return FLOOR_MS
        ordered = sorted(self._delays)
        high = ordered[int(_QUANTILE * (len(ordered) - 1))]
        return min(max(int(high * _FACTOR) + _HEADROOM_MS, FLOOR_MS), CEILING_MS)

"""How late events become readable, measured, and the width of the window that follows from it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from sestrail_tui.follow.sweeps.pages import PolledEvent

FLOOR_MS: Final = 60_000
"""A trail's log group stamps delivery time; what is readable up to half a minute later is ours."""
CEILING_MS: Final = 15 * 60_000
"""Beyond this the slow sweeps are cheaper than a wide window on every poll."""
_HEADROOM_MS: Final = 30_000
_FACTOR: Final = 1.25
_QUANTILE: Final = 0.99
_SAMPLES: Final = 1000


class Delay(Protocol):
    """Measures how late the events of a place become readable."""

    @property
    def width_ms(self) -> int:
        """How far back each poll reads."""

    def measure(self, event: PolledEvent, missing_ms: int | None) -> None:
        """Take an event that is new.

        ``missing_ms``: when (ms UTC) a reading of its timestamp was begun that it is in, where one
        before that did not have it; ``None`` where there was none.
        """


@dataclass(frozen=True, slots=True)
class FixedDelay:
    """`Delay` that is not measured."""

    width_ms: int

    def measure(self, event: PolledEvent, missing_ms: int | None) -> None:
        """Ignore an event."""


class DelayMeter:
    """`Delay` by the last delays between a log event's timestamp and when it was readable."""

    def __init__(self) -> None:
        self._delays: deque[int] = deque(maxlen=_SAMPLES)

    def add(self, delay_ms: int) -> None:
        """Take one log event's delay."""
        self._delays.append(delay_ms)

    def measure(self, event: PolledEvent, missing_ms: int | None) -> None:
        """Take a log event that is new.

        One that was missing became readable only since, whatever its ingestion time says.
        """
        readable_ms = max(event.ingestion_time or 0, missing_ms or 0, event.timestamp)
        self._delays.append(readable_ms - event.timestamp)

    @property
    def width_ms(self) -> int:
        """How far back each poll reads: the 99th percentile, with headroom, within bounds."""
        if not self._delays:
            return FLOOR_MS
        ordered = sorted(self._delays)
        high = ordered[int(_QUANTILE * (len(ordered) - 1))]
        return min(max(int(high * _FACTOR) + _HEADROOM_MS, FLOOR_MS), CEILING_MS)

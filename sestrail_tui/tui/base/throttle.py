"""How often what moves by itself may be painted while somebody reads."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sestrail_tui.core.clock import Clock

CALM_S: Final = 10
"""Seconds between two repaints of figures beside a list that stands still."""


class Throttle:
    """Lets the first one through at once, and then one every ``CALM_S`` seconds.

    In a quiet feed what comes is told when it comes; in a busy one the figures beside a list that
    is being read do not flicker ten times a second: they are older, but were true when painted.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = -math.inf

    @property
    def due(self) -> bool:
        """Whether it is time again."""
        return self._clock.monotonic() - self._last >= CALM_S

    def painted(self) -> None:
        """Note that it was painted now."""
        self._last = self._clock.monotonic()

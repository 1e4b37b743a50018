"""How far this machine's clock is from AWS's: every answer of AWS bears its time.

A log group is asked by time. With a clock that is ahead, the latest is not asked for until a slow
sweep reaches back to it, so rows come late for no visible reason: that is to be said.
"""

from __future__ import annotations

from collections import deque
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from sestrail_tui.clock import Clock

EVENT: Final = "after-call"
"""botocore emits it for every answer, refusals too."""
_TOLERATED_MS: Final = 60_000
"""The width of the narrowest window that is read again and again."""
_LATEST: Final = 8


class Skew:
    """The difference of the clocks, as the latest answers tell it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead_ms: deque[int] = deque(maxlen=_LATEST)

    def note(self, parsed: dict[str, Any], **_rest: object) -> None:
        """Take an answer's time (a handler of `EVENT`); one that cannot be read is left out."""
        headers = parsed.get("ResponseMetadata", {}).get("HTTPHeaders", {})
        try:
            moment = parsedate_to_datetime(headers["date"])
        except (KeyError, TypeError, ValueError):
            return
        self._ahead_ms.append(self._clock.now_ms() - int(moment.timestamp() * 1000))

    @property
    def ahead_ms(self) -> int:
        """How far our clock is ahead (negative: behind); an answer that was slow counts least."""
        return min(self._ahead_ms, key=abs, default=0)

    def sentence(self) -> str:
        """Say what is wrong with our clock; empty while nothing is."""
        ahead_ms = self.ahead_ms
        if abs(ahead_ms) <= _TOLERATED_MS:
            return ""
        minutes = round(abs(ahead_ms) / 60_000)
        span = "1 minute" if minutes == 1 else f"{minutes:,} minutes"
        mend = "Set the clock (timedatectl set-ntp true)."
        if ahead_ms < 0:
            return f"This machine's clock is {span} behind AWS's, so lags are wrong. {mend}"
        return (
            f"This machine's clock is {span} ahead of AWS's: rows come late, read through and lags "
            f"are wrong. {mend}"
        )

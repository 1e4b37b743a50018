"""How far this machine's clock is from AWS's, and the time that AWS's clock shows.

Every answer of AWS bears its time, to the second. It was written between the call and its answer,
which bounds the difference of the clocks; what the latest answers say together bounds it closer.
"""

from __future__ import annotations

from collections import deque
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final, overload

from sestrail_tui.core.instants import Ago

if TYPE_CHECKING:
    from sestrail_tui.core.clock import Clock

CALLED: Final = "before-call"
"""botocore emits it before each call."""
ANSWERED: Final = "after-call"
"""botocore emits it for every answer, refusals too."""
_CALLED_MS: Final = "sestrail_called_ms"
_SECOND_MS: Final = 1000
_SAID_FROM_MS: Final = 60_000
"""A smaller difference is corrected without a word."""
_LATEST: Final = 8


class Skew:
    """The difference of the clocks, by the latest answers.

    It is one fact about this machine, so all connections share one.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead_ms: deque[tuple[int, int]] = deque(maxlen=_LATEST)

    def called(self, context: dict[str, Any], **_rest: object) -> None:
        """Take note of when a call begins (a handler of `CALLED`)."""
        context[_CALLED_MS] = self._clock.now_ms()

    def answered(self, parsed: dict[str, Any], context: dict[str, Any], **_rest: object) -> None:
        """Take an answer's time (a handler of `ANSWERED`); one that cannot be read is left out."""
        headers = parsed.get("ResponseMetadata", {}).get("HTTPHeaders", {})
        try:
            moment = parsedate_to_datetime(headers["date"])
            called_ms = context[_CALLED_MS]
        except (KeyError, TypeError, ValueError):
            return
        date_ms = int(moment.timestamp()) * _SECOND_MS
        least, most = called_ms - (date_ms + _SECOND_MS - 1), self._clock.now_ms() - date_ms
        if least <= most:  # else our clock was set back meanwhile
            self._ahead_ms.append((least, most))

    @property
    def is_known(self) -> bool:
        """Whether an answer of AWS had its time."""
        return bool(self._ahead_ms)

    @property
    def ahead_ms(self) -> int:
        """How far our clock is ahead at most (negative: behind); 0 where it may well be right."""
        least, most = self._bounds
        return 0 if least <= 0 <= most else most

    @property
    def uncertain_ms(self) -> int:
        """How far apart the least and the most are that our clock may be ahead."""
        least, most = self._bounds
        return most - least

    def earliest_ms(self, ours_ms: int) -> int:
        """Return the earliest time that AWS's clock can show when ours shows ``ours_ms``."""
        return ours_ms - self._bounds[1]

    def latest_ms(self, ours_ms: int) -> int:
        """Return the latest time that AWS's clock can show when ours shows ``ours_ms``."""
        return ours_ms - self._bounds[0]

    @overload
    def by_aws(self, instant_ms: int) -> int: ...
    @overload
    def by_aws(self, instant_ms: None) -> None: ...
    @overload
    def by_aws(self, instant_ms: int | None) -> int | None: ...
    def by_aws(self, instant_ms: int | None) -> int | None:
        """Return an instant by AWS's clock: one that was told as so long ago moves with it."""
        return instant_ms - self.ahead_ms if isinstance(instant_ms, Ago) else instant_ms

    def sentence(self) -> str:
        """Say what is wrong with our clock; empty while nothing is."""
        ahead_ms = self.ahead_ms
        if abs(ahead_ms) <= _SAID_FROM_MS:
            return ""
        minutes = round(abs(ahead_ms) / 60_000)
        span = "1 minute" if minutes == 1 else f"{minutes:,} minutes"
        way = "behind" if ahead_ms < 0 else "ahead of"
        return (
            f"This machine's clock is {span} {way} AWS's. Times are read by AWS's clock; set this "
            "one (timedatectl set-ntp true)."
        )

    @property
    def _bounds(self) -> tuple[int, int]:
        """How far ahead our clock is, at least and at most, by the answers since it was set."""
        if not self._ahead_ms:
            return 0, 0
        *earlier, (least, most) = self._ahead_ms
        for earlier_least, earlier_most in reversed(earlier):
            if earlier_least > most or earlier_most < least:
                break  # our clock was set in between: what came before says nothing any more
            least, most = max(least, earlier_least), min(most, earlier_most)
        return least, most


class AwsTime:
    """`Clock` whose wall clock shows AWS's time, as far as ``skew`` knows it."""

    def __init__(self, clock: Clock, skew: Skew) -> None:
        self._clock = clock
        self._skew = skew

    def now_ms(self) -> int:
        """Return AWS's time in milliseconds since the epoch, UTC, as near as it is known."""
        return self._clock.now_ms() - self._skew.ahead_ms

    def monotonic(self) -> float:
        """Return seconds that never run backwards."""
        return self._clock.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Let ``seconds`` pass."""
        await self._clock.sleep(seconds)

    def random(self) -> float:
        """Return a number in [0, 1)."""
        return self._clock.random()

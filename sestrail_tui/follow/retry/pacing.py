"""How often AWS is called: a share of the quota, less when AWS asks for it, and how to wait."""

from __future__ import annotations

from collections import deque
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from sestrail_tui.core.errors import (
    AccessDenied,
    CredentialsExpired,
    LogGroupMissing,
    NotSetUp,
    PersonNeeded,
    SourceError,
    Throttled,
)
from sestrail_tui.follow.health import Usage
from sestrail_tui.follow.retry.adaptive_rate import AdaptiveRate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sestrail_tui.core.clock import Clock

# AWS: CloudWatch Logs quotas, FilterLogEvents, per account and region, not adjustable.
_QUOTA: Final = {
    "us-east-1": 25.0,
    "eu-central-1": 5.0,
    "ap-northeast-3": 5.0,
    "ap-southeast-3": 5.0,
    "ca-west-1": 5.0,
    "il-central-1": 5.0,
}
_QUOTA_ELSEWHERE: Final = 10.0
_SHARE: Final = 0.5
"""Of a quota that everything else in the account draws on too."""
_BURST: Final = 3
_MEASURED_S: Final = 60.0

_FIRST_WAIT_S: Final = 1.0
_LONGEST_WAIT_S: Final = 30.0
_FIRST_WAIT_THROTTLED_S: Final = 0.25
_LONGEST_WAIT_THROTTLED_S: Final = 5.0
"""Of a throttled call: `Pacer` holds all calls back already."""
_PATIENT_S: Final[dict[type[SourceError], float]] = {
    AccessDenied: 30.0,  # policies change, but not within a second
    LogGroupMissing: 30.0,
    NotSetUp: 30.0,
    CredentialsExpired: 15.0,  # a login in another terminal is noticed soon
    PersonNeeded: 15.0,
}


def filter_log_events_rate(region: str) -> float:
    """Return the FilterLogEvents calls a second that one account may spend on us in ``region``."""
    return _SHARE * _QUOTA.get(region, _QUOTA_ELSEWHERE)


class Pacer:
    """Spaces calls evenly, with a small burst; shared by all that draw on one quota.

    ``rate`` is our share of the quota, in calls a second.
    """

    def __init__(self, rate: float, clock: Clock) -> None:
        self._clock = clock
        self._quota = rate / _SHARE
        self._made: deque[float] = deque(maxlen=int(rate * _MEASURED_S) + _BURST)
        self._full = rate
        self._rate = AdaptiveRate(rate)
        self._free_at = 0.0

    async def turn(self) -> None:
        """Wait until the next call may be made."""
        now = self._clock.monotonic()
        rate = self._rate.at(now)
        self._free_at = max(now, self._free_at) + 1.0 / rate
        wait = self._free_at - now - (_BURST if rate == self._full else 1) / rate
        if wait > 0:
            await self._clock.sleep(wait)
        self._made.append(self._clock.monotonic())

    @property
    def usage(self) -> Usage:
        """How much of the quota was drawn on in the last minute."""
        since = self._clock.monotonic() - _MEASURED_S
        while self._made and self._made[0] < since:
            self._made.popleft()
        return Usage(len(self._made) / _MEASURED_S, self._quota)

    def throttled(self) -> None:
        """Take note of a call that AWS refused for being one too many."""
        self._rate.refused(self._clock.monotonic())

    def answered(self) -> None:
        """Take note of a call that AWS answered."""
        self._rate.answered(self._clock.monotonic())


class Pacers:
    """The pacers of every account and region: AWS counts calls by them, whoever makes them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._pacers: dict[tuple[str, str, str], Pacer] = {}

    def of(self, call: str, account: str, region: str, rate: float) -> Pacer:
        """Return the pacer of an API's call; ``rate`` is our share, in calls a second."""
        key = (call, account, region)
        if key not in self._pacers:
            self._pacers[key] = Pacer(rate, self._clock)
        return self._pacers[key]


class Backoff:
    """How long to wait after a failure: full jitter under a doubling cap, or a steady pace."""

    def __init__(
        self, clock: Clock, patience_s: Mapping[type[SourceError], float] = MappingProxyType({})
    ) -> None:
        """``patience_s`` is how long to wait after some kinds of failures, besides `_PATIENT_S`."""
        self._clock = clock
        self._patience_s = {**patience_s, **_PATIENT_S, **patience_s}
        self._failures = 0

    def wait_s(self, error: SourceError) -> float:
        """Count one more failure and give the seconds to wait."""
        self._failures += 1
        for kind, seconds in self._patience_s.items():
            if isinstance(error, kind):
                return seconds * (0.9 + 0.2 * self._clock.random())
        first_s, longest_s = _FIRST_WAIT_S, _LONGEST_WAIT_S
        if isinstance(error, Throttled):
            first_s, longest_s = _FIRST_WAIT_THROTTLED_S, _LONGEST_WAIT_THROTTLED_S
        cap = min(longest_s, first_s * 2.0 ** min(self._failures - 1, 16))
        return max(0.05, cap * self._clock.random())

    def succeeded(self) -> None:
        """Forget the failures."""
        self._failures = 0

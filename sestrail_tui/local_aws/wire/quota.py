"""AWS's request rates: a token bucket for each API and region, of which two services may have one.

AWS: "CloudWatch Logs quotas" (FilterLogEvents by region; not adjustable), CloudTrail quotas
("LookupEvents ... 2 transactions per second", and 3 for Lake's StartQuery). A bucket holds one
second's worth.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sestrail_tui.local_aws.wire.answer import AwsError

if TYPE_CHECKING:
    from sestrail_tui.core.clock import Clock

FILTER_LOG_EVENTS: Final = {
    "us-east-1": 25.0,
    "eu-central-1": 5.0,
    "ap-northeast-3": 5.0,
    "ap-southeast-3": 5.0,
    "ca-west-1": 5.0,
    "il-central-1": 5.0,
}
"""Calls a second; 10 in every other region."""
RATES: Final = {
    ("cloudtrail", "LookupEvents"): 2.0,
    ("cloudtrail", "PutEventSelectors"): 1.0,
    ("cloudtrail", "CreateTrail"): 1.0,
    ("cloudtrail", "UpdateTrail"): 1.0,
    ("cloudtrail", "DeleteTrail"): 1.0,
    ("cloudtrail", "StartLogging"): 1.0,
    ("cloudtrail", "StopLogging"): 1.0,
    ("cloudtrail", "StartQuery"): 3.0,
    ("logs", "StartLiveTail"): 5.0,
    ("logs", "DescribeLogStreams"): 25.0,
    ("athena", "StartQueryExecution"): 20.0,
    ("athena", "GetQueryExecution"): 100.0,
    ("athena", "StopQueryExecution"): 20.0,
}
"""Calls a second in every region; 10 for what is not named, as StartQuery of CloudWatch Logs."""


@dataclass(slots=True)
class TokenBucket:
    """Tokens, and when they were last counted."""

    rate: float
    tokens: float
    counted: float

    def take(self, now: float) -> bool:
        """Take a token if there is one."""
        self.tokens = min(max(self.rate, 1.0), self.tokens + (now - self.counted) * self.rate)
        self.counted = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


@dataclass(frozen=True, slots=True)
class Quotas:
    """The buckets of one account."""

    clock: Clock
    buckets: dict[tuple[str, str, str], TokenBucket] = field(default_factory=dict)
    """By service, operation and Region."""

    def spend(self, service: str, operation: str, region: str) -> None:
        """Count one call; `AwsError` ``ThrottlingException`` where it is one too many."""
        now = self.clock.monotonic()
        key = (service, operation, region)
        if key not in self.buckets:
            rate = rate_of(service, operation, region)
            self.buckets[key] = TokenBucket(rate, rate, now)
        if not self.buckets[key].take(now):
            raise AwsError("ThrottlingException", "Rate exceeded")


def rate_of(service: str, operation: str, region: str) -> float:
    """Return the calls a second that AWS allows."""
    if operation == "FilterLogEvents":
        return FILTER_LOG_EVENTS.get(region, 10.0)
    return RATES.get((service, operation), 10.0)

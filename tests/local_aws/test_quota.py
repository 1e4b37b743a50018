"""Token buckets."""

from __future__ import annotations

import pytest

from sestrail_tui.clock import SystemClock
from sestrail_tui.local_aws.answer import AwsError
from sestrail_tui.local_aws.quota import Quotas


class StillClock(SystemClock):
    """Time that passes only when told to."""

    now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("operation", "region", "rate"),
    [
        ("FilterLogEvents", "us-east-1", 25),
        ("FilterLogEvents", "eu-central-1", 5),
        ("FilterLogEvents", "eu-west-1", 10),
        ("LookupEvents", "us-east-1", 2),
    ],
)
def test_a_second_allows_its_rate_and_no_more(operation: str, region: str, rate: int) -> None:
    clock = StillClock()
    quotas = Quotas(clock)
    for _ in range(2):
        for _ in range(rate):
            quotas.spend(operation, region)
        with pytest.raises(AwsError, match="ThrottlingException: Rate exceeded"):
            quotas.spend(operation, region)
        clock.now += 1


def test_regions_do_not_share_a_quota() -> None:
    quotas = Quotas(StillClock())
    for _ in range(2):
        quotas.spend("LookupEvents", "us-east-1")
    quotas.spend("LookupEvents", "eu-west-1")

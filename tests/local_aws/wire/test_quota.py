"""Token buckets."""

from __future__ import annotations

import pytest

from sestrail_tui.core.clock import SystemClock
from sestrail_tui.local_aws.wire.answer import AwsError
from sestrail_tui.local_aws.wire.quota import Quotas


class StillClock(SystemClock):
    """Time that passes only when told to."""

    now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("service", "operation", "region", "rate"),
    [
        ("logs", "FilterLogEvents", "us-east-1", 25),
        ("logs", "FilterLogEvents", "eu-central-1", 5),
        ("logs", "FilterLogEvents", "eu-west-1", 10),
        ("logs", "StartQuery", "us-east-1", 10),
        ("cloudtrail", "StartQuery", "us-east-1", 3),
        ("cloudtrail", "LookupEvents", "us-east-1", 2),
    ],
)
def test_a_second_allows_its_rate_and_no_more(
    service: str, operation: str, region: str, rate: int
) -> None:
    clock = StillClock()
    quotas = Quotas(clock)
    for _ in range(2):
        for _ in range(rate):
            quotas.spend(service, operation, region)
        with pytest.raises(AwsError, match="ThrottlingException: Rate exceeded"):
            quotas.spend(service, operation, region)
        clock.now += 1


def test_regions_do_not_share_a_quota() -> None:
    quotas = Quotas(StillClock())
    for _ in range(2):
        quotas.spend("cloudtrail", "LookupEvents", "us-east-1")
    quotas.spend("cloudtrail", "LookupEvents", "eu-west-1")


def test_services_do_not_share_a_quota_by_the_name_of_an_operation() -> None:
    quotas = Quotas(StillClock())
    for _ in range(3):
        quotas.spend("cloudtrail", "StartQuery", "us-east-1")
    for _ in range(10):
        quotas.spend("logs", "StartQuery", "us-east-1")
    with pytest.raises(AwsError, match="ThrottlingException"):
        quotas.spend("cloudtrail", "StartQuery", "us-east-1")

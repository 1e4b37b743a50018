"""What AWS charges, by list price, in US dollars: each price once, with where and when it was read.

All were read in November 2026. A price that is known for some regions only is told for those; for
the others the price list has it. 1 GB is 1,000,000,000 bytes here.
"""

from __future__ import annotations

from typing import Final

CLOUDTRAIL_PRICES: Final = "https://aws.amazon.com/cloudtrail/pricing/"
CLOUDWATCH_PRICES: Final = "https://aws.amazon.com/cloudwatch/pricing/"

DATA_EVENTS: Final = 100_000
DATA_EVENTS_USD: Final = 0.10
"""For so many data events delivered; every copy is charged (CloudTrail pricing, every region)."""
INGESTION_USD_PER_GB: Final = 0.50
"""CloudWatch Logs, standard class (CloudWatch pricing, us-east-1)."""
EVENT_BYTES: Final = 1_500
"""AWS's own estimate of an event ("Estimating cost", AWS Cloud Operations guide)."""
TRANSFER_USD_PER_GB: Final = 0.09
"""Data transfer out of CloudWatch Logs to outside the region, as out of EC2 (CloudWatch pricing,
us-east-1, the first 10 TB a month)."""
TRANSFER_FREE_GB: Final = 100
"""A month, over all services and regions (EC2 pricing, "Data Transfer")."""
ATHENA_USD_PER_TB: Final = 5.0
"""Athena pricing, us-east-1."""
ATHENA_LEAST_MB: Final = 10
"""What a query is billed for at least; it is rounded up to whole MB (Athena pricing)."""
LIVE_TAIL_FREE_MINUTES: Final = 1_800
"""A month (CloudWatch pricing)."""
_INSIGHTS_USD_PER_GB: Final = {
    "us-east-1": 0.005,
    "eu-west-1": 0.0057,
    "ap-northeast-1": 0.0076,
    "ap-northeast-2": 0.0076,
    "ap-south-1": 0.0076,
}
"""Data scanned by Logs Insights queries (CloudWatch pricing)."""
TRANSFER: Final = (
    f"AWS bills bytes that leave the region: {TRANSFER_FREE_GB} GB a month over all services are "
    f"free, then about ${TRANSFER_USD_PER_GB}/GB (us-east-1). Within the region: nothing."
)
"""What reading costs besides calls; those to log groups and event history are free."""


def insights_usd_per_gb(region: str) -> float | None:
    """Return what Logs Insights costs in a region, ``None`` where that is not known here."""
    return _INSIGHTS_USD_PER_GB.get(region)


def insights_usd(scanned_bytes: float, region: str) -> float | None:
    """Return the list price of scanning so much, ``None`` where that is not known here."""
    per_gb = insights_usd_per_gb(region)
    return None if per_gb is None else scanned_bytes / 1e9 * per_gb


def insights_words(region: str) -> str:
    """Say what Logs Insights costs in a region."""
    per_gb = insights_usd_per_gb(region)
    price = "" if per_gb is None else f": ${per_gb} a GB in {region} by list price"
    return f"AWS bills what is scanned, whatever the filter{price} (see {CLOUDWATCH_PRICES})."


def athena_usd(scanned_bytes: int) -> float:
    """Return what AWS bills for one query that scanned so much."""
    megabytes = max(ATHENA_LEAST_MB, -(-scanned_bytes // 1_000_000))
    return megabytes * ATHENA_USD_PER_TB / 1_000_000

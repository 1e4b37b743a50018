"""What recording sends costs.

AWS: CloudTrail pricing ("data events: $0.10 per 100,000 events delivered"; every copy is charged),
CloudWatch pricing (logs ingestion $0.50 per GB in us-east-1), and AWS's own estimate of 1,500 bytes
an event ("Estimating cost", AWS Cloud Operations guide).
"""

from __future__ import annotations

import math
from typing import Final

SENDS: Final = 100_000
CLOUDTRAIL_USD: Final = 0.10
EVENT_BYTES: Final = 1_500
INGESTION_USD_PER_GB: Final = 0.50


def cost_usd(*, log_group: bool) -> float:
    """Give US dollars for 100,000 sends on one trail."""
    gigabytes = SENDS * EVENT_BYTES / 1e9
    return CLOUDTRAIL_USD + (gigabytes * INGESTION_USD_PER_GB if log_group else 0.0)


def cost_words(*, log_group: bool) -> tuple[str, ...]:
    """Say what 100,000 sends cost on one trail, over some lines."""
    total = _cents(cost_usd(log_group=log_group))
    if not log_group:
        return (f"${total:.2f} for {SENDS:,} sends (CloudTrail data events), and what S3 takes",)
    ingestion = _cents(total - CLOUDTRAIL_USD)
    return (
        f"about ${total:.2f} for {SENDS:,} sends:",
        f"${CLOUDTRAIL_USD:.2f} CloudTrail data events, ${ingestion:.2f} CloudWatch Logs ingestion",
        f"(1.5 KB each, ${INGESTION_USD_PER_GB:.2f}/GB in us-east-1; other regions differ)",
    )


def _cents(usd: float) -> float:
    """Round up: a cost is never said to be less than it is."""
    return math.ceil(round(usd * 100, 6)) / 100

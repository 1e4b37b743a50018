"""What recording sends costs, in words; `prices` has the sources."""

from __future__ import annotations

import math
from typing import Final

from sestrail_tui.account import prices

SENDS: Final = prices.DATA_EVENTS


def cost_usd(*, log_group: bool) -> float:
    """Return US dollars for 100,000 sends on one trail."""
    gigabytes = SENDS * prices.EVENT_BYTES / 1e9
    return prices.DATA_EVENTS_USD + (gigabytes * prices.INGESTION_USD_PER_GB if log_group else 0.0)


def cost_words(*, log_group: bool) -> tuple[str, ...]:
    """Say what 100,000 sends cost on one trail, over some lines."""
    total = _cents(cost_usd(log_group=log_group))
    if not log_group:
        return (f"${total:.2f} for {SENDS:,} sends (CloudTrail data events), and what S3 takes",)
    ingestion = _cents(total - prices.DATA_EVENTS_USD)
    return (
        f"about ${total:.2f} for {SENDS:,} sends:",
        f"${prices.DATA_EVENTS_USD:.2f} CloudTrail data events, "
        f"${ingestion:.2f} CloudWatch Logs ingestion",
        f"(1.5 KB each, ${prices.INGESTION_USD_PER_GB:.2f}/GB in us-east-1; other regions differ)",
    )


def _cents(usd: float) -> float:
    """Round up: a cost is never said to be less than it is."""
    return math.ceil(round(usd * 100, 6)) / 100

"""What Logs Insights costs: list price, and how much a question would scan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.sources.scanned import size

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sestrail_tui.aws.log_classes import Described

USD_PER_GB: Final = 0.005
"""AWS: CloudWatch pricing, Logs Insights queries, us-east-1, both log classes (2026)."""
PRICE: Final = (
    f"AWS bills what is scanned, whatever the filter: ${USD_PER_GB} a GB by list price "
    "(us-east-1; see https://aws.amazon.com/cloudwatch/pricing/)."
)
_DAY_MS: Final = 86_400_000


def cost_usd(scanned_bytes: float) -> float:
    """Give the list price of scanning so much."""
    return scanned_bytes / 1e9 * USD_PER_GB


def dollars(usd: float) -> str:
    """Write an amount, as far as anybody wants to know."""
    return f"${usd:,.2f}" if usd >= 0.01 else "less than $0.01"


def share_bytes(groups: Iterable[Described], first_ms: int, last_ms: int, now_ms: int) -> int:
    """Tell about how much of what the groups store lies in a range, as if stored evenly."""
    total = 0.0
    for group in groups:
        kept_from = group.creation_time
        if group.retention_in_days:
            kept_from = max(kept_from, now_ms - group.retention_in_days * _DAY_MS)
        kept_ms = max(now_ms - kept_from, 1)
        asked_ms = min(last_ms, now_ms) - max(first_ms, kept_from)
        total += group.stored_bytes * max(0.0, min(asked_ms / kept_ms, 1.0))
    return int(total)


def sentence(scanned_bytes: int, how: str) -> str:
    """Say what an estimate is worth."""
    return f"About {size(scanned_bytes)} would be scanned, {how}. {PRICE}"

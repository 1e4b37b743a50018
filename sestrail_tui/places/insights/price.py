"""How much a question to Logs Insights would scan, and what that costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.account.prices import insights_words
from sestrail_tui.core.units import size_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sestrail_tui.account.discovery.log_classes import LogGroupDetails

_DAY_MS: Final = 86_400_000


def share_bytes(groups: Iterable[LogGroupDetails], first_ms: int, last_ms: int, now_ms: int) -> int:
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


def sentence(scanned_bytes: int, how: str, region: str) -> str:
    """Say what an estimate is worth."""
    return f"About {size_text(scanned_bytes)} would be scanned, {how}. {insights_words(region)}"

"""ISO 8601 times, as CloudTrail writes them, to milliseconds since the epoch, UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache


@lru_cache(maxsize=8192)
def parse_time(text: str | None) -> int | None:
    """Read ``2025-02-27T09:54:31Z``, the basic ``20131102T010628Z``, fractions, or an epoch.

    A time without a zone is UTC. Ten digits are seconds, thirteen milliseconds since the epoch.
    Gives ms UTC, or ``None`` for what is no time.
    """
    if not text:
        return None
    if text.isdecimal() and len(text) in (10, 13):
        return int(text) * (1000 if len(text) == 10 else 1)
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return round(moment.timestamp() * 1000)
    except (ValueError, OverflowError):
        return None

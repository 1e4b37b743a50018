"""A connection to an embedded AWS."""

from __future__ import annotations

import asyncio
import urllib.request
from collections import Counter
from typing import TYPE_CHECKING

from sestrail_tui.follow.health import Health
from sestrail_tui.follow.protocol import Arrivals, Feed

if TYPE_CHECKING:
    from sestrail_tui.local_aws.process import LocalAws


async def until(feed: Feed, count: int) -> tuple[Counter[str], list[Health]]:
    """Read until ``count`` records and one complete reading came."""
    counts: Counter[str] = Counter()
    healths: list[Health] = []
    async with asyncio.timeout(30):
        async for item in feed.news():
            if isinstance(item, Arrivals):
                counts.update(record.event_id for record in item.records)
            else:
                healths.append(item)
            if len(counts) >= count and isinstance(item, Health) and item.calls > 1:
                break
    return counts, healths


def admin(aws: LocalAws, path: str, body: bytes) -> None:
    request = urllib.request.Request(f"{aws.endpoint}/_sestrail/{path}", body, method="POST")
    with urllib.request.urlopen(request) as answer:
        answer.read()

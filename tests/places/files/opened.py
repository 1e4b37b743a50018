"""A source over files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sestrail_tui.core.clock import SystemClock
from sestrail_tui.follow.protocol import Arrivals
from sestrail_tui.places.connect_files import FileConnection

if TYPE_CHECKING:
    from pathlib import Path

    from sestrail_tui.core.record import Record
    from sestrail_tui.follow.health import Health


async def opened(
    *paths: Path, stdin: int | None = None, since_ms: int | None = None
) -> tuple[list[Record], list[Health]]:
    feed = await FileConnection(paths, SystemClock(), stdin=stdin, since_ms=since_ms).open()
    records: list[Record] = []
    healths: list[Health] = []
    async for item in feed.news():
        if isinstance(item, Arrivals):
            records += item.records
        else:
            healths.append(item)
    await feed.close()
    return records, healths

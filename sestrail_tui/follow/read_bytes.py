"""A source with what reading it took: the bytes of AWS's answers, and those that were new."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING

from sestrail_tui.account.traffic import ByteCounter
from sestrail_tui.follow.source import Batch

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from sestrail_tui.follow.health import Health


async def with_read_bytes(
    news: AsyncGenerator[Batch | Health, None],
) -> AsyncGenerator[Batch | Health, None]:
    """Yield a source's news; each task that iterates one counts for it alone."""
    counter, new_bytes = ByteCounter(), 0
    counter.begin()
    clock_s = asyncio.get_running_loop().time
    begun_s = clock_s()
    async with aclosing(news) as items:
        async for item in items:
            if isinstance(item, Batch):
                new_bytes += sum(len(message.raw) for message in item.messages)
                yield item
            elif counter.read:
                spent_s = clock_s() - begun_s
                yield replace(item, read_bytes=counter.read, new_bytes=new_bytes, reading_s=spent_s)
            else:
                yield item

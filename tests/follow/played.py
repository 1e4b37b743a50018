"""A source that plays what a test says."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sestrail_tui.follow.health import Health
from sestrail_tui.follow.source import Batch, Message

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from sestrail_tui.follow.source import Post

Step = Batch | Health | Exception | float


class Played:
    """A source that plays its steps; a number waits for so many seconds."""

    def __init__(self, name: str, *steps: Step) -> None:
        self.name = name
        self.steps = steps
        self.given = 0
        self.closed = False

    async def follow(self, _post: Post, /) -> AsyncGenerator[Batch | Health, None]:
        try:
            for step in self.steps:
                if isinstance(step, Exception):
                    raise step
                if isinstance(step, float):
                    await asyncio.sleep(step)
                    continue
                self.given += 1
                yield step
        finally:
            self.closed = True


def batch(source: str, *texts: str) -> Batch:
    return Batch(source, tuple(Message(text.encode(), 5) for text in texts))

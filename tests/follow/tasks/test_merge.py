from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from sestrail_tui.follow.tasks.merge import Merge

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator


class Stream:
    """Numbers with pauses between them; it knows how far it was asked, and whether it closed."""

    def __init__(self, *numbers: int, pause: float = 0.0, error: Exception | None = None) -> None:
        self.numbers, self.pause, self.error = numbers, pause, error
        self.given = 0
        self.closed = False

    async def items(self) -> AsyncGenerator[int, None]:
        try:
            for number in self.numbers:
                self.given += 1
                yield number
                await asyncio.sleep(self.pause)
            if self.error is not None:
                raise self.error
        finally:
            self.closed = True


async def test_everything_of_each_in_its_own_order() -> None:
    streams = [Stream(*range(first, first + 50)) for first in (0, 100, 200)]
    found = [item async for item in Merge([stream.items() for stream in streams]).items()]
    assert sorted(found) == [*range(50), *range(100, 150), *range(200, 250)]
    for first in (0, 100, 200):
        own = [item for item in found if first <= item < first + 100]
        assert own == sorted(own)


async def test_of_nothing_comes_nothing() -> None:
    nothing: Merge[int] = Merge([])
    assert [item async for item in nothing.items()] == []
    await nothing.stop()


async def test_an_error_of_one_comes_out_and_ends_all() -> None:
    broken, other = Stream(1, error=ValueError("a bug")), Stream(*range(9), pause=1)
    items = Merge([broken.items(), other.items()]).items()
    with pytest.raises(ValueError, match="a bug"):
        assert [item async for item in items]
    assert other.closed


async def test_none_runs_ahead_and_stopping_closes_all_whoever_still_holds_the_items() -> None:
    stream = Stream(*range(100))
    merge = Merge([stream.items()])
    items = merge.items()
    assert await anext(items) == 0
    await asyncio.sleep(0.01)
    assert stream.given == 1
    await merge.stop()
    assert stream.closed
    await items.aclose()
    await merge.stop()

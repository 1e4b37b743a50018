from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest

from sestrail_tui.follow.tasks.in_thread import iterate_in_thread

if TYPE_CHECKING:
    from collections.abc import Iterator


async def test_items_come_in_order_from_another_thread() -> None:
    def items() -> Iterator[tuple[int, int]]:
        for number in range(100):
            yield number, threading.get_ident()

    got = [item async for item in iterate_in_thread(items)]
    assert [number for number, _ in got] == list(range(100))
    assert {thread for _, thread in got} != {threading.get_ident()}


async def test_an_error_comes_out_after_what_was_made() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise ValueError("broken")

    reading = iterate_in_thread(items)
    assert await anext(reading) == 1
    with pytest.raises(ValueError, match="broken"):
        await anext(reading)


async def test_the_thread_waits_for_the_reader_and_ends_with_it() -> None:
    made = 0
    ended = threading.Event()

    def items() -> Iterator[int]:
        nonlocal made
        try:
            while True:
                made += 1
                yield made
        finally:
            ended.set()

    reading = iterate_in_thread(items)
    assert await anext(reading) == 1
    await asyncio.sleep(0.05)
    assert made <= 5
    await reading.aclose()
    assert await asyncio.to_thread(ended.wait, 2)

"""Calls side by side."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from functools import partial
from typing import TYPE_CHECKING

import pytest

from sestrail_tui.follow.tasks.in_parallel import in_parallel

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator


async def collect(results: AsyncGenerator[int, None], into: list[int]) -> None:
    async for result in results:
        into.append(result)  # noqa: PERF401 - what came before a failure is kept


async def test_results_come_in_order_and_no_more_than_allowed_run() -> None:
    running, most = 0, 0

    async def work(number: int) -> int:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.001 * (7 - number % 7))
        running -= 1
        return number

    calls = (partial(work, number) for number in range(20))
    assert [result async for result in in_parallel(calls, 4)] == list(range(20))
    assert most == 4


async def test_a_failure_comes_out_and_ends_the_others() -> None:
    ended: list[int] = []

    async def work(number: int) -> int:
        try:
            await asyncio.sleep(0 if number == 1 else 30 * (number > 1))
            if number == 1:
                raise ValueError("one")
        except asyncio.CancelledError:
            ended.append(number)
            raise
        return number

    got: list[int] = []
    with pytest.raises(ValueError, match="one"):
        await collect(in_parallel([partial(work, n) for n in range(5)], 3), got)
    assert (got, ended) == ([0], [2]), "the last was not begun yet"


async def test_closing_it_ends_all() -> None:
    never = asyncio.Event()
    ended = asyncio.Event()

    async def work(number: int) -> int:
        if number:
            try:
                await never.wait()
            finally:
                ended.set()
        return number

    async with aclosing(in_parallel([partial(work, n) for n in range(3)], 3)) as results:
        assert await anext(results) == 0
    assert ended.is_set()

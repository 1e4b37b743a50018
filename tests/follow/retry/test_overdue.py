"""An answer that is long in coming is said while it is awaited."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sestrail_tui.follow.retry.overdue import AFTER_S, Overdue
from tests.follow.virtual_time import in_virtual_time

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator


async def said(overdue: Overdue, items: AsyncGenerator[str, None]) -> list[tuple[float, str]]:
    """Give what is yielded, each with the second at which it is."""
    now = asyncio.get_running_loop().time
    begun_s = now()
    found: list[tuple[float, str]] = []
    with overdue.reported(lambda: found.append((round(now() - begun_s, 1), "overdue"))):
        async for item in items:
            found.append((round(now() - begun_s, 1), item))  # noqa: PERF401 - between reports
    return found


async def calls(overdue: Overdue, *lengths_s: float) -> AsyncGenerator[str, None]:
    """Call one after the other, with a rest of a minute between two."""
    for number, length_s in enumerate(lengths_s):
        with overdue.asking():
            await asyncio.sleep(length_s)
        yield f"answer {number}"
        await asyncio.sleep(60)


def test_each_call_that_is_long_in_coming_is_said_once() -> None:
    overdue = Overdue()
    told = in_virtual_time(said(overdue, calls(overdue, 1, 30, 2, 50)))
    assert told == [
        (1, "answer 0"),
        (61 + AFTER_S, "overdue"),
        (91, "answer 1"),
        (153, "answer 2"),
        (213 + AFTER_S, "overdue"),
        (263, "answer 3"),
    ]


def test_a_long_poll_may_rest() -> None:
    async def poll(overdue: Overdue, length_s: float) -> AsyncGenerator[str, None]:
        with overdue.asking(20):
            await asyncio.sleep(length_s)
        yield "answer"

    for length_s, expected in ((27, ["answer"]), (29, ["overdue", "answer"])):
        overdue = Overdue()
        told = in_virtual_time(said(overdue, poll(overdue, length_s)))
        assert [item for _, item in told] == expected


def test_of_several_at_once_none_is_overdue_while_others_are_answered() -> None:
    async def together(overdue: Overdue) -> AsyncGenerator[str, None]:
        async def one(length_s: float) -> None:
            with overdue.asking():
                await asyncio.sleep(length_s)

        await asyncio.gather(*(one(length_s) for length_s in (5, 10, 15, 20)))
        yield "all"

    overdue = Overdue()
    assert in_virtual_time(said(overdue, together(overdue))) == [(20, "all")]


def test_nothing_is_reported_once_it_was_left() -> None:
    reports: list[str] = []

    async def main() -> None:
        overdue = Overdue()
        with overdue.asking():
            with overdue.reported(lambda: reports.append("overdue")):
                await asyncio.sleep(1)
            await asyncio.sleep(3600)

    in_virtual_time(main())
    assert reports == []

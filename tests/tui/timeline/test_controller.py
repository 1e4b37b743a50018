"""The numbers of a timeline without a terminal."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from sestrail_tui.tui.timeline.chart_data import STACKS
from sestrail_tui.tui.timeline.controller import TimelineController
from tests.tui.fake_screen import listing_of, state_of
from tests.tui.world import NOW_MS, record

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from sestrail_tui.core.record import Record


class View:
    columns = 40

    def __init__(self) -> None:
        self.drawn = self.pointed = 0
        self._tasks: list[asyncio.Task[None]] = []

    def run_worker(self, work: Coroutine[Any, Any, None], **_: Any) -> object:
        self._tasks.append(asyncio.create_task(work))
        return None

    async def finished(self) -> None:
        while self._tasks:
            await self._tasks.pop(0)

    def draw(self) -> None:
        self.drawn += 1

    def point(self) -> None:
        self.pointed += 1


class Made:
    def __init__(self, *sends: Record) -> None:
        self.view, self.state = View(), state_of(sends)
        self.counted = TimelineController(self.view, listing_of(self.state), "utc")


SENDS = [record(number, time_ms=NOW_MS - number * 60_000) for number in range(1, 5)]


async def test_sends_are_counted_and_only_again_where_some_came() -> None:
    made = Made(*SENDS)
    made.counted.refresh()
    await made.view.finished()
    data = made.counted.data
    assert data is not None
    assert data.total == sum(data.within(0, NOW_MS)) == 4
    made.counted.refresh()
    await made.view.finished()
    assert made.view.drawn == 1
    listing_of(made.state).append([record(9, time_ms=NOW_MS)])
    listing_of(made.state).catch_up()
    made.counted.refresh()
    await made.view.finished()
    assert made.view.drawn == 2


async def test_a_move_within_the_window_counts_nothing_and_another_window_does() -> None:
    made = Made(*SENDS)
    made.counted.recount()
    await made.view.finished()
    cursor = made.counted.cursor
    assert cursor is not None
    made.counted.move(cursor.moved(-1))
    assert (made.view.drawn, made.view.pointed) == (1, 1)
    made.counted.move(cursor.zoomed(-1))
    await made.view.finished()
    assert made.view.drawn == 2
    made.counted.show_all()
    await made.view.finished()
    shown = made.counted.cursor
    assert shown is not None
    assert shown.window == cursor.window


async def test_a_dragged_column_selects() -> None:
    made = Made(*SENDS)
    made.counted.point_at(0, dragged=True)
    made.counted.recount()
    await made.view.finished()
    made.counted.point_at(0, dragged=True)
    cursor = made.counted.cursor
    assert cursor is not None
    assert cursor.anchor is not None
    made.counted.point_at(0, dragged=False)
    assert made.counted.cursor != cursor


async def test_each_stack_comes_in_turn() -> None:
    made = Made(*SENDS)
    found = []
    for _ in STACKS:
        found.append(made.counted.stack)
        assert made.counted.next_stack != made.counted.stack
        made.counted.turn_stack()
        await made.view.finished()
    assert found == list(STACKS)


async def test_without_a_send_it_is_said_why() -> None:
    made = Made()
    made.counted.recount()
    await made.view.finished()
    assert made.counted.data is None
    assert "No send has come yet" in made.counted.reason

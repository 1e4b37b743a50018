"""What is pushed, and what is said of it, reaches the source that polls."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from sestrail_tui.follow.push import Inbox, NoPush
from sestrail_tui.follow.source import Message
from sestrail_tui.follow.sweeps.read_position import ReadPosition
from tests.follow.fakes import T0
from tests.follow.virtual_time import LoopClock, in_virtual_time

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@asynccontextmanager
async def idle() -> AsyncIterator[None]:
    yield


def messages(count: int) -> list[Message]:
    return [Message(b"%d" % number, None) for number in range(count)]


def test_it_is_taken_once_in_order() -> None:
    box = Inbox(LoopClock(), idle)
    box.put(messages(2))
    box.put(messages(1))
    assert [message.raw for message in box.take()] == [b"0", b"1", b"0"]
    assert box.take() == ()
    assert not box.missed()


def test_a_doubt_is_told_once() -> None:
    box = Inbox(LoopClock(), idle)
    box.begins()
    assert box.pushing
    assert (box.missed(), box.missed()) == (True, False)
    box.ends("Over.")
    assert (box.pushing, box.note, box.missed()) == (False, "Over.", True)
    box.begins()
    assert box.note == ""


def test_more_than_a_busy_reader_can_take_is_left_to_polling() -> None:
    box = Inbox(LoopClock(), idle)
    box.put(messages(20_000))
    assert not box.missed()
    box.put(messages(1))
    assert box.take() == ()
    assert box.missed()


def test_waiting_ends_with_the_time_or_with_news() -> None:
    async def wait() -> list[float]:
        clock = LoopClock()
        box = Inbox(clock, idle)
        ends = []
        await box.wait(3)
        ends.append(clock.monotonic())
        asyncio.get_running_loop().call_later(2, box.put, messages(1))
        await box.wait(30)
        ends.append(clock.monotonic())
        box.doubt()
        await box.wait(30)
        ends.append(clock.monotonic())
        await NoPush(clock).wait(4)
        ends.append(clock.monotonic())
        return [round(end, 3) for end in ends]

    assert in_virtual_time(wait()) == [3, 5, 5, 9]


def a_place() -> ReadPosition:
    return ReadPosition(T0, None, follow=True, every_s=5, width_ms=lambda: 60_000)


def test_a_hastened_place_is_read_at_once() -> None:
    place = a_place()
    first = place.next(T0, 0.0)
    assert first is not None
    place.finish(first, 0.5)
    assert place.next(T0 + 1000, 1.0) is None
    place.hasten(1.0)
    assert place.next(T0 + 1000, 1.0) is not None


def test_a_reading_that_had_begun_before_the_doubt_is_followed_by_another() -> None:
    place = a_place()
    first = place.next(T0, 0.0)
    assert first is not None
    place.hasten(0.2)
    assert place.next(T0 + 300, 0.3) is first, "its next page"
    place.finish(first, 0.5)
    second = place.next(T0 + 500, 0.5)
    assert second is not None
    place.finish(second, 0.6)
    assert place.next(T0 + 700, 0.7) is None, "once is enough"
    assert place.wait_s(0.7) > 4


def test_a_slower_pace_never_makes_polling_faster() -> None:
    place = ReadPosition(T0, None, follow=True, every_s=60, width_ms=lambda: 60_000)
    place.pace(15)
    first = place.next(T0, 0.0)
    assert first is not None
    place.finish(first, 0.1)
    assert place.wait_s(0.1) == 59.9

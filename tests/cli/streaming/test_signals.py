"""Ctrl-C ends the work between two turns of the loop, never in the middle of one."""

from __future__ import annotations

import asyncio
import signal

import pytest

from sestrail_tui.cli.streaming.signals import run_loop


def test_an_interruption_within_a_callback_waits_for_its_end() -> None:
    seen: list[bool] = []
    ended: list[str] = []

    async def work() -> None:
        loop = asyncio.get_running_loop()
        answer = loop.create_future()

        def callback() -> None:
            signal.raise_signal(signal.SIGINT)
            seen.append(answer.cancelled())
            answer.set_result(None)

        loop.call_soon(callback)
        try:
            await answer
            await asyncio.Event().wait()
        finally:
            ended.append("in order")

    with pytest.raises(KeyboardInterrupt):
        run_loop(work())
    assert (seen, ended) == ([False], ["in order"])
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_cancellation_of_its_own_is_no_interruption() -> None:
    async def work() -> None:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        run_loop(work())


def test_what_the_work_gives_comes_back() -> None:
    async def work() -> int:
        return 4

    assert run_loop(work()) == 4


def test_a_second_interruption_ends_at_once() -> None:
    async def work() -> None:
        signal.raise_signal(signal.SIGINT)
        try:
            await asyncio.Event().wait()
        finally:
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        run_loop(work())

"""The engine without a screen: a feed's new records, filtered, written until a limit ends it."""

from __future__ import annotations

import asyncio
import sys
from contextlib import aclosing
from functools import partial
from typing import TYPE_CHECKING

from sestrail_tui.cli.standard_streams import silence_stdout, when_reader_leaves
from sestrail_tui.cli.streaming.idle_end import IdleEnd
from sestrail_tui.cli.streaming.narrator import Narrator
from sestrail_tui.cli.streaming.output import RecordWriter, end_in_time
from sestrail_tui.cli.streaming.signals import run_loop
from sestrail_tui.core.errors import OutputError
from sestrail_tui.follow.health import Health

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.cli.flags.options import Limits
    from sestrail_tui.cli.streaming.output import Format
    from sestrail_tui.core.record import Record
    from sestrail_tui.follow.protocol import Connection, Feed

REFUSED = 3


def run_stream(
    connection: Connection, keep: Callable[[Record], bool], form: Format, limits: Limits
) -> int:
    """Follow ``connection`` on stdout until it ends; gives the exit code."""
    return run_loop(_stream(connection, keep, form, limits))


async def _stream(
    connection: Connection, keep: Callable[[Record], bool], form: Format, limits: Limits
) -> int:
    writer = RecordWriter(sys.stdout.buffer, form)
    try:
        feed = await connection.open()
    except asyncio.CancelledError:
        await end_in_time(writer)
        raise
    loop = asyncio.get_running_loop()
    task = asyncio.ensure_future(_write(feed, keep, writer, limits))
    reader = _Reader(task)
    when_reader_leaves(partial(loop.call_soon_threadsafe, reader.leave))
    try:
        code = await asyncio.shield(task)
        await asyncio.to_thread(writer.end)
    except BrokenPipeError:
        silence_stdout()
        return 0
    except OutputError:
        silence_stdout()
        raise
    except asyncio.CancelledError:
        if not reader.left:
            await end_in_time(writer)  # before anything else that may take its time
            raise
        silence_stdout()
        return 0
    else:
        return code
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await feed.close()


class _Reader:
    """Who reads stdout: once they have left, nothing is written any more."""

    def __init__(self, task: asyncio.Task[int]) -> None:
        self._task = task
        self.left = False

    def leave(self) -> None:
        self.left = True
        self._task.cancel()


async def _write(
    feed: Feed, keep: Callable[[Record], bool], writer: RecordWriter, limits: Limits
) -> int:
    left = limits.max_events
    await asyncio.to_thread(writer.write, ())
    kept = IdleEnd(feed, keep, limits.idle_timeout_s)
    with Narrator() as narrator:
        async with aclosing(kept.news()) as news:
            async for item in news:
                if isinstance(item, Health):
                    narrator.tell(item)
                    if narrator.hopeless:
                        return REFUSED
                    continue
                records = item if left is None else item[:left]
                await asyncio.to_thread(writer.write, records)
                if left is not None and (left := left - len(records)) <= 0:
                    return 0
        return REFUSED if narrator.in_trouble or kept.untold else 0

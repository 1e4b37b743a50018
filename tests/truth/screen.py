"""What the screen's header says while it follows, at each moment that something is told."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from sestrail_tui.cli.flags.source_flags import SourceFlags, source_flags
from sestrail_tui.core.errors import SourceError
from sestrail_tui.follow.protocol import Arrivals
from sestrail_tui.tui.feed.health import Summary, summary
from tests.follow.virtual_time import VirtualLoop

if TYPE_CHECKING:
    from sestrail_tui.follow.health import Health
    from sestrail_tui.follow.protocol import Connection
    from tests.truth.program import Program


@dataclass(frozen=True)
class Header:
    """What stood there, and what had been shown by then."""

    began_ms: int
    """When it began to follow, ms UTC of AWS."""
    at_ms: int
    says: Summary
    shown: frozenset[str]
    """By eventID."""


def watched(program: Program, flags: tuple[str, ...], seconds: float) -> list[Header]:
    """Follow for a while, and give every header there was."""
    seen: list[Header] = []
    with program.installed():
        connection = _connection(flags)
        with asyncio.Runner(loop_factory=program.world.timeline.new_loop) as runner:
            runner.run(_watch(program, connection, seconds, seen))
    return seen


def _connection(flags: tuple[str, ...]) -> Connection:
    """Read the flags as the command line does."""

    @click.command()
    @source_flags
    def follow(places: SourceFlags) -> Any:
        return places.connect(oldest_first=False)

    connection: Connection = follow.main(list(flags), standalone_mode=False)
    return connection


async def _watch(
    program: Program, connection: Connection, seconds: float, seen: list[Header]
) -> None:
    world, shown = program.world, set[str]()
    began_ms = world.timeline.aws_ms()
    healths: dict[str, Health] = {}
    loop = asyncio.get_running_loop()
    assert isinstance(loop, VirtualLoop)
    try:
        async with asyncio.timeout(seconds):
            feed = await connection.open()
            try:
                async with aclosing(feed.news()) as news:
                    async for item in news:
                        if isinstance(item, Arrivals):
                            shown |= {record.event_id for record in item.records}
                        else:
                            healths[item.source] = item
                        says = summary(healths.values())
                        seen.append(
                            Header(began_ms, world.timeline.aws_ms(), says, frozenset(shown))
                        )
            finally:
                await feed.close()
    except (TimeoutError, SourceError):
        return

"""One cell, run: real clients over HTTP against the embedded AWS, in virtual time."""

from __future__ import annotations

import asyncio
import functools
import time
from collections import Counter
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, get_args

from sestrail_tui.account.session import clients
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.protocol import Arrivals
from sestrail_tui.local_aws.account.settings import Notify, Settings
from sestrail_tui.local_aws.server.server import running
from sestrail_tui.places.connect import AwsConnection
from sestrail_tui.places.options import Options
from tests.follow.virtual_time import LoopClock
from tests.places.matrix.delivery import COUNT, deliveries
from tests.places.matrix.worlds import WORLDS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sestrail_tui.local_aws.server.server import LocalServer
    from tests.places.matrix.cells import Cell

WELL: Final = (State.LIVE, State.CATCHING_UP)
_PATIENCE_S: Final = 900.0
_AFTERWARDS: Final = 2
"""Complete readings after the last record, in which none may come again."""

warm_session = functools.cache(clients.warm_session)
"""Service models take a tenth of a second to load: once is enough."""


@dataclass
class Told:
    """What a reader of the screen was told."""

    shown: Counter[str] = field(default_factory=Counter)
    healths: list[Health] = field(default_factory=list)
    well: int = 0
    """Healths without trouble since the last trouble or record."""

    def hear(self, health: Health) -> None:
        """Take note of how the source does."""
        self.healths.append(health)
        # that a place was gone stays said, for as long as it is read
        at_rest = not health.sentence or health.sentence in health.unseen
        self.well = self.well + 1 if health.state is State.LIVE and at_rest else 0

    def see(self, arrivals: Arrivals) -> None:
        """Take note of records."""
        self.shown.update(record.event_id for record in arrivals.records)
        self.well = 0

    def of_fault(self, cell: Cell) -> Health | None:
        """Give the first health that says what the cell has to."""
        states = WELL if cell.state in WELL else (cell.state,)
        told = (one for one in self.healths if one.state in states)
        return next((one for one in told if cell.words in one.sentence), None)


async def run(cell: Cell, seed: int) -> Told:
    """Deliver, break what the cell breaks, and read until all is shown and well again."""
    world, clock = WORLDS[cell.source], LoopClock()
    form = get_args(Notify)[seed % len(get_args(Notify))]  # every form of notification in turn
    settings: dict[str, Any] = {"quotas": False, "trail": f"matrix-{seed}", "notify": form}
    told = Told()
    async with (
        moto_by_loop(),
        running(Settings(**settings, **world.settings), clock) as server,
    ):
        start_ms = clock.now_ms()
        for one in deliveries(seed):
            world.put(server.account, one.number, start_ms + one.at_ms, start_ms + one.readable_ms)
        connection = AwsConnection(asked(server, world.asked(server)), clock)
        feed = await connection.open()
        for fault in cell.faults():
            server.account.faults.add(fault)
        try:
            async with asyncio.timeout(_PATIENCE_S), aclosing(feed.news()) as news:
                async for item in news:
                    if isinstance(item, Arrivals):
                        told.see(item)
                    elif item.source.startswith(world.source):
                        told.hear(item)
                    again = told.well > _AFTERWARDS or cell.lasting
                    if len(told.shown) == COUNT and again and told.of_fault(cell):
                        break
        except TimeoutError:
            pass
        finally:
            await feed.close()
    return told


@asynccontextmanager
async def moto_by_loop() -> AsyncIterator[None]:
    """Let messages that were not deleted be seen again by the running loop's time meanwhile."""
    from moto.sqs import models

    loop, names = asyncio.get_running_loop(), vars(models)
    began_s, kept = time.time() - loop.time(), names["unix_time_millis"]
    names["unix_time_millis"] = lambda *_: (began_s + loop.time()) * 1000
    try:
        yield
    finally:
        names["unix_time_millis"] = kept


def asked(server: LocalServer, options: dict[str, Any]) -> Options:
    """Give the options that reach the embedded AWS."""
    common: dict[str, Any] = {
        "regions": ("us-east-1",),
        "endpoint_url": server.endpoint,
        "credentials": ("AKIATEST", "secret"),
        "history": False,
        "odd_messages": False,
    }
    return Options(**{**common, **options})

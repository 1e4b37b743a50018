"""Clocks that jump, ours or time itself: what every source shows, over the embedded AWS."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Final

import pytest

from sestrail_tui.account.session import clients
from sestrail_tui.follow.protocol import Arrivals
from sestrail_tui.local_aws.account.settings import Settings
from sestrail_tui.local_aws.server.server import running
from sestrail_tui.local_aws.storage import moto_stores
from sestrail_tui.local_aws.wire.faults import Fault
from sestrail_tui.places.connect import AwsConnection
from tests.fault_table import PROPERTY, Tried
from tests.follow.virtual_time import ShiftedClock, in_virtual_time
from tests.places.matrix.cells import CALLS
from tests.places.matrix.delivery import COUNT, deliveries
from tests.places.matrix.run import Told, asked, moto_by_loop, warm_session
from tests.places.matrix.worlds import WORLDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.places.matrix.worlds import Name

HOUR_MS: Final = 3_600_000
AT_S: Final = 12.0
"""When it jumps: some records are shown by then, some are still to come."""
AFTERWARDS: Final = 6
"""Healths after the last record, between which none may come again."""
PATIENCE_S: Final = 8000.0
"""An hour that our clock was set back takes as long, or a sweep, to be caught up with."""


async def jumped(name: Name, ours_ms: int, theirs_ms: int, faults: tuple[Fault, ...]) -> Told:
    """Let our clock and AWS's jump, half of the records being made after; read until all is shown.

    A machine that slept an hour finds both an hour on; its own monotonic clock stood still.
    """
    world, clock, aws = WORLDS[name], ShiftedClock(), ShiftedClock()
    loop = asyncio.get_running_loop()
    settings: dict[str, Any] = {"quotas": False, "trail": f"clock-{name.replace(' ', '-')}"}
    told, since = Told(), 0
    async with moto_by_loop(), running(Settings(**settings, **world.settings), aws) as server:
        start_ms = aws.now_ms()
        for one in deliveries(1):
            more_ms = theirs_ms if one.number % 2 else 0
            world.put(
                server.account,
                one.number,
                start_ms + one.at_ms + more_ms,
                start_ms + one.readable_ms + more_ms,
            )
        feed = await AwsConnection(asked(server, world.asked(server)), clock).open()

        def jump() -> None:
            clock.shift_ms, aws.shift_ms = ours_ms, theirs_ms
            for fault in faults:
                server.account.faults.add(fault)

        loop.call_later(AT_S, jump)
        try:
            async with asyncio.timeout(PATIENCE_S), aclosing(feed.news()) as news:
                async for item in news:
                    if isinstance(item, Arrivals):
                        told.see(item)
                    elif item.source.startswith(world.source):
                        told.hear(item)
                    since = 0 if isinstance(item, Arrivals) else since + 1
                    if len(told.shown) == COUNT and since > AFTERWARDS and loop.time() > 2 * AT_S:
                        break
        except TimeoutError:
            pass
        finally:
            await feed.close()
    return told


@pytest.mark.parametrize("name", WORLDS)
@pytest.mark.parametrize(
    ("fault", "ours_ms", "theirs_ms"),
    [
        ("clock set forward by an hour", HOUR_MS, 0),
        ("clock set back by an hour", -HOUR_MS, 0),
        ("asleep for an hour", HOUR_MS, HOUR_MS),
    ],
)
def test_nothing_is_lost_when_clocks_jump(
    name: Name,
    fault: str,
    ours_ms: int,
    theirs_ms: int,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    monkeypatch.setattr(clients, "warm_session", warm_session)
    monkeypatch.setattr(moto_stores, "SECONDS", 1.0)
    call = CALLS[name][0]
    # What was open when it fell asleep is gone, and so are the credentials.
    broken = (Fault("reset", call), Fault("expired_token", call)) if theirs_ms else ()
    told = in_virtual_time(jumped(name, ours_ms, theirs_ms, broken))
    said = [one for one in told.healths if one.sentence] or told.healths[-1:]
    shown = f"{len(told.shown)} of {COUNT}, {max(told.shown.values(), default=0)}x at most"
    tried = Tried(fault, name, call, said[-1].state, said[-1].sentence, shown)
    record_property(PROPERTY, tried.cells)
    assert told.shown == Counter({f"id-{number}": 1 for number in range(COUNT)})

"""A host name that nobody resolves, for a while."""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Final

from sestrail_tui.account.session import clients
from sestrail_tui.follow.health import State
from sestrail_tui.follow.protocol import Arrivals
from sestrail_tui.local_aws.account.settings import Settings
from sestrail_tui.local_aws.server.server import running
from sestrail_tui.places.connect import AwsConnection
from sestrail_tui.places.flag_values import FlagValues
from tests.fault_table import PROPERTY, Tried
from tests.follow.virtual_time import LoopClock, in_virtual_time
from tests.places.matrix.delivery import COUNT, deliveries
from tests.places.matrix.run import Told, asked, warm_session
from tests.places.matrix.worlds import WORLDS

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

OUTAGE_S: Final = 40.0
NOWHERE: Final = "sestrail-test.invalid"
"""RFC 6761: resolvers answer at once that there is no such name."""


async def without_names(monkeypatch: pytest.MonkeyPatch) -> Told:
    """Follow a log group whose host has no address at first."""
    clock, world, told = LoopClock(), WORLDS["log group"], Told()
    loop = asyncio.get_running_loop()
    resolve = socket.getaddrinfo

    def getaddrinfo(host: Any, *rest: Any, **more: Any) -> Any:
        lost = host == "localhost" and loop.time() < OUTAGE_S
        return resolve(NOWHERE if lost else host, *rest, **more)

    async with running(Settings(quotas=False, trail="names"), clock) as server:
        for one in deliveries(3):
            start_ms = clock.now_ms()
            world.put(server.account, one.number, start_ms + one.at_ms, start_ms + one.readable_ms)
        named = server.endpoint.replace("127.0.0.1", "localhost")
        group = {
            "flags": FlagValues(log_groups=(server.account.settings.log_group,)),
            "endpoint_url": named,
        }
        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        feed = await AwsConnection(asked(server, group), clock).open()
        async with asyncio.timeout(900), aclosing(feed.news()) as news:
            async for item in news:
                if isinstance(item, Arrivals):
                    told.see(item)
                else:
                    told.hear(item)
                if len(told.shown) == COUNT and told.well > 2:
                    break
        await feed.close()
    return told


def test_a_name_that_is_not_resolved(
    monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]
) -> None:
    monkeypatch.setattr(clients, "warm_session", warm_session)
    told = in_virtual_time(without_names(monkeypatch))
    said = next((one for one in told.healths if one.state is State.RETRYING), told.healths[-1])
    shown = f"{len(told.shown)} of {COUNT}, {max(told.shown.values(), default=0)}x at most"
    record_property(
        PROPERTY,
        Tried(
            "DNS failure", "log group", "FilterLogEvents", said.state, said.sentence, shown
        ).cells,
    )
    assert told.shown == Counter({f"id-{number}": 1 for number in range(COUNT)})
    assert said.state is State.RETRYING
    assert "nothing answers at http://localhost" in said.sentence, "elsewhere: check the network"

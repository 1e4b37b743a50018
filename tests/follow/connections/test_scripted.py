from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sestrail_tui.core.errors import PersonNeeded
from sestrail_tui.follow.connections.scripted import ScriptedConnection, ScriptedFeed
from sestrail_tui.follow.health import Health, State
from tests.follow.fakes import T0, JumpingClock

if TYPE_CHECKING:
    from sestrail_tui.follow.protocol import Feed


async def test_a_script_is_played_on_its_clock() -> None:
    clock = JumpingClock()
    steps = (Health("a"), 5.0, Health("a", State.LIVE), 2, Health("a", State.ENDED))
    feed: Feed = ScriptedFeed(steps, clock)
    heard = [(item, clock.now_ms() - T0) async for item in feed.news()]
    assert [(item.state, at) for item, at in heard if isinstance(item, Health)] == [
        (State.STARTING, 0),
        (State.LIVE, 5000),
        (State.ENDED, 7000),
    ]


async def test_closing_ends_it() -> None:
    feed = ScriptedFeed((Health("a"), Health("b")), JumpingClock())
    news = feed.news()
    await anext(news)
    await feed.close()
    assert [item async for item in news] == []


async def test_a_connection_may_want_a_login_first() -> None:
    feed = ScriptedFeed((), JumpingClock())
    connection = ScriptedConnection(PersonNeeded("Type the code."), feed)
    with pytest.raises(PersonNeeded):
        await connection.open()
    connection.login()
    assert await connection.open() is feed
    assert await connection.open() is feed
    assert connection.logins == 1

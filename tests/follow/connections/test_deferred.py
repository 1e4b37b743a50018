from __future__ import annotations

import threading

import pytest

from sestrail_tui.core.clock import SystemClock
from sestrail_tui.core.errors import NotSetUp
from sestrail_tui.follow.connections.deferred import Deferred
from sestrail_tui.follow.connections.scripted import ScriptedConnection, ScriptedFeed


async def test_it_is_made_once_and_in_a_thread() -> None:
    feed = ScriptedFeed([], SystemClock())
    made: list[str] = []

    def make() -> ScriptedConnection:
        made.append(threading.current_thread().name)
        return ScriptedConnection(feed)

    connection = Deferred(make)
    assert made == []
    assert await connection.open() is feed
    assert await connection.open() is feed
    assert len(made) == 1
    assert made[0] != threading.main_thread().name
    with pytest.raises(NotSetUp):
        await connection.history()
    assert await connection.examine() == ()


async def test_a_login_before_it_is_opened_makes_it_too() -> None:
    inner = ScriptedConnection(ScriptedFeed([], SystemClock()))
    Deferred(lambda: inner).login()
    assert inner.logins == 1

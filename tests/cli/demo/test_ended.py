"""A demo whose embedded AWS is gone ends; one that only stumbled goes on."""

from __future__ import annotations

import socket

import pytest

from sestrail_tui.cli.demo.ended import WhileUp
from sestrail_tui.cli.flags.options import Limits
from sestrail_tui.cli.streaming.stream import run_stream
from sestrail_tui.core.errors import DemoError
from sestrail_tui.follow.health import Health, State
from tests.cli.streaming.played import LIVE, Played, every, sends

STUMBLED = Health("CloudTrail/logs", State.RETRYING, "No answer to logs:FilterLogEvents.")


def test_what_is_gone_ends_the_stream_and_closes_the_feed() -> None:
    played = Played(LIVE, STUMBLED, waits=True)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        endpoint = f"http://127.0.0.1:{listening.getsockname()[1]}"
    with pytest.raises(DemoError, match="has ended"):
        run_stream(WhileUp(played, endpoint), every, "jsonl", Limits())
    assert played.closed


def test_what_still_listens_is_waited_for() -> None:
    played = Played(LIVE, STUMBLED, LIVE, sends(1), waits=True)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        endpoint = f"http://127.0.0.1:{listening.getsockname()[1]}"
        limits = Limits(max_events=1)
        assert run_stream(WhileUp(played, endpoint), every, "jsonl", limits) == 0


async def test_on_the_screen_it_is_said_and_what_came_stays() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        endpoint = f"http://127.0.0.1:{listening.getsockname()[1]}"
    played = Played(LIVE, STUMBLED, LIVE)
    feed = await WhileUp(played, endpoint, stays=True).open()
    told = [item async for item in feed.news()]
    assert told[0] == LIVE
    assert isinstance(told[1], Health)
    assert "The embedded AWS has ended" in told[1].sentence
    assert "run sestrail demo again" in told[1].sentence
    assert told[1].state is State.RETRYING

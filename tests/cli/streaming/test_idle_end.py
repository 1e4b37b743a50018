"""``--idle-timeout`` in virtual time: it ends once nothing new was found by looking."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sestrail_tui.cli.streaming.idle_end import IdleEnd
from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.protocol import Arrivals
from tests.follow.fakes import message
from tests.follow.virtual_time import in_virtual_time
from tests.places.no_history import NoHistory

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    import pytest

GROUP = "CloudTrail/logs"
LIVE, STARTING = Health(GROUP, State.LIVE), Health(GROUP)
SEND = Arrivals((decode(message(1).encode()),))


class Playing(NoHistory):
    """A feed that plays news, with pauses in seconds, and stays open."""

    label, account, region = GROUP, "", ""

    def __init__(self, *news: Arrivals | Health | float) -> None:
        self._news = news

    async def news(self) -> AsyncGenerator[Arrivals | Health, None]:
        for item in self._news:
            if isinstance(item, float | int):
                await asyncio.sleep(item)
            else:
                yield item
        await asyncio.Event().wait()

    async def close(self) -> None:
        pass


def ended(*news: Arrivals | Health | float) -> tuple[float, int, tuple[str, ...]]:
    """Give after how many seconds it ended, how many were kept, and what is not told."""

    async def main() -> tuple[float, int, tuple[str, ...]]:
        end = IdleEnd(Playing(*news), lambda _: True, 5.0)
        kept = 0
        async for item in end.news():
            kept += not isinstance(item, Health)
        return asyncio.get_running_loop().time(), kept, end.untold

    return in_virtual_time(main())


def test_it_ends_when_nothing_new_was_found(capfd: pytest.CaptureFixture[str]) -> None:
    assert ended(STARTING, 1, LIVE, 1, LIVE) == (5, 0, ())
    assert "nothing new for 5 s; ending" in capfd.readouterr().err


def test_it_ends_no_sooner_than_it_looked() -> None:
    """Behind Live Tail a log group is polled every 15 s."""
    assert ended(STARTING, 12, LIVE) == (12, 0, ())
    assert ended(STARTING, 1, LIVE, 3, SEND, 15, LIVE) == (19, 1, ())
    assert ended(STARTING, 1, LIVE, 3, SEND, 15, SEND, 2, LIVE) == (24, 2, ())


def test_of_a_source_in_trouble_it_cannot_be_told(capfd: pytest.CaptureFixture[str]) -> None:
    throttled = Health("other", State.THROTTLED, "Too many calls.")
    assert ended(STARTING, throttled, 1, LIVE) == (5, 0, ("other",))
    assert "whether something new came cannot be told of other." in capfd.readouterr().err


def test_one_that_is_never_read_does_not_hold_it_up_for_ever() -> None:
    assert ended(STARTING) == (125, 0, (GROUP,))

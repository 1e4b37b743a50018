"""The collector rests until the program is there, and then works, whichever command it is."""

from __future__ import annotations

import asyncio
import gc
from typing import TYPE_CHECKING

import pytest

from sestrail_tui.cli.streaming.signals import run_loop
from sestrail_tui.core.process import garbage_collector
from sestrail_tui.tui.app.app import SestrailApp
from sestrail_tui.tui.preferences.preferences import Preferences
from tests.tui.world import FrozenClock, Tap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(autouse=True)
def resting() -> Iterator[None]:
    threshold = gc.get_threshold()
    garbage_collector.rest()
    yield
    gc.set_threshold(*threshold)
    gc.enable()
    gc.unfreeze()


def test_it_works_once_a_loop_runs_and_leaves_alone_what_was_there() -> None:
    assert not gc.isenabled()

    async def work() -> tuple[bool, int]:
        return gc.isenabled(), gc.get_freeze_count()

    works, frozen = run_loop(work())
    assert works
    assert frozen


def test_what_never_rested_freezes_nothing() -> None:
    gc.enable()
    gc.unfreeze()
    threshold = gc.get_threshold()
    garbage_collector.work()
    assert not gc.get_freeze_count()
    assert gc.get_threshold() == threshold


class NeverOpen(Tap):
    """A connection that stays at its first step."""

    async def open(self) -> Tap:
        return await asyncio.Future()


@pytest.mark.parametrize("preferences", [Preferences, Preferences()])
async def test_it_works_once_the_main_screen_is_there(
    preferences: Preferences | Callable[[], Preferences],
) -> None:
    app = SestrailApp(NeverOpen(), clock=FrozenClock(), preferences=preferences)
    async with app.run_test() as pilot:
        for _ in range(250):
            if gc.isenabled():
                break
            await pilot.pause(0.02)
        assert gc.isenabled()
        assert app._made is not None

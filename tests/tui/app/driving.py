"""A screen that is filled, watched and waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sestrail_tui.tui.app.app import SestrailApp
from sestrail_tui.tui.main.screen import MainScreen
from tests.tui.world import FrozenClock, Tap

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from sestrail_tui.tui.table.listing import Listing

WIDE, SMALL = (120, 40), (80, 24)


def tapped(**more: Any) -> tuple[SestrailApp, Tap]:
    tap = Tap()
    return SestrailApp(tap, clock=FrozenClock(), **more), tap


def main(app: SestrailApp) -> MainScreen:
    screen = app.screen_stack[0]
    assert isinstance(screen, MainScreen)
    return screen


def listing(app: SestrailApp) -> Listing:
    made = main(app).state.listing
    assert made is not None
    return made


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    for _ in range(150):
        if holds():
            await pilot.pause()
            return
        await pilot.pause(0.02)
    raise AssertionError("It did not come about within three seconds.")


async def filled(pilot: Pilot[None], app: SestrailApp, count: int) -> None:
    await until(
        pilot, lambda: main(app).state.listing is not None and len(listing(app).view) == count
    )

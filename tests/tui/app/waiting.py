"""Waiting for what a screen shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    for _ in range(250):
        if holds():
            return
        await pilot.pause(0.02)
    raise AssertionError("It did not come about within five seconds.")

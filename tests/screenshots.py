"""Redraw screenshots/ through the real app, over records that the demo once delivered.

The clock stands still, so that a picture only changes when the screen does.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from typing import TYPE_CHECKING, Final

from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.protocol import Arrivals
from sestrail_tui.tui.app.app import SestrailApp
from sestrail_tui.tui.preferences.filter_history import FilterHistory
from tests.paths import ROOT
from tests.places.history_engines import three
from tests.tui.history.world import Account
from tests.tui.world import FrozenClock

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from sestrail_tui.core.record import Record

DATA: Final = ROOT / "tests" / "data" / "demo.jsonl"
LAG_MS: Final = 252_000
"""The lag of the newest record: about what AWS takes."""

SHOTS: Final[dict[str, tuple[tuple[int, int], tuple[str, ...], str]]] = {
    "sends-120x40": ((120, 40), ("up", "up", "up"), "sestrail-dark"),
    "filter-120x40": ((120, 40), ("slash", *"config:billing error", "colon"), "sestrail-dark"),
    "pick-80x24": ((80, 24), ("c", "down", "space"), "sestrail-dark"),
    "json-80x24": ((80, 24), ("up", "up", "enter", "2"), "sestrail-dark"),
    "light-120x40": ((120, 40), ("e", "up"), "sestrail-light"),
    "timeline-120x40": ((120, 40), ("T",), "sestrail-dark"),
    "waiting-80x24": ((80, 24), (), "sestrail-dark"),
    "history-120x40": ((120, 40), ("e", "H"), "sestrail-dark"),
}
"""Name -> size, keys pressed, theme."""


def records() -> tuple[Record, ...]:
    """Give the recorded sends, each delivered minutes later, as AWS would."""
    decoded = [decode(line, source="CloudTrail/logs") for line in DATA.read_bytes().splitlines()]
    timed = sorted((one.time_ms or 0, at) for at, one in enumerate(decoded))
    return tuple(
        decode(
            decoded[at].raw,
            source="CloudTrail/logs",
            delivered_ms=time_ms + LAG_MS + at * 7_919 % 60_000 - 30_000,
        )
        for time_ms, at in timed
    )


async def draw(name: str) -> None:
    """Draw one picture."""
    size, keys, theme = SHOTS[name]
    held = () if name.startswith("waiting") else records()
    now_ms = (held[-1].time_ms or 0) + LAG_MS if held else FrozenClock().now_ms()
    tap = Account(three())
    tap.give(Health("CloudTrail/logs", State.STARTING))
    if held:
        tap.give(Arrivals(held))
    tap.give(Health("CloudTrail/logs", State.LIVE, read_through_ms=now_ms, calls=12))
    app = SestrailApp(tap, clock=FrozenClock(now_ms), history=FilterHistory())
    async with app.run_test(size=size) as pilot:
        app.theme = theme
        await settled(pilot)
        for key in keys:
            await pilot.press(key)
        await settled(pilot)
        app.save_screenshot(f"{name}.svg", str(ROOT / "screenshots"))


async def settled(pilot: Pilot[None]) -> None:
    """Wait until the slowest thing on the screen, the facets' second, has come round."""
    for _ in range(30):
        await pilot.pause(0.05)


def main() -> None:
    """Draw every picture, or those named."""
    os.environ["TZ"] = "UTC"
    time.tzset()
    for name in sys.argv[1:] or SHOTS:
        asyncio.run(draw(name))
        sys.stdout.write(f"screenshots/{name}.svg\n")


if __name__ == "__main__":
    main()

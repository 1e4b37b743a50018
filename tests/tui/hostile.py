"""Hostile text on every screen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import pyte

from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.core.safe_text import safe
from sestrail_tui.tui.main.screen import MainScreen
from tests.hostile import cells, everywhere, reading, row_cells
from tests.terminal import Screen
from tests.tui.world import NOW_MS, detail

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from sestrail_tui.core.record import Record
    from sestrail_tui.tui.app.app import SestrailApp

SIZES: Final = ((80, 24), (120, 40))


def hostile(text: str, number: int = 1) -> Record:
    """Give a send that says ``text`` in every field, and comes from a source of that name."""
    time_ms = NOW_MS - 252_000 + number
    told = detail(number, time_ms=time_ms, error="MessageRejected")
    told["requestParameters"] |= {
        "emailTags": [{"name": text, "value": text}],
        "templateName": text,
        "content": {"template": {"templateName": text}},
    }
    told["errorMessage"] = text
    told["resources"] = [{"ARN": text, "accountId": text, "type": text}]
    told["vpcEndpointId"] = text
    raw = reading(partial(everywhere, told, text, number))
    return decode(raw, source=text, delivered_ms=time_ms + 252_000)


def emulated(app: SestrailApp) -> pyte.Screen:
    """Give what a terminal makes of the bytes of a whole frame."""
    width, height = app.size
    screen = Screen(width, height)
    stream = pyte.Stream(screen)
    for number, strip in enumerate(app.screen._compositor.render_strips()):
        stream.feed(f"\x1b[{number + 1};1H")
        stream.feed(strip.render(app.console))
    return screen


def assert_safe(app: SestrailApp) -> pyte.Screen:
    """Check every line of a frame, and that each cell is where it is meant to be; give the screen.

    A line that is safe text already holds nothing of what `safe` would not have let through.
    """
    screen = emulated(app)
    for number, strip in enumerate(app.screen._compositor.render_strips()):
        assert safe(strip.text) == strip.text
        assert strip.cell_length == app.size.width
        assert row_cells(screen, number) == cells(strip.text), strip.text
    return screen


async def ready(pilot: Pilot[None], app: SestrailApp, count: int) -> None:
    for _ in range(200):
        await pilot.pause(0.01)
        main = app.screen_stack[0]
        assert isinstance(main, MainScreen)
        if main.state.listing is not None and len(main.state.listing.view) == count:
            return
    raise AssertionError("The records did not come.")

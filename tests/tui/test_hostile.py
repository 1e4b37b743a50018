"""What a caller chose to say, on every screen: shown as safe text, and nothing moves for it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from string import ascii_letters
from typing import TYPE_CHECKING, Any, Final
from unittest.mock import patch

import pyte
import pytest
from rich.cells import cell_len
from textual.widgets import Input, Static
from textual.widgets._toast import Toast

from sestrail_tui.cloudtrail.decode import decode
from sestrail_tui.cloudtrail.elsewhere import Origin
from sestrail_tui.cloudtrail.safe_text import safe
from sestrail_tui.sources.source import Health, State
from sestrail_tui.tui.row_text import fit
from sestrail_tui.tui.screens.main import MainScreen
from tests.hostile import FIRST, TEXTS, cells, everywhere, reading, row_cells
from tests.terminal import Screen
from tests.tui.world import NOW_MS, app_of, arrivals, detail, live

if TYPE_CHECKING:
    from textual.geometry import Region
    from textual.pilot import Pilot

    from sestrail_tui.cloudtrail.record import Record
    from sestrail_tui.tui.app import SestrailApp

SIZES: Final = ((80, 24), (120, 40))
BORDERS: Final = "│┃╭╮╰╯"


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


def harmless(texts: list[str]) -> list[str]:
    """Give a text of the same cells for each, in which nothing is special."""
    return [
        letter * cell_len(safe(text)) for letter, text in zip(ascii_letters, texts, strict=False)
    ]


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


def frame(app: SestrailApp, screen: pyte.Screen) -> list[tuple[str, Region, list[str]]]:
    """Give where each part of the screen is, and the borders that stand at its edges."""
    found = []
    for widget in app.screen.query("*"):
        place = widget.region
        if isinstance(widget, Static | Input | Toast) or not place.area:
            continue  # as wide as what is said in it
        edges = [
            screen.buffer[y][x].data.replace("┃", "│")  # how long the scroll bar's thumb is
            for y in range(place.y, place.bottom)
            for x in (place.x, place.right - 1)
        ]
        found.append((type(widget).__name__, place, [one for one in edges if one in BORDERS]))
    return found


@dataclass(frozen=True, slots=True)
class Stop:
    """A place on the way through the screens: the keys that lead there, and its name."""

    name: str
    keys: tuple[str, ...]


WAY: Final = (
    Stop("table", ()),
    Stop("table, other columns", ("right", "right", "right", "right")),
    Stop("overview", ("enter",)),
    Stop("overview, further down", ("pagedown", "pagedown")),
    Stop("json", ("right",)),
    Stop("json, further down", ("pagedown",)),
    Stop("facets", ("escape", "tab")),
    Stop("pick config", ("escape", "c")),
    Stop("pick principal", ("escape", "p")),
    Stop("pick, typed", ("a",)),
    Stop("copy as", ("escape", "A")),
    Stop("sources", ("escape", "S")),
    Stop("source below", ("tab", "pagedown")),
    Stop("own config", ("escape", "home", "C")),
    Stop("exclude", ("escape", "P", "x")),
    Stop("completion", ("escape", "escape", "slash", *"ip:")),
    Stop("side by side", ("escape", "escape", "escape", "home", "v", "down", "v")),
    Stop("field below", ("down", "down")),
    Stop("a mark is asked for", ("escape", "m")),
    Stop("palette", ("escape", "ctrl+p")),
    Stop("help", ("escape", "question_mark")),
    Stop("by time", ("escape", "t", "o")),
)


def source(text: str) -> Health:
    """Give the health of a source of that name, which is in trouble of that name."""
    return live(
        state=State.REFUSED,
        sentence=safe(text),
        last_error=safe(text),
        last_error_ms=NOW_MS,
        errors=1,
        never_shows=text,
        origin=Origin(text, text),
    )


async def walk(texts: list[str], size: tuple[int, int]) -> dict[str, Any]:
    """Go through the screens over records that say ``texts``; give the frame at each stop."""
    found = [hostile(text, number) for number, text in enumerate(texts)]
    healths = [Health(**{**as_dict(source(text)), "source": text}) for text in texts[:2]]
    app = app_of([arrivals(found), *healths])
    frames = {}
    with patch("sestrail_tui.tui.clipboard.tools", return_value=[]):
        async with app.run_test(size=size, notifications=True) as pilot:
            await ready(pilot, app, len(found))
            for stop in WAY:
                await pilot.press(*stop.keys)
                await pilot.pause()
                frames[stop.name] = frame(app, assert_safe(app))
    return frames


def as_dict(health: Health) -> dict[str, Any]:
    return {name: getattr(health, name) for name in health.__dataclass_fields__}


async def ready(pilot: Pilot[None], app: SestrailApp, count: int) -> None:
    for _ in range(200):
        await pilot.pause(0.01)
        main = app.screen_stack[0]
        assert isinstance(main, MainScreen)
        if main.listing is not None and len(main.listing.view) == count:
            return
    raise AssertionError("The records did not come.")


@pytest.mark.parametrize("size", SIZES)
async def test_every_screen_is_the_one_of_harmless_records(size: tuple[int, int]) -> None:
    texts = [*TEXTS.values()]
    told, plain = await asyncio.gather(walk(texts, size), walk(harmless(texts), size))
    for name, parts in plain.items():
        assert told[name] == parts, name
    assert len(plain) == len(told) == len(WAY)

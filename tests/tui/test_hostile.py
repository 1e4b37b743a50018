"""What a caller chose to say, on every screen: shown as safe text, and nothing moves for it."""

from __future__ import annotations

import asyncio
import os
import re
import stat
from dataclasses import dataclass
from string import ascii_letters
from typing import TYPE_CHECKING, Any, Final
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.widgets import Input, Static
from textual.widgets._toast import Toast

from sestrail_tui.core.details.links import Origin
from sestrail_tui.core.details.overview import overview
from sestrail_tui.core.errors import FilterError, NotSetUp
from sestrail_tui.core.safe_text import by_number, safe
from sestrail_tui.filters.syntax.complete import complete
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.filters.syntax.tree import All
from sestrail_tui.follow.connections.scripted import ScriptedFeed
from sestrail_tui.follow.health import Health, State
from sestrail_tui.tui.base.cells import fit, fit_end
from sestrail_tui.tui.base.plain_input import PlainInput
from sestrail_tui.tui.base.prompt_line import PromptLine
from sestrail_tui.tui.detail.clipboard import copy
from sestrail_tui.tui.detail.comparison import Pair, compare
from sestrail_tui.tui.detail.copy_as import offers
from sestrail_tui.tui.detail.json_view import json_page
from sestrail_tui.tui.feed.first_screen import FirstFacts, Phase, lines
from sestrail_tui.tui.feed.header import HeaderFacts, head_line, trouble_lines
from sestrail_tui.tui.feed.health import Summary
from sestrail_tui.tui.filtering.filter_mistake import caret_line
from sestrail_tui.tui.main.screen import MainScreen
from sestrail_tui.tui.panels import source_text
from sestrail_tui.tui.panes.overview_page import overview_page
from tests.examples import examples
from tests.hostile import ANY_TEXT, FIRST, TEXTS, cells, row_cells
from tests.tui.hostile import SIZES, assert_safe, emulated, hostile, ready
from tests.tui.hosting import Host, screen_text
from tests.tui.world import NOW_MS, FrozenClock, app_of, arrivals, live

if TYPE_CHECKING:
    from pathlib import Path

    import pyte
    from textual.geometry import Region
    from textual.pilot import Pilot

    from sestrail_tui.tui.app.app import SestrailApp

BORDERS: Final = "│┃╭╮╰╯"


def harmless(texts: list[str]) -> list[str]:
    """Give a text of the same cells for each, in which nothing is special."""
    return [
        letter * cell_len(safe(text)) for letter, text in zip(ascii_letters, texts, strict=False)
    ]


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
    Stop("side by side", ("escape", "escape", "home", "v", "down", "v")),
    Stop("field below", ("down", "down")),
    Stop("palette", ("escape", "ctrl+p")),
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
    with patch("sestrail_tui.tui.detail.clipboard.tools", return_value=[]):
        # A word at the bottom right would lie over a border for as long as it stays.
        async with app.run_test(size=size) as pilot:
            await ready(pilot, app, len(found))
            for stop in WAY:
                await pilot.press(*stop.keys)
                await pilot.pause()
                frames[stop.name] = frame(app, assert_safe(app))
    return frames


def as_dict(health: Health) -> dict[str, Any]:
    return {name: getattr(health, name) for name in health.__dataclass_fields__}


async def seen(pilot: Pilot[None], app: SestrailApp, text: str) -> None:
    for _ in range(200):
        await pilot.pause(0.01)
        assert_safe(app)
        if text in screen_text(app):
            return
    raise AssertionError(screen_text(app))


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
async def test_every_screen_is_the_one_of_harmless_records(size: tuple[int, int]) -> None:
    texts = [*TEXTS.values()]
    told, plain = await asyncio.gather(walk(texts, size), walk(harmless(texts), size))
    for name, parts in plain.items():
        assert told[name] == parts, name
    assert len(plain) == len(told) == len(WAY)


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
async def test_every_cell_of_the_table_is_what_safe_text_says(size: tuple[int, int]) -> None:
    texts = [*TEXTS.values()]
    found = [hostile(text, number) for number, text in enumerate(texts)]
    app = app_of([arrivals(found), live()])
    async with app.run_test(size=size) as pilot:
        await ready(pilot, app, len(found))
        main = app.screen
        assert isinstance(main, MainScreen)
        table = main.table
        assert table.placed
        for number, said in enumerate(found):
            table.focus_row(number)
            await pilot.pause()
            screen = emulated(app)
            line = table.region.y + 1 + number - table.top
            row = row_cells(screen, line)
            for place in table.placed:
                attribute = place.column.attribute
                if attribute in ("", "sender", "error") or place.column.id == "call":
                    continue  # no text of the record as it is
                told = getattr(said, attribute) or "(none)"
                at = table.content_region.x + place.x
                assert row[at : at + place.width] == cells(fit(told, place.width)), attribute


@pytest.mark.parametrize("text", [TEXTS[name] for name in FIRST], ids=FIRST)
async def test_header_first_screen_and_trouble_say_names_as_they_are(text: str) -> None:
    feed = ScriptedFeed([source(text)], FrozenClock(), label=text, account=text, region=text)
    app = app_of(feed, title="")
    async with app.run_test(size=(120, 40)) as pilot:
        await seen(pilot, app, safe(text)[:40].strip())


@pytest.mark.parametrize("text", [TEXTS[name] for name in FIRST], ids=FIRST)
async def test_what_went_wrong_at_the_start_is_told_safely(text: str) -> None:
    app = app_of(NotSetUp(text))
    async with app.run_test(size=(80, 24)) as pilot:
        await seen(pilot, app, safe(text)[:30].strip())


@pytest.mark.parametrize("text", [TEXTS[name] for name in FIRST], ids=FIRST)
async def test_a_file_of_such_a_name_is_written_and_named(text: str, tmp_path: Path) -> None:
    app = app_of([arrivals([hostile("a")]), live()])
    name = text.replace("\x00", "").replace("/", "")[:14]
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await ready(pilot, app, 1)
        await pilot.press("w")
        box = app.screen.query_one("#prompt", PromptLine).query_one(Input)
        box.value = f"{tmp_path}/{name}.jsonl"
        await pilot.pause()
        assert_safe(app)
        await pilot.press("enter")
        await seen(pilot, app, "Wrote 1 record")
        (written,) = os.scandir(tmp_path)
        assert stat.S_IMODE(written.stat().st_mode) == 0o600
        (note,) = app._notifications
        assert safe(note.message) == note.message
        assert note.message.startswith("Wrote 1 record")


async def test_what_is_typed_pasted_or_recalled_is_seen() -> None:
    box = PlainInput("")
    host = Host(box)
    async with host.run_test(size=(80, 5)) as pilot:
        for text in TEXTS.values():
            box.value = text
            box.insert_text_at_cursor(text)
            box.replace(text, 0, 1)
            await pilot.pause()
            assert by_number(box.value) == box.value
            assert all(safe(line) == line for line in screen_text(host).splitlines())
            assert box.cursor_position <= len(box.value)


async def test_a_filter_over_hostile_values_is_seen_and_finds_them() -> None:
    found = [hostile(text, number) for number, text in enumerate(TEXTS.values())]
    app = app_of([arrivals(found), live()])
    async with app.run_test(size=(120, 40)) as pilot:
        await ready(pilot, app, len(found))
        main = app.screen
        assert isinstance(main, MainScreen)
        assert main.state.listing is not None
        for number in range(len(found)):
            main.filters.apply(All())
            main.table.focus_row(number)
            main.filters.toggle_own("config")
            assert main.state.listing.node == parse(main.line.input.value)
            assert [
                main.state.listing.view.row(at) for at in range(len(main.state.listing.view))
            ] == [number]
        await pilot.pause()
        assert_safe(app)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
async def test_the_clipboard_gets_what_was_copied_and_no_sequence_of_its_own(text: str) -> None:
    written: list[str] = []
    for offer in offers(hostile(text), Origin(), None):
        outcome = await copy(
            offer.text,
            offer.what,
            write=written.append,
            env={"TERM": "xterm"},
            which=lambda _: None,
        )
        assert safe(outcome.sentence) == outcome.sentence
    for sequence in written:
        assert re.fullmatch("\x1b]52;c;[A-Za-z0-9+/=]*\x07", sequence)


# Any text, in each widget that draws lines of its own


@given(ANY_TEXT)
@settings(max_examples=examples(12))
def test_pieces_of_any_pane_are_safe(text: str) -> None:
    said = hostile(text[:400])
    other = hostile("x")
    pages = [
        json_page(said.raw),
        overview_page([*overview(said), *source_text.sections(source(text), "local", NOW_MS)]),
    ]
    for page in pages:
        for width in (24, 61):
            page.wrap(width)
            page.wrap_all()
            for at in range(page.row_count):
                pieces = page.row(at)
                assert_line("".join(piece.text for piece in pieces), width)
    for pair in compare(said, other).shown(differing=False):
        assert_pieces(pair)


def assert_pieces(pair: Pair | str) -> None:
    texts = (pair,) if isinstance(pair, str) else (pair.name, pair.left or "", pair.right or "")
    for text in texts:
        for width in (1, 12, 40):
            assert_line(fit_end(text, width), width)
            assert_line(fit(text, width), width)


def assert_line(line: str, width: int) -> None:
    """Check a line: safe, and of no more cells than there are, here and on a terminal."""
    assert safe(line) == line
    assert cell_len(line) <= width
    assert len(cells(line)) == cell_len(line)


@given(ANY_TEXT, st.integers(1, 60))
def test_a_fitted_text_is_as_wide_as_its_place(text: str, width: int) -> None:
    for align in ("left", "right"):
        line = fit(text, width, "right" if align == "right" else "left")
        assert len(cells(line)) == cell_len(line) == width


@given(ANY_TEXT, st.integers(10, 100))
def test_the_header_is_as_wide_as_the_screen(text: str, width: int) -> None:
    facts = HeaderFacts(
        label=text, account=text, region=text, health=Summary("▲", "retrying", "warn", text)
    )
    for line in (head_line(facts, width), *trouble_lines(facts, width)):
        assert_line(line.plain, max(width, line.cell_length if width < 40 else 0))


@given(ANY_TEXT)
def test_the_first_screen_says_any_name(text: str) -> None:
    phases: tuple[Phase, ...] = ("opening", "failed", "waiting", "hidden", "ended")
    for phase in phases:
        facts = FirstFacts(
            phase, label=text, region=text, account=text, sentence=text, filter_text=text, note=text
        )
        for _, line in lines(facts):
            assert safe(line) == line


@given(ANY_TEXT)
def test_a_mistake_in_any_filter_is_explained_safely(text: str) -> None:
    try:
        parse(text)
    except FilterError as error:
        for line in caret_line(error, 2, 80).splitlines():
            assert safe(line) == line


@given(ANY_TEXT)
def test_any_value_is_completed_as_what_can_be_seen(text: str) -> None:
    for typed in ("config:", text):
        completions = complete(typed, len(typed), lambda _: [(text, 3)])
        for item in completions.items:
            assert by_number(item.text) == item.text
            assert safe(item.note) == item.note

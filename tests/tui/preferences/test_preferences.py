from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sestrail_tui.config.read import read
from sestrail_tui.tui.filtering.saved_filters import SavedFilters
from sestrail_tui.tui.keys.help_screen import KeysHelp
from sestrail_tui.tui.main.screen import MainScreen
from sestrail_tui.tui.preferences.last_view import LastView, recall, remember, view_path
from sestrail_tui.tui.preferences.preferences import Preferences, from_settings
from tests.tui.hosting import HOSTILE, screen_text
from tests.tui.world import app_of, arrivals, live, records

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from sestrail_tui.tui.app.app import SestrailApp

HERE = Path("config.toml")
SETTINGS = """
theme = "textual-light"
time = "utc"
columns = ["flags", "principal", "time"]
cap = 5000
[keys]
errors = "f8"
"row.down" = "f9"
[[filters]]
name = "billing"
filter = "config:billing"
key = "e"
[[filters]]
name = "without"
filter = "config:(none)"
"""


def of(text: str, last: LastView | None = None) -> Preferences:
    return from_settings(read(text.encode(), HERE), last or LastView())


def made(text: str = SETTINGS) -> SestrailApp:
    return app_of([arrivals(records(60)), live()], preferences=of(text))


async def ready(pilot: Pilot[None]) -> MainScreen:
    screen = pilot.app.screen_stack[0]
    assert isinstance(screen, MainScreen)
    for _ in range(150):
        if screen.state.listing is not None and len(screen.state.listing.view):
            break
        await pilot.pause(0.02)
    await pilot.pause()
    return screen


def said(app: SestrailApp) -> str:
    return " ".join(one.message for one in app._notifications)


def filter_of(screen: MainScreen) -> str:
    assert screen.state.listing is not None
    return screen.state.listing.filter_text


def test_settings_come_before_the_last_session_and_that_before_what_is_usual() -> None:
    last = LastView(theme="nord", time="relative", order="arrival", facets=("call",))
    assert of("", last).theme == "nord"
    assert of("time = 'utc'", last).time == "utc"
    assert of("", last).order == "arrival"
    assert of("restore = false", last) == of("")
    assert of("", LastView(theme="gone")).theme == Preferences().theme


def test_what_only_the_screen_knows_is_told_with_its_line() -> None:
    found = of("theme = 'x'\ncolumns = ['time',\n'tim', 'time']\n[keys]\ncopy = 'zz'")
    assert found.columns == ()
    assert [one[: one.index("; ")] for one in found.problems if "; " in one] == [
        "config.toml:1: theme: there is no theme 'x'",
        "config.toml:2: columns[2]: there is no column 'tim'",
        "config.toml:5: keys.copy: 'zz' is no key",
    ]
    assert "config.toml:2: columns[3]: time is there twice" in found.problems


async def test_the_screen_begins_as_the_settings_say() -> None:
    app = made()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await ready(pilot)
        assert app.theme == "textual-light"
        assert [place.column.id for place in screen.table.placed] == ["flags", "principal", "time"]
        assert "Time UTC" in screen_text(app)
        assert screen.state.listing is not None
        assert screen.state.listing.store.cap == 5000


async def test_keys_are_where_the_settings_put_them() -> None:
    app = made()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await ready(pilot)
        assert "f8 errors" in screen_text(app)
        await pilot.press("f8")
        assert filter_of(screen) == "error:*"
        await pilot.press("f8", "home")
        first = screen.table.focused_row
        await pilot.press("f9")
        assert screen.table.focused_row == screen.state.listing.view.row(1)  # type: ignore[union-attr]
        await pilot.press("down")
        assert screen.table.focused_row != first
        await pilot.press("question_mark")
        assert isinstance(app.screen, KeysHelp)
        told = [(one.key, one.description) for one in app.screen._keys]
        assert ("e", "billing: config:billing") in told


@pytest.mark.slow
async def test_a_saved_filter_by_its_key_by_the_list_and_by_the_palette() -> None:
    app = made()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await ready(pilot)
        await pilot.press("e")
        assert filter_of(screen) == "config:billing"
        await pilot.press("e")
        assert filter_of(screen) == ""
        await pilot.press("F")
        assert isinstance(app.screen, SavedFilters)
        assert "e  billing  config:billing" in screen_text(app)
        await pilot.press("down", "down", "enter")
        await pilot.pause()
        assert filter_of(screen) == "config:(none)"
        await pilot.press("ctrl+p")
        await pilot.press(*"billing")
        await pilot.pause(0.3)
        await pilot.press("down", "enter")
        await pilot.pause(0.2)
        assert filter_of(screen) == "config:billing"


async def test_the_filter_in_force_is_saved_under_a_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "config.toml"
    monkeypatch.setenv("SESTRAIL_CONFIG", str(path))
    app = made("")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await ready(pilot)
        await pilot.press("F")
        assert "None is saved yet" in screen_text(app)
        await pilot.press("s")
        await pilot.pause()
        assert "There is no filter to save" in said(app)
        await pilot.press("e", "F", "s")
        await pilot.pause()
        await pilot.press(*"bad", "enter")
        await pilot.pause(0.2)
        assert read(path.read_bytes(), path).config.filters[0].filter == "error:*"
        assert [saved.name for saved in screen.saved.preferences.saved] == ["bad"]


@pytest.mark.slow
async def test_the_view_comes_back_with_the_next_session() -> None:
    app = made("")
    async with app.run_test(size=(120, 40)) as pilot:
        await ready(pilot)
        await pilot.press("t", "o", "e")
        app.theme = "nord"
        await pilot.press("q")
    assert view_path().stat().st_mode & 0o777 == 0o600
    last = recall(view_path())
    assert (last.theme, last.time, last.order) == ("nord", "utc", "arrival")
    app = app_of([arrivals(records(60)), live()], preferences=of("", last))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await ready(pilot)
        assert filter_of(screen) == ""
        assert screen.state.listing is not None
        assert screen.state.listing.view.order == "arrival"


@pytest.mark.parametrize("text", ["", "{", '{"order": 3}', "\x00", '{"theme": "x"}'])
def test_a_damaged_view_is_forgotten(tmp_path: Path, text: str) -> None:
    path = tmp_path / "view.json"
    path.write_text(text)
    assert recall(path) == LastView(theme="x" if "x" in text and "{" in text else None)
    remember(tmp_path / "view.json" / "x", LastView())  # cannot be: nobody is disturbed


async def test_what_is_wrong_with_the_settings_is_one_sentence_on_the_screen() -> None:
    app = made(f"theme = '''{HOSTILE.replace(chr(0xD800), '').replace(chr(27), '')}'''\ncap = 'x'")
    async with app.run_test(size=(120, 40)) as pilot:
        await ready(pilot)
        assert said(app).startswith("config.toml:1: this is no TOML")
        assert said(app).endswith("`sestrail config check` lists all.")

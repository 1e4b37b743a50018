"""What is painted before the main screen is imported, and what is typed meanwhile."""

from __future__ import annotations

import asyncio
import signal
import threading
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from sestrail_tui.config.read import load
from sestrail_tui.tui.app.app import SestrailApp
from sestrail_tui.tui.app.first_frame import FirstFrame
from sestrail_tui.tui.app.first_theme import first_theme
from sestrail_tui.tui.main.screen import MainScreen
from sestrail_tui.tui.preferences.last_view import recall, view_path
from sestrail_tui.tui.preferences.preferences import Preferences, from_settings
from sestrail_tui.tui.preferences.theme import DARK, LIGHT
from tests.tui.app.waiting import until
from tests.tui.hosting import screen_text
from tests.tui.world import FrozenClock, Tap

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot


class NeverOpen(Tap):
    """A connection that stays at its first step."""

    async def open(self) -> Tap:
        return await asyncio.Future()


class Held:
    """An app whose settings are read when it is let go on."""

    def __init__(self, theme: str = DARK.name) -> None:
        self.let_go = threading.Event()
        self.app = SestrailApp(
            NeverOpen(), clock=FrozenClock(), preferences=self._read, theme=theme
        )

    def _read(self) -> Preferences:
        assert self.let_go.wait(10)
        return Preferences()

    async def go_on(self, pilot: Pilot[None]) -> None:
        self.let_go.set()
        await until(pilot, lambda: self.app._made is not None)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_nothing_of_the_first_frame_moves_when_the_main_screen_comes(
    size: tuple[int, int],
) -> None:
    held = Held()
    async with held.app.run_test(size=size) as pilot:
        assert isinstance(held.app.screen, FirstFrame)
        first = screen_text(held.app).splitlines()
        await held.go_on(pilot)
        assert isinstance(held.app.screen, MainScreen)
        then = screen_text(held.app).splitlines()
    assert "opening" in first[0]
    assert first[:-1] == then[:-1]  # the last line has room for the keys


async def test_a_screen_of_one_cell_has_a_first_frame_too() -> None:
    held = Held()
    async with held.app.run_test(size=(1, 1)) as pilot:
        await held.go_on(pilot)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "opening" in screen_text(held.app)


@pytest.mark.slow
async def test_what_is_typed_during_the_first_frame_reaches_the_main_screen_in_order() -> None:
    held = Held()
    async with held.app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", *"abcdef")
        assert isinstance(held.app.screen, FirstFrame)
        await held.go_on(pilot)
        await pilot.press(*"gh")
        await until(pilot, lambda: isinstance(held.app.focused, Input))
        assert isinstance(held.app.focused, Input)
        assert held.app.focused.value == "abcdefgh"


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+q"])
async def test_the_first_frame_can_be_left(key: str) -> None:
    held = Held()
    async with held.app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        assert held.app._exit
        held.let_go.set()
    assert held.app.return_code == 0


async def test_told_to_end_during_the_first_frame_it_leaves_in_good_order() -> None:
    held = Held()
    async with held.app.run_test(size=(80, 24)) as pilot:
        signal.raise_signal(signal.SIGTERM)
        await until(pilot, lambda: held.app._exit)
        held.let_go.set()
    assert held.app.return_code == 128 + signal.SIGTERM


@pytest.mark.parametrize(
    "settings",
    [
        None,
        "",
        f'theme = "{LIGHT.name}"',
        'theme = "nord"',
        'theme = "no such theme"',
        "theme = 3",
        "theme = []",
        "theme = ",
        "restore = false",
        f'restore = false\ntheme = "{LIGHT.name}"',
    ],
)
@pytest.mark.parametrize("view", [None, "{}", "[]", "{", '{"theme": {}}', '{"theme": "dracula"}'])
def test_the_first_theme_is_the_one_that_stays(
    settings: str | None, view: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "config.toml"
    environment = {"SESTRAIL_CONFIG": str(path)}
    if settings is not None:
        path.write_text(settings)
    if view is not None:
        view_path().parent.mkdir(parents=True, exist_ok=True)
        view_path().write_text(view)
    assert first_theme(environment) == from_settings(load(environment), recall(view_path())).theme

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.app import App

from sestrail_tui.tui.filtering.picker import Picker
from sestrail_tui.tui.panes.list_pane import ListPane
from tests.tui.hosting import HOSTILE, lines, screen_text

if TYPE_CHECKING:
    from collections.abc import Sequence

VALUES = (("hoge-config", 900), ("", 212), ("billing", 90), ("campaign-spring", 3))


class Picking(App[None]):
    """Opens a picker at once and keeps what it gave."""

    def __init__(
        self, values: Sequence[tuple[str, int]] = VALUES, chosen: tuple[str, ...] = ()
    ) -> None:
        super().__init__()
        self.picker = Picker("Configuration set", values, chosen)
        self.picked: list[tuple[str, ...] | None] = []

    def on_mount(self) -> None:
        self.push_screen(self.picker, self.picked.append)


async def test_it_fits_a_small_terminal_and_says_its_keys() -> None:
    app = Picking()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        shown = screen_text(app)
    for words in ("Configuration set", "hoge-config", "(none)", "212", "enter accept", "4 of 4"):
        assert words in shown


@pytest.mark.parametrize(
    ("keys", "picked"),
    [
        (["enter"], ("hoge-config",)),
        (["down", "enter"], ("",)),
        (["b", "i", "l", "enter"], ("billing",)),
        (["c", "s", "p", "enter"], ("campaign-spring",)),
        (["n", "o", "n", "e", "enter"], ("",)),
        (["space", "down", "tab", "enter"], ("hoge-config", "")),
        (["ctrl+a", "enter"], ("hoge-config", "", "billing", "campaign-spring")),
        (["escape"], None),
        (["space", "escape"], None),
    ],
)
async def test_picking(keys: list[str], picked: tuple[str, ...] | None) -> None:
    app = Picking()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*keys)
    assert app.picked == [picked]


@pytest.mark.parametrize(
    ("keys", "picked"),
    [
        (["enter"], ("", "billing")),
        (["space", "enter"], ("billing",)),
        (["ctrl+a", "ctrl+a", "enter"], ()),
        (["h", "enter"], ("hoge-config",)),
        (["h", "space", "enter"], ("hoge-config", "", "billing")),
        (["up", "enter"], ("hoge-config",)),
    ],
)
async def test_picking_with_a_choice_made_before(keys: list[str], picked: tuple[str, ...]) -> None:
    app = Picking(chosen=("", "billing"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*keys)
    assert app.picked == [picked]


async def test_a_chosen_value_that_is_gone_can_be_unticked() -> None:
    app = Picking(chosen=("gone",))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space", "enter")
    assert app.picked == [()]


async def test_nothing_that_matches_gives_nothing() -> None:
    app = Picking()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("z", "z", "enter", "space", "down", "pagedown")
        assert app.picked == []
        assert "0 of 4" in screen_text(app)
        await pilot.press("backspace", "backspace", "enter")
    assert app.picked == [("hoge-config",)]


async def test_the_mouse_ticks() -> None:
    app = Picking()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.click(ListPane, offset=(10, 3))
        await pilot.click(ListPane, offset=(10, 1))
        await pilot.press("enter")
    assert app.picked == [("hoge-config", "billing")]


async def test_hostile_values_stay_text_and_come_back_as_they_are() -> None:
    app = Picking(((HOSTILE, 5), ("[/]", 1)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("[", "b", "o")
        assert all(line.isprintable() for line in lines(app.picker.query_one(ListPane)))
        await pilot.press("enter")
    assert app.picked == [(HOSTILE,)]

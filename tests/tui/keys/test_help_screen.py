from __future__ import annotations

import pytest
from textual.app import App

from sestrail_tui.filters.syntax.help import help_rows
from sestrail_tui.manual.pages import topics
from sestrail_tui.tui.keys.help_screen import LEGEND, HelpPane, KeyHelp, KeysHelp
from tests.tui.hosting import lines

KEYS = (
    KeyHelp("/", "Edit the filter", "Filter"),
    KeyHelp("space", "Pause the list (new sends", "Follow"),
    KeyHelp("x", "Exclude the value", "Filter"),
)


class Helping(App[None]):
    """Opens the help at once."""

    def on_mount(self) -> None:
        self.push_screen(KeysHelp(KEYS))


@pytest.mark.parametrize("size", [(80, 400), (140, 400), (60, 900)])
async def test_everything_is_there_at_any_width(size: tuple[int, int]) -> None:
    app = Helping()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        shown = "".join("".join(lines(app.screen.query_one(HelpPane))).split())
    said = [(key.key, key.description) for key in KEYS]
    pages = [(topic, "") for topic in topics()]
    for name, _ in (*said, *help_rows(), *LEGEND, *pages):
        assert "".join(name.split()) in shown


async def test_keys_stand_in_their_groups_beside_the_filter() -> None:
    app = Helping()
    async with app.run_test(size=(140, 60)) as pilot:
        await pilot.pause()
        shown = lines(app.screen.query_one(HelpPane))
    assert [line[2:30].rstrip() for line in shown[1:7]] == [
        "Filter",
        "/      Edit the filter",
        "x      Exclude the value",
        "",
        "Follow",
        "space  Pause the list (new s",
    ]
    assert "Filter language" in shown[1]


async def test_it_scrolls_on_a_small_terminal() -> None:
    app = Helping()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        assert any(topics()[-1] in line for line in lines(app.screen.query_one(HelpPane)))


@pytest.mark.parametrize("key", ["question_mark", "escape", "q"])
async def test_it_closes(key: str) -> None:
    app = Helping()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        assert not isinstance(app.screen, KeysHelp)

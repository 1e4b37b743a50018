from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.color import Color

from sestrail_tui.tui.panes.pane import Pane
from sestrail_tui.tui.panes.styled_text import StyledText
from tests.tui.hosting import Host, lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.strip import Strip


class Numbers(Pane):
    """A pane of numbered rows."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self.rows = rows

    def row_count(self) -> int:
        return self.rows

    def row(self, index: int) -> Sequence[StyledText]:
        return (StyledText(f"{index} "), StyledText("日本" * 30, "dim"))

    def head(self) -> Sequence[StyledText]:
        return (StyledText("Numbers " * 20, "title"),)

    def note(self) -> str:
        return "note"


def thumb(pane: Pane) -> str:
    return "".join(line[-1] for line in lines(pane)[1:-1])


async def test_what_is_too_wide_is_cut_inside_the_borders() -> None:
    pane = Numbers(3)
    async with Host(pane).run_test(size=(21, 6)):
        shown = lines(pane)
    assert shown[0] == "╭─ Numbers Numbers ─╮"
    assert shown[1] == "│ 0 日本日本日本日  │"
    assert shown[4] == "│                   │"
    assert shown[5] == "╰──────────── note ─╯"


async def test_the_border_is_the_scroll_bar() -> None:
    pane = Numbers(40)
    async with Host(pane).run_test(size=(30, 12)) as pilot:
        assert thumb(pane) == "┃┃││││││││"
        pane.focus()
        await pilot.press("end")
        assert pane.top == 30
        assert thumb(pane) == "││││││││┃┃"
        await pilot.press("pageup", "up")
        assert pane.top == 19
        await pilot.press("home")
        assert pane.top == 0
    pane = Numbers(10)
    async with Host(pane).run_test(size=(30, 12)):
        assert thumb(pane) == "│" * 10


async def test_what_is_drawn_takes_the_colours_of_another_theme_and_of_the_focus() -> None:
    def drawn(pane: Pane) -> list[Strip]:
        return [pane.render_line(y) for y in range(pane.size.height)]

    pane, other, fresh = Numbers(3), Numbers(3), Numbers(3)
    async with Host(pane, other).run_test(size=(30, 12)) as pilot:
        pane.styles.height = other.styles.height = 6
        other.focus()
        await pilot.pause()
        dark = drawn(pane)
        pilot.app.theme = "textual-light"
        await pilot.pause()
        light = drawn(pane)
        pane.focus()
        await pilot.pause()
        focused = drawn(pane)
    assert len({tuple(map(repr, one)) for one in (dark, light, focused)}) == 3
    app = Host(fresh)
    app.theme = "textual-light"
    async with app.run_test(size=(30, 12)) as pilot:
        fresh.styles.height = 6
        fresh.focus()
        await pilot.pause()
        assert drawn(fresh) == focused


async def test_the_wheel_scrolls_within_bounds() -> None:
    pane = Numbers(14)
    async with Host(pane).run_test(size=(30, 12)) as pilot:
        for kind, top in (
            (events.MouseScrollDown, 3),
            (events.MouseScrollDown, 4),
            (events.MouseScrollUp, 1),
            (events.MouseScrollUp, 0),
        ):
            pane.post_message(kind(pane, 1, 1, 0, 0, 0, False, False, False))
            await pilot.pause()
            assert pane.top == top
        pane.scroll_rows_to(100)
        assert pane.top == 4
        pane.scroll_rows_to(-3)
        assert pane.top == 0


async def test_reveal_scrolls_as_little_as_it_can() -> None:
    pane = Numbers(40)
    async with Host(pane).run_test(size=(30, 12)):
        pane.reveal(9)
        assert pane.top == 0
        pane.reveal(10)
        assert pane.top == 1
        pane.reveal(0)
        assert pane.top == 0


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark", "nord"])
async def test_tones_are_readable_and_take_the_ground_they_stand_on(theme: str) -> None:
    pane = Numbers(3)
    app = Host(pane)
    async with app.run_test(size=(30, 12)) as pilot:
        app.theme = theme
        await pilot.pause()
        base = pane.rich_style
        for name in sorted(pane.COMPONENT_CLASSES):
            style = pane.tone(name.removeprefix("pane--"), base)
            if name not in ("pane--cursor", "pane--match", "pane--current"):
                assert style.bgcolor == base.bgcolor
        dim = pane.tone("dim", base)
    if base.bgcolor is not None and dim.color is not None and theme != "ansi-dark":
        ground, ink = (Color.from_rich_color(color) for color in (base.bgcolor, dim.color))
        assert abs(ground.brightness - ink.brightness) > 0.2

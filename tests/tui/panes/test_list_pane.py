from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sestrail_tui.tui.panes.list_pane import ListPane
from sestrail_tui.tui.panes.list_rows import ListRows, RowState
from sestrail_tui.tui.panes.styled_text import StyledText
from tests.tui.hosting import Host, lines, only

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.message import Message


class Fruits(ListRows[str | int]):
    """Names; a number is a heading."""

    title = "Fruits"
    empty = "There is none."
    has_titles = True
    headings = int

    def titles(self, width: int) -> Sequence[StyledText]:
        return (StyledText(f"{'Name':<{width}}", "dim"),)

    def row(self, item: str | int, state: RowState) -> Sequence[StyledText]:
        return (StyledText("✓ " if state.ticked else "  "), StyledText(str(item), "bad"))


NAMES = (1, "apple", "banana", 2, "cherry", "date")


@pytest.mark.parametrize(
    ("keys", "item"),
    [
        ([], "apple"),
        (["up"], "apple"),
        (["down"], "banana"),
        (["down", "down"], "cherry"),
        (["down", "j", "k"], "banana"),
        (["end"], "date"),
        (["end", "down"], "date"),
        (["end", "home"], "apple"),
        (["pagedown"], "cherry"),
        (["pagedown", "pageup"], "apple"),
    ],
)
async def test_keys_move_the_cursor_over_headings(keys: list[str], item: str) -> None:
    pane = ListPane(Fruits(), NAMES)
    async with Host(pane).run_test(size=(30, 6)) as pilot:
        pane.focus()
        await pilot.press(*keys)
        assert pane.item == pane.chosen == item
        shown = lines(pane)
    assert "Fruits" in shown[0]
    assert "Name" in shown[1], "titles stay where they are"
    assert any(item in line for line in shown[2:-1])


async def test_the_cursor_stays_with_its_item_and_in_sight() -> None:
    pane = ListPane(Fruits(), NAMES, chosen="cherry")
    async with Host(pane).run_test(size=(30, 6)) as pilot:
        assert pane.item == "cherry"
        pane.show(["a", "b", "c", "d", *NAMES])
        assert pane.item == "cherry"
        await pilot.pause()
        assert any("cherry" in line for line in lines(pane))
        pane.scroll_rows_to(0)
        pane.show(["a", *NAMES, *"bcdefgh"])
        assert pane.top == 0, "who scrolled away is left there"
        pane.show([1, "x", "y"])
        assert pane.item == "y", "the nearest takes the place of what is gone"
        pane.show([])
        assert pane.cursor is None
        await pilot.press("down")
        assert any("There is none." in line for line in lines(pane))
        pane.show(["x", "y"])
        assert pane.item == "y"


async def test_where_there_are_headings_only_nothing_is_chosen() -> None:
    pane = ListPane(Fruits(), [1, 2])
    async with Host(pane).run_test(size=(30, 6)) as pilot:
        pane.focus()
        await pilot.press("down", "end", "home")
        assert pane.item is None


async def test_a_watcher_knows_the_item_within_the_keys_own_call() -> None:
    pane = ListPane(Fruits(), NAMES)
    seen: list[object] = []
    async with Host(pane).run_test(size=(30, 6)) as pilot:
        pane.watch(pane, "chosen", lambda: seen.append(pane.item), init=False)
        pane.go(1)
        assert seen == ["banana"]
        pane.show(NAMES)
        await pilot.pause()
        assert seen == ["banana"]


async def test_clicks_choose_but_not_headings_nor_borders() -> None:
    seen: list[Message] = []
    pane = ListPane(Fruits(), NAMES)
    async with Host(pane).run_test(size=(30, 10), message_hook=seen.append) as pilot:
        for y, item in ((4, "banana"), (5, "banana"), (1, "banana"), (0, "banana"), (6, "cherry")):
            await pilot.click(pane, offset=(4, y))
            assert pane.item == item
        await pilot.click(pane, offset=(4, 6), times=2)
    clicks = {id(one): one for one in only(seen, ListPane.Clicked)}
    times = [one.times for one in clicks.values() if isinstance(one, ListPane.Clicked)]
    assert times == [1, 1, 1, 2]


async def test_what_is_typed_narrows_and_ticks_are_of_what_is_shown() -> None:
    pane = ListPane(Fruits(), ["apple", "banana", "cherry"], ticked=["apple"], focusable=False)
    async with Host(pane).run_test(size=(30, 8)):
        await pane.narrow("an")
        assert (pane.shown, pane.item) == (["banana"], "banana")
        pane.tick()
        pane.tick_all()
        assert pane.ticked == {"apple"}
        pane.tick_all()
        assert pane.ticked == {"apple", "banana"}
        await pane.narrow("zz")
        pane.tick()
        assert pane.item is None
        assert pane.ticked == {"apple", "banana"}
        await pane.narrow("")
        assert pane.shown == ["apple", "banana", "cherry"]
        assert "✓ banana" in lines(pane)[3]


async def test_the_cursors_row_has_the_cursors_colours_also_where_one_types_beside_it() -> None:
    for focusable in (True, False):
        pane = ListPane(Fruits(), ["apple", "banana"], focusable=focusable)
        async with Host(pane).run_test(size=(30, 8)) as pilot:
            if focusable:
                pane.focus()
            await pilot.pause()
            ground = pane.get_component_rich_style("pane--cursor").bgcolor
            styles = {segment.style for segment in pane.render_line(2) if segment.text.strip(" │")}
        assert [style.bgcolor for style in styles if style] == [ground]


async def test_a_list_is_as_high_as_its_rows_when_it_may_be() -> None:
    pane = ListPane(Fruits(), NAMES)
    pane.styles.height = "auto"
    async with Host(pane).run_test(size=(30, 20)) as pilot:
        assert pane.size.height == len(NAMES) + 3
        pane.show(NAMES[:2])
        await pilot.pause()
        assert pane.size.height == 5
        pane.show([])
        await pilot.pause()
        assert pane.size.height == 4


async def test_a_hundred_thousand_items_are_drawn_as_fast_as_ten() -> None:
    drawn: list[object] = []

    class Counting(Fruits):
        def row(self, item: str | int, state: RowState) -> Sequence[StyledText]:
            drawn.append(item)
            return super().row(item, state)

    pane = ListPane(Counting(), [f"value {number}" for number in range(100_000)])
    async with Host(pane).run_test(size=(30, 10)) as pilot:
        pane.focus()
        await pilot.press("end")
        lines(pane)
    assert pane.item == "value 99999"
    assert len(drawn) < 100

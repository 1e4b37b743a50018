from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import patch

from sestrail_tui.tui.filtering.facets import (
    SHOWN,
    Facet,
    FacetChosen,
    FacetColumn,
    FacetRest,
    FacetValue,
)
from tests.tui.hosting import HOSTILE, Host, lines, only

if TYPE_CHECKING:
    from textual.message import Message

CONFIG = Facet("config", "Config set", (("hoge-config", 900), ("", 212)))
PRINCIPALS = Facet("principal", "Principal", tuple((f"p{at}", 90 - at) for at in range(12)))


def at_cursor(column: FacetColumn) -> str:
    row = column.list.item
    if isinstance(row, FacetValue):
        return row.value
    assert isinstance(row, FacetRest)
    return "more"


async def test_titles_values_counts_and_ticks() -> None:
    column = FacetColumn()
    async with Host(column).run_test(size=(80, 14)) as pilot:
        column.show([CONFIG, PRINCIPALS], {"config": ("hoge-config",)})
        await pilot.pause()
        shown = lines(column.list)
    assert shown[:4] == [
        "╭─ Config set ───────────╮",
        "│ ✓ hoge-config      900 │",
        "│   (none)           212 │",
        "│ Principal              │",
    ]
    assert f"… {12 - SHOWN} more" in shown[10]


async def test_the_title_of_the_facet_at_the_top_is_on_the_border() -> None:
    column = FacetColumn()
    async with Host(column).run_test(size=(80, 6)) as pilot:
        column.show([CONFIG, PRINCIPALS], {})
        await pilot.pause()
        column.list.scroll_rows_to(2)
        assert "Principal" not in lines(column.list)[0]
        assert "Principal" in lines(column.list)[1]
        column.list.scroll_rows_to(3)
        assert "Principal" in lines(column.list)[0]


async def test_keys_choose_and_exclude() -> None:
    seen: list[Message] = []
    column = FacetColumn()
    async with Host(column).run_test(size=(80, 14), message_hook=seen.append) as pilot:
        column.show([CONFIG, PRINCIPALS], {})
        column.list.focus()
        await pilot.press("enter", "down", "x", "down", "enter")
    sent = [message for message in only(seen, FacetChosen) if isinstance(message, FacetChosen)]
    said = list(dict.fromkeys((one.field, one.value, one.exclude) for one in sent))
    assert said == [
        ("config", "hoge-config", False),
        ("config", "", True),
        ("principal", "p0", False),
    ]


async def test_a_click_chooses_but_not_on_a_title() -> None:
    seen: list[Message] = []
    column = FacetColumn()
    async with Host(column).run_test(size=(80, 14), message_hook=seen.append) as pilot:
        column.show([CONFIG, PRINCIPALS], {})
        await pilot.pause()
        await pilot.click(column, offset=(5, 3))
        await pilot.click(column, offset=(5, 0))
        await pilot.click(column, offset=(5, 13))
        assert not only(seen, FacetChosen)
        await pilot.click(column, offset=(5, 5))
    sent = only(seen, FacetChosen)[0]
    assert isinstance(sent, FacetChosen)
    assert sent.value == "p1"


async def test_the_rest_is_shown_and_hidden_again() -> None:
    seen: list[Message] = []
    column = FacetColumn()
    async with Host(column).run_test(size=(80, 40), message_hook=seen.append) as pilot:
        column.show([PRINCIPALS], {})
        column.list.focus()
        await pilot.press("end", "x", "enter")
        assert "p11" in "".join(lines(column.list))
        assert at_cursor(column) == "more"
        await pilot.press("enter")
        assert "p11" not in "".join(lines(column.list))
    assert not only(seen, FacetChosen)


async def test_the_cursor_stays_at_its_value() -> None:
    column = FacetColumn()
    async with Host(column).run_test(size=(80, 40)) as pilot:
        column.show([CONFIG, PRINCIPALS], {})
        column.list.focus()
        await pilot.press("down", "down", "down")
        assert at_cursor(column) == "p1"
        again = Facet("principal", "Principal", (("new", 500), *PRINCIPALS.values))
        column.show([CONFIG, again], {})
        assert at_cursor(column) == "p1"
        column.show([CONFIG], {})
        assert isinstance(column.list.item, FacetValue)
        column.show([], {})
        await pilot.press("down", "enter", "x")
        assert column.list.cursor is None
        column.show([PRINCIPALS], {})
        assert at_cursor(column) == "p0"


async def test_what_is_chosen_is_always_there_to_be_given_back() -> None:
    column = FacetColumn()
    async with Host(column).run_test(size=(80, 40)) as pilot:
        column.show([CONFIG, PRINCIPALS], {"principal": ("p11", "gone")})
        await pilot.pause()
        shown = "\n".join(lines(column.list))
    assert "✓ p11               79" in shown
    assert "✓ gone               0" in shown
    assert f"… {12 - SHOWN - 1} more" in shown


async def test_the_same_again_draws_nothing() -> None:
    column = FacetColumn()
    async with Host(column).run_test(size=(80, 40)) as pilot:
        column.show([CONFIG], {})
        await pilot.pause()
        with patch.object(column.list, "show") as shown:
            column.show([CONFIG], {})
        assert not shown.called


async def test_hostile_text_stays_text() -> None:
    column = FacetColumn()
    async with Host(column).run_test(size=(80, 40)) as pilot:
        column.styles.width = 60
        column.show([CONFIG, Facet("x", HOSTILE, ((HOSTILE, 10**9),))], {"x": (HOSTILE,)})
        await pilot.pause()
        shown = lines(column.list)
    assert all(line.isprintable() for line in shown)
    assert sum("[/][bold]" in line for line in shown) == 2

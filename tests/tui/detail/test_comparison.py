from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.tui.detail.compare_screen import CompareScreen
from sestrail_tui.tui.detail.comparison import Pair, aligned, compare
from tests.tui.hosting import HOSTILE, lines, screen_text
from tests.tui.world import NOW_MS, app_of, arrivals, live, record

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from sestrail_tui.tui.app.app import SestrailApp

fields = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from("xy"))


@given(fields, fields)
def test_every_field_is_paired_once_in_both_orders(
    left: dict[str, str], right: dict[str, str]
) -> None:
    pairs = aligned(left, right)
    names = [pair.name for pair in pairs]
    assert sorted(names) == sorted(left.keys() | right.keys())
    assert [name for name in names if name in left] == list(left)
    assert {pair.name: pair.left for pair in pairs if pair.left is not None} == left
    assert {pair.name: pair.right for pair in pairs if pair.right is not None} == right


def test_what_only_the_right_one_has_stands_where_it_has_it() -> None:
    names = [pair.name for pair in aligned({"a": "", "c": ""}, {"x": "", "a": "", "b": ""})]
    assert names == ["x", "a", "b", "c"]


@pytest.mark.parametrize(
    ("left", "right", "sign"), [("a", "a", " "), ("a", "b", "≠"), ("a", None, "<"), (None, "", ">")]
)
def test_signs_say_without_colour_how_they_differ(
    left: str | None, right: str | None, sign: str
) -> None:
    assert Pair("n", left, right).sign == sign


def test_words_and_json_and_only_what_differs() -> None:
    found = compare(record(1), record(1, config="other"))
    differing = found.shown(differing=True)
    assert [row for row in differing if isinstance(row, str)] == ["In words", "JSON"]
    names = [row.name for row in differing if isinstance(row, Pair)]
    assert "requestParameters.configurationSetName" in names
    assert "Resources · configuration set" in names
    assert found.differing == 1
    same = compare(record(1), record(1))
    assert same.shown(differing=True) == ()


async def _shown(pilot: Pilot[None], app: SestrailApp, *keys: str) -> CompareScreen:
    for _ in range(100):
        if app._main.state.listing is not None and len(app._main.state.listing.view) >= 2:
            break
        await pilot.pause(0.02)
    await pilot.press(*keys)
    for _ in range(100):
        if isinstance(app.screen, CompareScreen):
            await pilot.pause()
            return app.screen
        await pilot.pause(0.02)
    raise AssertionError(screen_text(app))


def two(**more: Any) -> SestrailApp:
    first = record(1, time_ms=NOW_MS - 60_000, principal="deploy")
    second = record(2, time_ms=NOW_MS - 30_000, **({"principal": "hoge-iwasa/x"} | more))
    return app_of([live(), arrivals([first, second])])


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_two_rows_are_marked_and_shown(size: tuple[int, int]) -> None:
    app = two()
    async with app.run_test(size=size) as pilot:
        screen = await _shown(pilot, app, "v", "up", "v")
        shown = screen_text(app)
        assert "Side by side" in shown
        assert "≠ Identity · Who" in shown
        assert "hoge-iwasa/x" in shown
        await pilot.press("d", "n", "N", "tab", "down", "tab", "end", "home")
        await pilot.pause()
        assert "differing only" in screen_text(app)
        assert isinstance(screen.list.item, Pair)
        lines(screen.list)
        lines(screen.detail)
        await pilot.press("escape")
        assert app.screen is app._main
        assert app._main.table.marked is None


async def test_the_mark_is_said_and_taken_back() -> None:
    app = two()
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await _shown(pilot, app, "v", "up", "v")
        await pilot.press("v")
        assert app.screen is app._main
        await pilot.press("v")
        await pilot.pause()
        assert app._main.table.marked == app._main.table.focused_row
        assert "1 marked, v on another compares" in screen_text(app)
        await pilot.press("v")
        await pilot.pause()
        assert "1 marked" not in screen_text(app)


@pytest.mark.slow
async def test_hostile_and_broken_records() -> None:
    app = two(principal=HOSTILE, config=HOSTILE, sender=HOSTILE, **{HOSTILE: HOSTILE})
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _shown(pilot, app, "v", "up", "v")
        for key in ("d", "end", "d", "end"):
            await pilot.press(key)
            await pilot.pause()
            for line in screen_text(app).splitlines():
                assert line.isprintable()
        assert screen.detail.row_count()


def test_a_quarter_of_a_megabyte_has_all_its_fields() -> None:
    large = {"eventSource": "ses.amazonaws.com", "tags": [{"n": str(n)} for n in range(20_000)]}
    found = compare(decode(json.dumps(large).encode()), decode(b"\xff"))
    assert found.differing == 20_002
    assert len(found.shown(differing=False)) > 20_000

"""Words at the bottom right: small, one at a time, and true where there is nothing to do."""

from __future__ import annotations

import pytest
from textual.geometry import Region
from textual.widgets._toast import Toast

from sestrail_tui.tui.table.lazy_scroll import _moved
from tests.tui.world import Tap, app_of, arrivals, records


async def test_a_word_is_small_at_the_bottom_right_and_takes_the_place_of_the_one_before() -> None:
    app = app_of([arrivals(records(30))])
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause(0.2)
        for _ in range(3):
            await pilot.press("x")
        await pilot.pause()
        (toast,) = app.screen.query(Toast)
        assert toast.region.height == 1
        assert (toast.region.right, toast.region.bottom) == (80, 23)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("c", "Nothing to pick from yet: no record has come."),
        ("p", "Nothing to pick from yet: no record has come."),
        ("y", "There is no record to copy."),
        ("Y", "There is no row to copy."),
        ("w", "There is no row to write."),
    ],
)
async def test_a_key_that_has_nothing_to_work_on_says_so(key: str, said: str) -> None:
    app = app_of(Tap())
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause(0.1)
        await pilot.press(key)
        await pilot.pause()
        assert [note.message for note in app._notifications] == [said]


@pytest.mark.parametrize("size", [(80, 24), (20, 5), (5, 3), (1, 1)])
async def test_paging_through_a_palette_of_any_size_does_no_harm(size: tuple[int, int]) -> None:
    app = app_of([arrivals(records(30))])
    async with app.run_test(size=size) as pilot:
        await pilot.press("ctrl+p", "pageup", "pagedown", "down", "up", "ctrl+end", "escape")
        assert app.screen is app.screen_stack[0]


def test_a_thumb_that_moves_by_an_eighth_draws_a_few_cells() -> None:
    assert list(_moved((0, 40), (1, 40), 20)) == [Region(0, 0, 1, 2), Region(0, 4, 1, 3)]
    assert list(_moved((0, 160), (0, 160), 20)) == [Region(0, 0, 1, 2), Region(0, 19, 1, 1)]

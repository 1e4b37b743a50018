from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.tui.filtering.filter_steps import FilterSteps
from sestrail_tui.tui.preferences.filter_history import FilterHistory
from tests.tui.app.driving import filled, listing, main, tapped, until
from tests.tui.table.notices import notices
from tests.tui.world import arrivals, live, records

if TYPE_CHECKING:
    from pathlib import Path

    from sestrail_tui.filters.syntax.tree import Node

FILTERS = [parse(text) for text in ("", "a", "error:*", "config:x")]


@given(st.lists(st.sampled_from([*FILTERS, "undo", "redo"]), max_size=20))
def test_undo_and_redo_walk_over_what_was_taken(steps: list[Node | str]) -> None:
    made = FilterSteps(FILTERS[0])
    before: list[Node] = []
    after: list[Node] = []
    now = FILTERS[0]
    for step in steps:
        if step == "undo":
            assert made.undo() == (before[-1] if before else None)
            if before:
                after.append(now)
                now = before.pop()
        elif step == "redo":
            assert made.redo() == (after[-1] if after else None)
            if after:
                before.append(now)
                now = after.pop()
        elif not isinstance(step, str):
            made.take(step)
            if step != now:
                before.append(now)
                now, after = step, []


@pytest.mark.slow
async def test_what_keys_built_comes_back_by_u_and_from_the_history(tmp_path: Path) -> None:
    path = tmp_path / "filters"
    app, tap = tapped(history=FilterHistory(path))
    async with app.run_test(size=(120, 40)) as pilot:
        tap.give(live(), arrivals(records(60)))
        await filled(pilot, app, 60)
        await pilot.press("right", "right", "x", "P", "e", "e", "C")
        built = listing(app).filter_text
        assert built.startswith("-principal:")
        assert built.count("principal:") == 2
        await pilot.press("escape")
        assert listing(app).filter_text == ""
        await until(pilot, lambda: "u brings it back" in notices(app))
        await pilot.press("u")
        assert listing(app).filter_text == main(app).line.input.value == built
        await pilot.press("u", "u", "u")
        assert " config:" not in listing(app).filter_text
        await pilot.press("ctrl+r", "ctrl+r", "ctrl+r", "ctrl+r")
        assert listing(app).filter_text == ""
        await pilot.press("slash")
        assert main(app).line.input.value == built
        await pilot.press("escape", "escape")
    assert built in path.read_text().splitlines()


@pytest.mark.slow
async def test_a_typed_filter_is_one_step_and_one_that_was_left_none() -> None:
    app, tap = tapped()
    async with app.run_test(size=(120, 40)) as pilot:
        tap.give(live(), arrivals(records(60)))
        await filled(pilot, app, 60)
        await pilot.press("slash", *"mfa", "colon", *"no")
        await pilot.pause(0.3)
        await pilot.press("enter", "slash", *" zzz")
        await pilot.pause(0.3)
        await pilot.press("ctrl+r")
        assert main(app).line.input.value == "mfa:no zzz"
        await pilot.press("escape", "e")
        assert listing(app).filter_text == "mfa:no error:*"
        await pilot.press("u")
        assert listing(app).filter_text == "mfa:no"
        await pilot.press("u", "u")
        assert listing(app).filter_text == ""
        await pilot.press("u")
        await until(pilot, lambda: "There is no earlier filter." in notices(app))

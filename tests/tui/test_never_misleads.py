"""Keys and arrivals in any order: what the screen says of its rows is so after each of them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from sestrail_tui.filters.match import compile_node
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.filters.syntax.tree import All
from tests.tui.app.driving import listing, main, tapped, until
from tests.tui.hosting import screen_text
from tests.tui.world import arrivals, live, records

if TYPE_CHECKING:
    from sestrail_tui.tui.app.app import SestrailApp

KEYS = (
    *("up", "down", "home", "end", "f", "space", "e", "C", "P", "x", "right", "left", "o"),
    *("enter", "tab", "shift+tab", "escape", "u", "ctrl+r", "1", "2"),
)
TYPED = ("config:billing", "principal:depl", "nowhere", "NOT error:*", "mfa=no OR error:*", "conf")


def check(app: SestrailApp) -> None:
    screen, made = main(app), listing(app)
    view, text = made.view, screen_text(app)
    if not screen.line.input.has_focus:
        assert parse(screen.line.input.value) == made.node
    if screen.focused is screen.detail:
        assert not screen.table.following
    if screen.has_class("-empty") and "hides all" in text:
        assert made.node != All()
        matches = compile_node(made.node)
        looked_at = range(made.store.first_row, view.end_row)
        assert looked_at
        assert not any(matches(made.store.record(row)) for row in looked_at)
    if len(view) and not screen.figures.is_reading:  # figures move at a calm pace while one reads
        assert f" of {made.held:,} sends" in text or f" {made.held:,} sends" in text
        assert made.paused or len(view) <= made.looked_at
    assert ("wait" in text) == made.paused or screen.has_class("-empty")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
async def test_whatever_is_pressed_while_records_come(seed: int) -> None:
    chance = random.Random(seed)
    app, tap = tapped()
    came = 0
    async with app.run_test(size=chance.choice([(120, 40), (80, 24)])) as pilot:
        tap.give(live(), arrivals(records(40)))
        await until(
            pilot, lambda: main(app).state.listing is not None and len(listing(app).view) == 40
        )
        came = 40
        for _ in range(40):
            table, made = main(app).table, listing(app)
            if chance.random() < 0.3:
                await pilot.pause(0.02)  # a key may be late on a busy machine
                row, is_held = table.focused_row, not table.following
                tap.give(live(), arrivals(records(3, first=came + 1)))
                came += 3
                end = came if not made.paused else made.view.end_row
                await until(pilot, lambda end=end: listing(app).view.end_row == end)  # type: ignore[misc]
                if is_held and not table.following and row is not None:
                    assert table.focused_row == row
            elif chance.random() < 0.15:
                await pilot.press("slash", "ctrl+u")
                main(app).line.input.value = chance.choice(TYPED)
                await pilot.press("enter")
                if main(app).line.input.has_focus:
                    await pilot.press("escape", "escape")
            else:
                await pilot.press(chance.choice(KEYS))
            await pilot.pause()
            check(app)
        node = listing(app).node
        main(app).filters.apply(parse("call:x"))
        await pilot.press("u")
        assert listing(app).node == node
        await pilot.press("ctrl+r")
        assert listing(app).node == parse("call:x")

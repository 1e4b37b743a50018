"""The timeline as it is used: keys, mouse, what comes meanwhile, and the filter it gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len

from sestrail_tui.tui.timeline.chart import TimeChart
from sestrail_tui.tui.timeline.screen import TimelineScreen
from tests.tui.app.driving import filled, listing, main, tapped, until
from tests.tui.hosting import HOSTILE, screen_text
from tests.tui.world import NOW_MS, arrivals, live, record

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from sestrail_tui.tui.app.app import SestrailApp

MINUTE = 60_000
START_MS = NOW_MS - NOW_MS % MINUTE - 20 * MINUTE
"""2026-04-11 19:47:00 UTC."""


def minutes(*counts: int, first: int = 1, **more: Any) -> list[Any]:
    """Give so many sends in each minute after `START_MS`."""
    moments = [
        START_MS + minute * MINUTE + at
        for minute, count in enumerate(counts)
        for at in range(count)
    ]
    return [record(first + at, time_ms=moment, **more) for at, moment in enumerate(moments)]


async def opened(pilot: Pilot[None], app: SestrailApp, key: str = "T") -> TimelineScreen:
    await until(pilot, lambda: main(app).state.listing is not None)
    await pilot.press(key)
    await until(pilot, lambda: isinstance(app.screen, TimelineScreen))
    screen = app.screen
    assert isinstance(screen, TimelineScreen)
    await settled(pilot, screen)
    return screen


async def settled(pilot: Pilot[None], screen: TimelineScreen) -> None:
    await pilot.pause(0.05)
    await until(pilot, lambda: not screen.counted.is_counting)


def title(app: SestrailApp) -> str:
    """Give the head of the legend."""
    return next(line for line in screen_text(app).splitlines()[1:] if line.startswith("╭─"))


@pytest.mark.slow
async def test_enter_filters_by_the_column_under_the_cursor() -> None:
    app, tap = tapped()
    async with app.run_test(size=(80, 24)) as pilot:
        tap.give(live(), arrivals(minutes(3, 0, 2, 4)))
        await filled(pilot, app, 9)
        screen = await opened(pilot, app)
        text = screen_text(app)
        assert "Timeline by config set, 5 s a column" in text
        assert "2026-04-11 19:50:00 to 19:50:05, 5s: 4 of 9" in title(app)
        await pilot.press("left", *["minus"] * 5)
        await settled(pilot, screen)
        assert "1 min a column" in screen_text(app)
        assert "19:49:00 to 19:50:00, 1m00s: 2 of 9" in title(app)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is main(app))
        assert listing(app).filter_text == "time:2026-04-11T19:49:00Z..2026-04-11T19:49:59Z"
        assert len(listing(app).view) == 2


async def test_a_selection_becomes_the_filter_in_place_of_an_earlier_one() -> None:
    app, tap = tapped(filter_text="config:billing time:2026-04-11Z")
    async with app.run_test(size=(120, 40)) as pilot:
        tap.give(live(), arrivals(minutes(3, 1, 2, 4)))
        await filled(pilot, app, 10)
        screen = await opened(pilot, app)
        await pilot.press(*["minus"] * 6, "left")
        await pilot.press("shift+left")
        await settled(pilot, screen)
        assert "19:48:00 to 19:50:00, 2m00s: 3 of 10" in title(app)
        assert "esc unselect" in screen_text(app)
        await pilot.press("left")
        assert "19:47:00 to 19:48:00" in title(app), "a plain move drops it"
        await pilot.press("space", "right", "right", "enter")
        await until(pilot, lambda: app.screen is main(app))
        wanted = "config:billing time:2026-04-11T19:47:00Z..2026-04-11T19:49:59Z"
        assert listing(app).filter_text == wanted
        assert len(listing(app).view) == 6
        screen = await opened(pilot, app)
        assert "6 of 6" not in title(app)
        await pilot.press("a")
        await settled(pilot, screen)
        assert listing(app).filter_text == "config:billing"
        assert "of 10" in title(app)
        assert "all times" not in screen_text(app)


async def test_the_mouse_selects_and_looks_closer() -> None:
    app, tap = tapped()
    async with app.run_test(size=(80, 24)) as pilot:
        tap.give(live(), arrivals(minutes(3, 1, 2, 4)))
        await filled(pilot, app, 10)
        screen = await opened(pilot, app)
        right = screen.chart.size.width - 3
        await pilot.mouse_down(TimeChart, (right, 3))
        await pilot.hover(TimeChart, (right - 12, 5))
        await pilot.mouse_up(TimeChart, (right - 12, 5))
        assert "19:49:00 to 19:50:05, 1m05s: 6 of 10" in title(app)
        await pilot.hover(TimeChart, (right - 40, 5))
        assert "1m05s" in title(app), "the button was let go"
        await pilot.mouse_down(TimeChart, (right - 36, 3))
        await pilot.mouse_up(TimeChart, (right - 36, 3))
        assert "19:47:00 to 19:47:05, 5s: 3 of 10" in title(app)
        assert screen.counted.cursor is not None
        for scroll, told in (("on_mouse_scroll_down", "10 s"), ("on_mouse_scroll_up", "5 s")):
            getattr(screen.chart, scroll)(_Wheel())
            await settled(pilot, screen)
            assert f"{told} a column" in screen_text(app)


class _Wheel:
    def stop(self) -> None:
        pass


async def test_it_follows_what_comes_and_stays_where_one_went() -> None:
    app, tap = tapped()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, app)
        assert "No send has come yet" in screen_text(app)
        await pilot.press("enter", "left", "shift+left", "space", "plus", "home", "0")
        assert app.screen is screen
        tap.give(live(), arrivals(minutes(3, 1)))
        await filled(pilot, app, 4)
        screen.counted.refresh()
        await settled(pilot, screen)
        assert "19:48:00 to 19:48:01, 1s: 1 of 4" in title(app)
        tap.give(arrivals(minutes(0, 0, 5, first=50)))
        await filled(pilot, app, 9)
        screen.counted.refresh()
        await settled(pilot, screen)
        assert "19:49:00 to 19:49:01, 1s: 5 of 9" in title(app)
        await pilot.press("home")
        await settled(pilot, screen)
        assert "19:47:00 to 19:47:01, 1s: 3 of 9" in title(app)
        tap.give(arrivals(minutes(0, 0, 0, 2, first=80)))
        await filled(pilot, app, 11)
        screen.counted.refresh()
        await settled(pilot, screen)
        assert "19:47:00 to 19:47:01, 1s: 3 of 11" in title(app)
        await pilot.press("pagedown", "end")
        await settled(pilot, screen)
        assert "19:50:00 to 19:50:01, 1s: 2 of 11" in title(app)


async def test_sends_are_told_apart_by_another_field() -> None:
    app, tap = tapped()
    async with app.run_test(size=(120, 40)) as pilot:
        refused = minutes(0, 2, first=90, error="Throttling", principal=HOSTILE)
        tap.give(live(), arrivals([*minutes(5), *refused]))
        await filled(pilot, app, 7)
        screen = await opened(pilot, app)
        shown = {"principal": "deploy", "error": "b Throttling", "call": "SendEmail"}
        for by, value in shown.items():
            await pilot.press("b")
            await settled(pilot, screen)
            text = screen_text(app)
            assert f"Timeline by {by}," in text
            assert value in " ".join(text.split())
            assert "\x1b" not in text
            assert all(cell_len(line) == 120 for line in text.splitlines())


@pytest.mark.parametrize("size", [(20, 6), (80, 24), (200, 50)])
async def test_any_size_is_drawn_and_left_again(size: tuple[int, int]) -> None:
    app, tap = tapped()
    async with app.run_test(size=size) as pilot:
        tap.give(live(), arrivals(minutes(*range(1, 20))))
        await filled(pilot, app, 190)
        screen = await opened(pilot, app)
        assert all(cell_len(line) == size[0] for line in screen_text(app).splitlines())
        await pilot.resize_terminal(100, 30)
        await settled(pilot, screen)
        assert screen.counted.data is not None
        assert screen.counted.data.window.columns == screen.chart.columns
        await pilot.press("space", "escape")
        assert screen.is_active, "esc drops the selection first"
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is main(app))
        assert listing(app).filter_text == ""


async def test_times_beyond_the_calendar_are_drawn_but_no_filter_can_say_them() -> None:
    app, tap = tapped()
    async with app.run_test(size=(80, 24)) as pilot:
        tap.give(live(), arrivals([record(1), record(2, eventTime="0001-01-01T00:00:00Z")]))
        await filled(pilot, app, 2)
        screen = await opened(pilot, app)
        assert "1 week a column" in screen_text(app)
        await pilot.press("home")
        await settled(pilot, screen)
        assert "1 of 2" in title(app)
        await pilot.press("enter")
        await pilot.pause(0.05)
        assert app.screen is screen
        assert listing(app).filter_text == ""

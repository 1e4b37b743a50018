"""While somebody reads, what moves by itself is painted at a calm pace; a state is told at once."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import patch

from sestrail_tui.follow.health import State
from sestrail_tui.tui.app.app import SestrailApp
from sestrail_tui.tui.base.throttle import CALM_S, Throttle
from tests.tui.app.driving import WIDE, filled, listing, main, until
from tests.tui.hosting import screen_text
from tests.tui.world import FrozenClock, Tap, arrivals, live, records


def test_the_first_is_let_through_and_then_one_in_ten_seconds() -> None:
    clock = FrozenClock()
    pace = Throttle(clock)
    due = [pace.due]
    pace.painted()
    for passed_ms in (0, CALM_S * 1000 - 1, 1):
        clock.ms += passed_ms
        due.append(pace.due)
    assert due == [True, False, False, True]


async def test_counts_come_at_once_and_then_at_a_calm_pace_while_paused() -> None:
    clock, tap = FrozenClock(), Tap()
    app = SestrailApp(tap, clock=clock)
    async with app.run_test(size=WIDE) as pilot:
        tap.give(live(), arrivals(records(20)))
        await filled(pilot, app, 20)
        await pilot.press("space")
        tap.give(arrivals(records(7, first=21)))
        await until(pilot, lambda: "paused, 7 wait" in screen_text(app))
        tap.give(arrivals(records(5, first=28)))
        await until(pilot, lambda: main(app).figures.counts_stale)
        main(app).figures.second()
        await pilot.pause()
        assert "paused, 7 wait" in screen_text(app)
        clock.ms += CALM_S * 1000
        main(app).figures.second()
        await until(pilot, lambda: "paused, 12 wait" in screen_text(app))
        assert not main(app).figures.counts_stale


async def test_a_state_that_changes_is_told_at_once_while_paused() -> None:
    clock, tap = FrozenClock(), Tap()
    app = SestrailApp(tap, clock=clock)
    async with app.run_test(size=WIDE) as pilot:
        tap.give(live(), arrivals(records(20)))
        await filled(pilot, app, 20)
        await pilot.press("space")
        tap.give(replace(live(), state=State.THROTTLED))
        await until(pilot, lambda: "throttled" in screen_text(app))


async def test_facets_wait_until_one_follows_again() -> None:
    clock, tap = FrozenClock(), Tap()
    app = SestrailApp(tap, clock=clock)
    async with app.run_test(size=WIDE) as pilot:
        tap.give(live(), arrivals(records(20)))
        await filled(pilot, app, 20)
        await pilot.press("home")
        tap.give(arrivals(records(7, first=21)))
        await until(pilot, lambda: len(listing(app).store) == 27 and main(app).figures.facets_stale)
        with patch.object(main(app).figures, "show_facets") as shown:
            assert main(app).figures.is_reading
            main(app).figures.second()
            assert not shown.called
            await pilot.press("end")
            main(app).figures.second()
            assert shown.called

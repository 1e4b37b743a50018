"""What an account's own names say, on the screens about it: nothing acts, nothing moves."""

from __future__ import annotations

import pytest

from sestrail_tui.account.report import Finding, Fix, Level, Report
from sestrail_tui.core.errors import NotSetUp
from sestrail_tui.core.safe_text import safe
from sestrail_tui.follow.history.engine import Estimate
from sestrail_tui.tui.alerts.desktop import notification
from sestrail_tui.tui.app.app import SestrailApp
from sestrail_tui.tui.history.form import HistoryForm
from sestrail_tui.tui.preferences.filter_history import FilterHistory
from sestrail_tui.tui.preferences.preferences import Preferences, SavedPreferences
from tests.hostile import FIRST, TEXTS
from tests.places.history_engines import ScriptedEngine
from tests.tui.app.driving import until
from tests.tui.history import world as past_world
from tests.tui.hostile import SIZES, assert_safe, hostile, ready
from tests.tui.hosting import screen_text
from tests.tui.panels import doctor_screen
from tests.tui.world import FrozenClock, Tap, arrivals, live

SAID = "".join(TEXTS[name] for name in FIRST)


@pytest.mark.parametrize("size", SIZES)
async def test_the_doctor(size: tuple[int, int]) -> None:
    fix = Fix((("aws", "logs", SAID), (SAID,)), easier=("sestrail", SAID), note=SAID)
    found = [Finding("id", SAID, level, SAID, SAID, fix) for level in Level]
    report = Report(tuple(found), SAID, SAID, SAID)
    account = doctor_screen.Account((report, report))
    app = doctor_screen.app_over(account)
    async with app.run_test(size=size, notifications=True) as pilot:
        await doctor_screen.opened(pilot, app)
        for key in ("down", "down", "tab", "pagedown"):
            assert_safe(app)
            await pilot.press(key)
        assert_safe(app)
        assert safe(SAID)[:8] in screen_text(app)


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
async def test_asking_the_past(size: tuple[int, int]) -> None:
    estimate = Estimate(SAID, 1, 0.1, SAID)
    engines = (
        ScriptedEngine(SAID, "insights", estimate=estimate),
        ScriptedEngine(SAID, "lake", estimate=NotSetUp(SAID)),
        ScriptedEngine(SAID, "athena", lack=SAID, setup=SAID),
    )
    account = past_world.Account(engines, notes=(SAID,))
    app = past_world.app_over(account)
    async with app.run_test(size=size, notifications=True) as pilot:
        account.give(live(), arrivals([hostile(SAID)]))
        await ready(pilot, app, 1)
        await pilot.press("H")
        await until(pilot, lambda: isinstance(app.screen, HistoryForm))
        for key in ("down", "down", "tab", "tab", *SAID[:2], "enter"):
            await pilot.press(key)
            assert_safe(app)


async def test_saved_filters_and_what_is_wrong_with_the_settings() -> None:
    preferences = Preferences(
        saved=(SavedPreferences(SAID, SAID), SavedPreferences("b", SAID)), problems=(SAID, SAID)
    )
    app = SestrailApp(Tap(), clock=FrozenClock(), preferences=preferences, history=FilterHistory())
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause(0.05)
        assert_safe(app)
        await pilot.press("F", "down")
        assert_safe(app)
        await pilot.press("escape", "ctrl+p", "down")
        assert_safe(app)


@pytest.mark.parametrize("program", ["iTerm.app", ""])
def test_a_desktop_notification_ends_where_it_is_meant_to(program: str) -> None:
    sequence = notification(SAID, {"TERM_PROGRAM": program, "TERM": "foot"})
    body = sequence.removeprefix("\x1b]").removesuffix("\x07")
    assert len(body) == len(sequence) - 3
    assert safe(body) == body

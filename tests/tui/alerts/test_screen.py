from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from sestrail_tui.alerts.rule_names import RULES
from sestrail_tui.alerts.settings import AlertSettings
from sestrail_tui.follow.health import State
from sestrail_tui.tui.main.screen import MainScreen
from sestrail_tui.tui.preferences.preferences import Preferences
from tests.tui.hosting import HOSTILE, screen_text
from tests.tui.world import NOW_MS, Tap, app_of, arrivals, live, record

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from sestrail_tui.tui.app.app import SestrailApp

BACKLOG = [record(number, principal="known", time_ms=NOW_MS - 900_000) for number in range(5)]


def made(**settings: Any) -> tuple[SestrailApp, Tap]:
    tap = Tap()
    return app_of(tap, preferences=Preferences(alerts=AlertSettings(**settings))), tap


def said(app: SestrailApp) -> list[str]:
    return [one.message for one in app._notifications]


async def rows(pilot: Pilot[None], count: int) -> MainScreen:
    screen = pilot.app.screen_stack[0]
    assert isinstance(screen, MainScreen)
    for _ in range(150):
        if screen.state.listing is not None and len(screen.state.listing.view) >= count:
            break
        await pilot.pause(0.02)
    await pilot.pause()
    return screen


async def armed(pilot: Pilot[None], screen: MainScreen) -> None:
    for _ in range(150):
        if screen.alerts.alarms.armed:
            return
        await pilot.pause(0.02)
    raise AssertionError("Alerts were not armed within three seconds.")


async def test_the_backlog_teaches_and_what_is_new_is_told() -> None:
    app, tap = made(rules=("principal",))
    async with app.run_test(size=(160, 40)) as pilot:
        tap.give(live(state=State.CATCHING_UP), arrivals(BACKLOG))
        screen = await rows(pilot, 5)
        tap.give(live())
        await armed(pilot, screen)
        tap.give(arrivals([record(9, principal="known"), record(10, principal="stranger")]))
        await rows(pilot, 7)
        assert said(app) == ["First send seen of stranger"]
        assert [line for line in screen_text(app).splitlines() if "! new principal" in line]
        assert [screen.alerts.alarms.mark(row) for row in range(7)] == [
            *[""] * 6,
            "! new principal",
        ]
        assert app.focused is screen.table
        await pilot.press("f")
        assert "Alert" in screen_text(app)


async def test_they_are_off_until_wanted_and_can_be_turned_on() -> None:
    app, tap = made()
    async with app.run_test(size=(160, 40)) as pilot:
        tap.give(live(), arrivals(BACKLOG))
        screen = await rows(pilot, 5)
        tap.give(arrivals([record(9, principal="early")]))
        await rows(pilot, 6)
        assert said(app) == []
        screen.alerts.turn_rule("principal")
        await pilot.pause()
        assert said(app) == ["Alert when a principal sends for the first time: on."]
        await armed(pilot, screen)
        tap.give(arrivals([record(11, principal="early"), record(12, principal="later")]))
        await rows(pilot, 8)
        assert said(app) == ["First send seen of later"]
        screen.alerts.turn_rule("principal")
        await pilot.pause()
        tap.give(arrivals([record(13, principal="last")]))
        await rows(pilot, 9)
        assert said(app) == ["Alert when a principal sends for the first time: off."]


async def test_bell_and_desktop_and_text_that_would_drive_the_terminal() -> None:
    app, tap = made(rules=RULES, tell=("desktop",))
    written: list[str] = []
    async with app.run_test(size=(160, 40)) as pilot:
        tap.give(live(), arrivals(BACKLOG))
        screen = await rows(pilot, 5)
        await armed(pilot, screen)
        terminal = patch.dict("os.environ", {"TERM": "foot", "TMUX": "", "STY": ""})
        with terminal, patch.object(screen, "write_terminal", written.append):
            tap.give(arrivals([record(9, principal=HOSTILE)]))
            await rows(pilot, 6)
        (sequence,) = written
        assert sequence.startswith("\x1b]777;notify;sestrail;First send seen of ")
        assert sequence[1:-1].isprintable()
        assert said(app) == []
        screen.alerts.turn_way("bell")
        screen.alerts.turn_way("desktop")
        screen.alerts.turn_way("toast")
        with patch.object(app, "bell") as bell:
            tap.give(arrivals([record(10, principal="x", config="")]))
            await rows(pilot, 7)
        bell.assert_called_once_with()
        assert said(app) == ["x named no configuration set in the request"]


async def test_the_palette_offers_each_alert() -> None:
    app, tap = made(rules=("volume",))
    async with app.run_test(size=(160, 40)) as pilot:
        tap.give(live(), arrivals(BACKLOG))
        screen = await rows(pilot, 5)
        offered = [text for text, _, _ in screen.commands()]
        assert "Alerts: stop telling when a minute has many more sends than those before" in offered
        assert "Alerts: start telling when a request names no configuration set" in offered
        assert "Alerts: tell them also by the terminal's bell" in offered

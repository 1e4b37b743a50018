"""The form for a history search: engines, times, filter, estimate, and the ways out."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from rich.cells import cell_len
from textual.widgets import Input

from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.core.errors import AccessDenied, NotSetUp
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.follow.history.engine import Question
from sestrail_tui.tui.detail.clipboard import CopyOutcome
from sestrail_tui.tui.history.estimates import Estimates
from sestrail_tui.tui.history.form import HistoryForm
from sestrail_tui.tui.keys.keys import KEYS
from sestrail_tui.tui.panes.list_pane import ListPane
from tests.places.history_engines import DDL, QUERY, ScriptedEngine, three
from tests.tui.app.driving import filled, main, until
from tests.tui.history.form import OLDEST_MS, at_form, inputs, noticed, opened, put, said
from tests.tui.history.world import Account, app_over, shows_answer
from tests.tui.hosting import HOSTILE, screen_text
from tests.tui.world import NOW_MS, arrivals, live, record, records

if TYPE_CHECKING:
    from sestrail_tui.tui.app.app import SestrailApp

DAY_MS = 86_400_000


def typing(app: SestrailApp) -> bool:
    return isinstance(app.focused, Input)


def test_the_key_is_in_help_palette_and_readme() -> None:
    assert [key.id for key in KEYS if key.key == "H"] == ["history"]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_engines_are_named_with_the_day_before_the_oldest_record(
    size: tuple[int, int],
) -> None:
    engines = three()
    account = Account(engines, notes=("eu-west-1 was refused.",))
    app = app_over(account)
    async with app.run_test(size=size) as pilot:
        await opened(pilot, app, account)
        text = await said(pilot, app, "about 1.23 GB scanned, $0.0062", "| limit 10000")
        for part in ("● Insights CloudTrail/logs", "ready", "○ Athena trail-logs", "to be set up"):
            assert part in text
        assert "from    2026-04-10T19:07:04" in text
        assert "to      2026-04-11T19:07:04" in text
        assert "Sat 2026-04-11 19:07:04, 1h00m ago" in text
        assert "eu-west-1 was refused." in text
        assert all(cell_len(line) == size[0] for line in text.splitlines())
    assert engines[0].estimated == [Question(parse(""), OLDEST_MS - DAY_MS, OLDEST_MS)]


async def test_it_says_that_it_looks_for_engines_and_can_be_filled_meanwhile() -> None:
    account = Account(three())
    account.found.clear()
    app = app_over(account)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, account)
        await said(pilot, app, "Looking for engines…")
        await pilot.press("enter")
        assert at_form(app)
        put(app, 0, "2d")
        account.found.set()
        await said(pilot, app, "about 1.23 GB scanned", "Thu 2026-04-09 20:07:04, 2d00h ago")


async def test_refusals_are_sentences_and_it_can_be_looked_for_again() -> None:
    account = Account(NotSetUp("There is nothing to ask."), AccessDenied("Refused."), three())
    app = app_over(account)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, account)
        await said(pilot, app, "There is nothing to ask.", "No engine")
        await pilot.press("enter")
        assert at_form(app)
        await pilot.press("r")
        await said(pilot, app, "Refused.")
        await pilot.press("r")
        await said(pilot, app, "about 1.23 GB scanned")


@pytest.mark.slow
async def test_engines_are_found_once_and_closed_with_the_screen() -> None:
    account = Account(three())
    app = app_over(account)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, account)
        await said(pilot, app, "about")
        await pilot.press("escape", "H")
        await said(pilot, app, "about")
        assert account.opened == 1
        await pilot.press("r")
        await until(pilot, lambda: account.opened == 2)
        assert account.closed == 0, "what is being asked goes on"
    assert account.closed == 2


async def test_the_cursor_chooses_the_engine_and_each_says_what_it_is() -> None:
    account = Account(three())
    app = app_over(account)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, account)
        await said(pilot, app, "● Insights")
        await pilot.press("down")
        await said(pilot, app, "AWS does not tell before the query.", "SELECT eventJson FROM b2c1")
        await pilot.press("tab", "down")
        text = await said(pilot, app, "There is no table over s3://trail-logs", "y copy set-up")
        assert "CREATE EXTERNAL TABLE" in text
        await pilot.press("enter")
        assert at_form(app), "what lacks something is not asked"
        await pilot.click(ListPane, offset=(5, 1))
        await said(pilot, app, "about 1.23 GB scanned", "y copy query")


async def test_y_copies_the_set_up_or_the_query() -> None:
    account = Account(three())
    app = app_over(account)
    copied: list[str] = []

    async def copy(text: str, what: str, **_: object) -> CopyOutcome:
        copied.append(text)
        return CopyOutcome(f"Copied {what}", ok=True)

    with patch("sestrail_tui.tui.detail.clipboard.copy", copy):
        async with app.run_test(size=(80, 24)) as pilot:
            await opened(pilot, app, account)
            await said(pilot, app, "about 1.23 GB scanned")
            await pilot.press("y")
            await until(pilot, lambda: copied == [QUERY])
            await pilot.press("end", "y")
            await until(pilot, lambda: copied == [QUERY, DDL])


async def test_the_estimate_follows_what_is_typed_after_a_pause() -> None:
    engines = three()
    account = Account(engines)
    app = app_over(account, filter_text="principal:*")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, account)
        await said(pilot, app, "about 1.23 GB scanned", "filter  principal:*")
        put(app, 0, "7d")
        put(app, 1, "")
        put(app, 2, "error:*")
        week = Question(parse("error:*"), NOW_MS - 7 * DAY_MS, NOW_MS)
        await until(pilot, lambda: engines[0].estimated[-1] == week)
        assert engines[1].estimated == []


@pytest.mark.slow
async def test_mistakes_are_marked_and_nothing_is_asked() -> None:
    engines = three()
    account = Account(engines)
    app = app_over(account)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, account)
        await said(pilot, app, "about 1.23 GB scanned")
        put(app, 0, "yesterday")
        await said(pilot, app, "no time: 15m, 2d1h", "As soon as what is typed above")
        await pilot.press("enter")
        assert at_form(app)
        assert app.focused is inputs(app)[0]
        put(app, 0, "5m")
        await said(pilot, app, "nothing lies between")
        put(app, 0, "2d")
        put(app, 1, "tomorrow")
        await said(pilot, app, "no time:")
        await pilot.press("enter")
        assert app.focused is inputs(app)[1]
        put(app, 1, "now")
        put(app, 2, "conf:x error:*")
        await pilot.press("enter")
        assert app.focused is inputs(app)[2]
        await pilot.press("enter")
        await said(pilot, app, "There is no field conf.")
        put(app, 2, "config:x error:*")
        await said(pilot, app, "about 1.23 GB scanned")
        assert engines[0].estimated[-1] == Question(
            parse("config:x error:*"), NOW_MS - 2 * DAY_MS, NOW_MS
        )
        assert not engines[0].asked


async def test_a_refused_estimate_is_said_and_it_can_be_asked_all_the_same() -> None:
    engine = ScriptedEngine(estimate=AccessDenied("logs:DescribeLogGroups was refused."))
    account = Account((engine,))
    app = app_over(account)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, account)
        await said(pilot, app, "logs:DescribeLogGroups was refused.")
        await pilot.press("enter")
        await until(pilot, lambda: shows_answer(app))


async def test_without_its_estimate_it_is_asked_at_the_second_enter() -> None:
    engine = ScriptedEngine()
    account = Account((engine,))
    app = app_over(account)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, account)
        await said(pilot, app, "about")
        with patch.object(Estimates, "make"):
            put(app, 0, "2d")
            await said(pilot, app, "Estimating…")
            await pilot.press("enter")
            assert at_form(app)
            assert "enter again asks without it" in noticed(app)
            await pilot.press("enter")
            await until(pilot, lambda: shows_answer(app))
        await until(pilot, lambda: len(engine.asked) == 1)


@pytest.mark.slow
async def test_tab_completes_or_goes_on_and_esc_goes_back_a_step() -> None:
    account = Account(three())
    app = app_over(account)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, account)
        await pilot.press("tab", "tab", "tab", *"erro", "tab")
        assert inputs(app)[2].value == "error:"
        assert app.focused is inputs(app)[2]
        await pilot.press("x", "x", "tab")
        assert not typing(app)
        await pilot.press("shift+tab")
        assert typing(app)
        await pilot.press("escape")
        await until(pilot, lambda: app.focused is app.screen.query_one(ListPane))
        await pilot.press("escape")
        assert app.screen is main(app)
        for key in ("H", "q"):
            await pilot.press("H")
            await until(pilot, lambda: isinstance(app.screen, HistoryForm))
            await pilot.press(key)
            assert app.screen is main(app)


async def test_it_opens_before_any_record_and_over_what_has_no_past() -> None:
    account = Account(NotSetUp("Files have no past to ask for."))
    app = app_over(account)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("H")
        await said(pilot, app, "from    24h", "to      now", "Files have no past")


@pytest.mark.slow
async def test_a_record_of_no_year_that_a_clock_shows_does_no_harm() -> None:
    account = Account(three())
    app = app_over(account)
    async with app.run_test(size=(80, 24)) as pilot:
        raw = record(1).raw.replace(b"2026-04-11", b"0001-01-01")
        account.give(live(), arrivals([decode(raw)]))
        await filled(pilot, app, 1)
        await pilot.press("H")
        await until(pilot, lambda: isinstance(app.screen, HistoryForm))


async def test_hostile_names_stay_text() -> None:
    engine = ScriptedEngine(HOSTILE, lack=HOSTILE, setup=HOSTILE)
    account = Account((engine,), notes=(HOSTILE,))
    app = app_over(account)
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, app, account)
        await said(pilot, app, "[bold]")
        await pilot.press("enter")
        await pilot.pause()
        text = screen_text(app)
        assert "\x1b" not in text
        assert all(cell_len(line) == 120 for line in text.splitlines())
        assert app.screen.query_one(ListPane).item is engine


async def test_an_engine_is_estimated_once_for_each_question() -> None:
    engines = three()
    account = Account(engines)
    app = app_over(account)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, account)
        await said(pilot, app, "about 1.23 GB scanned")
        await pilot.press("down")
        await said(pilot, app, "AWS does not tell before the query.")
        await pilot.press("up")
        await said(pilot, app, "about 1.23 GB scanned")
        assert [len(engine.estimated) for engine in engines] == [1, 1, 0]


@pytest.mark.slow
async def test_several_engines_are_asked_together() -> None:
    east, west = ScriptedEngine("east Insights logs"), ScriptedEngine("west Insights logs")
    lacking = three()[2]
    account = Account((east, west, lacking))
    app = app_over(account)
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, app, account)
        await pilot.press("space", "down", "space", "down", "space", "up")
        text = await said(pilot, app, "about 2.46 GB scanned, $0.012 by all 2")
        assert "✓ east Insights logs" in text
        assert "2 ticked" in text
        assert "create it with the statement below" in noticed(app), "what lacks is not ticked"
        await pilot.press("up", "space")
        await said(pilot, app, "● east Insights logs", "1 ticked")
        await pilot.press("space", "enter")
        await until(pilot, lambda: bool(east.asked) and bool(west.asked))
        for engine, number in ((east, 500), (west, 600)):
            engine.asked[0][1].records(records(2, first=number))
            engine.asked[0][1].end()
        await said(pilot, app, "4 sends", "east Insights logs, west Insights logs", "■ ended")
        assert "2.46 GB scanned, $0.012" in screen_text(app)
        await pilot.press("H")
        await said(pilot, app, "✓ east Insights logs", "✓ west Insights logs")

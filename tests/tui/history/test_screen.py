"""The answer from the past: the way there, what it says, what keys do on it, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.follow.connections.history import ask
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.history.engine import Question
from sestrail_tui.tui.base import messages
from sestrail_tui.tui.history.question import TypedQuestion, worded
from sestrail_tui.tui.history.question_line import QuestionFacts, question_lines
from sestrail_tui.tui.main.screen import MainScreen
from tests.places.history_engines import Answer, ScriptedEngine, three
from tests.tui.app.driving import filled, main, until
from tests.tui.history.form import at_form, noticed, opened, put, said
from tests.tui.history.world import Account, app_over, shows_answer
from tests.tui.hosting import screen_text
from tests.tui.world import NOW_MS, arrivals, records

if TYPE_CHECKING:
    from textual.message import Message
    from textual.pilot import Pilot

    from sestrail_tui.tui.app.app import SestrailApp

NAME = "Insights CloudTrail/logs"
OLD = records(40, first=100, start_ms=NOW_MS - 40_000_000)


def answer(app: SestrailApp) -> MainScreen:
    screen = app.screen
    assert isinstance(screen, MainScreen)
    assert shows_answer(app)
    return screen


def at_live(app: SestrailApp) -> bool:
    return app.screen is main(app)


def cut_short(source: Answer) -> bool:
    return source.cancelled


async def asked(
    pilot: Pilot[None], app: SestrailApp, account: Account, engine: ScriptedEngine
) -> Answer:
    """Follow three records, ask for the past, and give what answers."""
    await opened(pilot, app, account)
    await said(pilot, app, "about 1.23 GB scanned")
    await pilot.press("enter")
    await until(pilot, lambda: shows_answer(app) and bool(engine.asked))
    return engine.asked[-1][1]


async def shown(pilot: Pilot[None], app: SestrailApp, rows: int) -> None:
    def has_rows() -> bool:
        listing = answer(app).state.listing
        return listing is not None and len(listing.view) == rows

    await until(pilot, has_rows)


@pytest.mark.slow
async def test_the_messages_of_a_question_in_order() -> None:
    engines = three()
    account = Account(engines)
    app = app_over(account)
    seen: list[Message] = []
    async with app.run_test(size=(120, 40), message_hook=seen.append) as pilot:
        source = await asked(pilot, app, account, engines[0])
        seen.clear()
        source.give(Health(NAME, State.CATCHING_UP, progress=0.5, scanned_bytes=600_000_000))
        await said(pilot, app, "asking ▰▰▰▰▱▱▱▱ 50%", "600 MB of about 1.23 GB scanned")
        source.records(OLD)
        await shown(pilot, app, 40)
        source.end()
        await said(pilot, app, "■ ended", "1.23 GB scanned, $0.0061")
    own = [type(one) for one in seen if type(one).__module__ == messages.__name__]
    own = [one for one in own if one is not messages.RecordingChanged]
    assert own == [
        messages.HealthChanged,
        messages.Grew,
        messages.HealthChanged,
        messages.FeedEnded,
    ]
    assert source.ended
    assert not source.cancelled
    question = engines[0].asked[0][0]
    assert question == Question(parse(""), NOW_MS - 90_000_000, NOW_MS - 3_600_000)


@pytest.mark.slow
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_it_says_whom_and_what_was_asked(size: tuple[int, int]) -> None:
    engines = three()
    account = Account(engines)
    app = app_over(account, filter_text="-config:(none)")
    async with app.run_test(size=size) as pilot:
        account.give(arrivals(records(3, start_ms=NOW_MS - 3_601_300)))
        await until(pilot, lambda: "3 sends" in screen_text(app))
        await pilot.press("H")
        await said(pilot, app, "about 1.23 GB scanned", "-config:(none)")
        await pilot.press("enter")
        await until(pilot, lambda: shows_answer(app))
        text = await said(pilot, app, f"Asking {NAME}…", "what matches -config:(none)")
        assert "about 1.23 GB scanned, $0.0062" in text
        engines[0].asked[0][1].records(OLD)
        await until(pilot, lambda: " of 40 sends" in screen_text(app))
        text = screen_text(app)
        lines = text.splitlines()
        assert NAME in lines[0]
        assert "asked 04-10 19:07:04 to 04-11 19:07:04" in lines[1]
        assert "-config:(none)" in lines[1 if size[0] > 80 else 2]
        assert "ask anew" in lines[-1]
        assert all(cell_len(line) == size[0] for line in lines)


async def test_the_live_screen_went_on_meanwhile_and_is_as_it_was() -> None:
    engines = three()
    account = Account(engines)
    app = app_over(account)
    async with app.run_test(size=(120, 40)) as pilot:
        source = await asked(pilot, app, account, engines[0])
        source.records(OLD)
        await shown(pilot, app, 40)
        account.give(arrivals(records(5, first=50, start_ms=NOW_MS - 3_700_000)))
        await pilot.press("m", "t", "enter", "e")
        await until(pilot, lambda: answer(app).state.listing is not None)
        await pilot.press("q")
        await filled(pilot, app, 8)
        assert at_live(app)
        assert "8 sends" in screen_text(app)
        assert main(app).state.time_mode == "local"
        assert not app._exit
        await pilot.press("up", "enter")
        assert main(app).detail.has_focus


@pytest.mark.parametrize("keys", [("q",), ("escape",), ("ctrl+c",)])
async def test_leaving_early_cancels_the_query(keys: tuple[str, ...]) -> None:
    engines = three()
    account = Account(engines)
    app = app_over(account)
    async with app.run_test(size=(80, 24)) as pilot:
        source = await asked(pilot, app, account, engines[0])
        source.give(Health(NAME, State.CATCHING_UP))
        await said(pilot, app, "asking")
        await pilot.press(*keys)
        if keys != ("ctrl+c",):
            await until(pilot, lambda: at_live(app) and source.cancelled)
            assert account.closed == 0
    assert source.cancelled
    assert account.closed == 1


@pytest.mark.slow
async def test_esc_goes_back_step_by_step_and_a_wider_filter_is_said() -> None:
    engines = three()
    account = Account(engines)
    app = app_over(account, filter_text="principal:*")
    wider = "Only what matches principal:* was asked for"
    async with app.run_test(size=(120, 40)) as pilot:
        source = await asked(pilot, app, account, engines[0])
        source.records(OLD)
        await shown(pilot, app, 40)
        source.end()
        await said(pilot, app, "■ ended")
        await pilot.press("e")
        await until(pilot, lambda: "principal:* error:*" in screen_text(app))
        assert wider not in screen_text(app)
        put(app, 0, "error:*")
        await said(pilot, app, wider)
        await pilot.press("enter", "escape", "escape")
        await until(pilot, lambda: wider not in screen_text(app))
        assert answer(app).line.input.value == "principal:*"
        await pilot.press("escape")
        await until(pilot, lambda: at_live(app))


@pytest.mark.slow
async def test_h_again_begins_with_the_last_question_and_takes_its_place() -> None:
    engines = three()
    account = Account(engines)
    app = app_over(account)
    async with app.run_test(size=(120, 40)) as pilot:
        first = await asked(pilot, app, account, engines[0])
        await pilot.press("H")
        await said(pilot, app, "from    2026-04-10T19:07:04", "about 1.23 GB scanned")
        await pilot.press("escape")
        assert not cut_short(first), "the form was left: the answer goes on"
        await pilot.press("H")
        await said(pilot, app, "about 1.23 GB scanned")
        put(app, 0, "2d")
        await pilot.press("down")
        await said(pilot, app, "AWS does not tell before the query.")
        await pilot.press("enter")
        await until(pilot, lambda: bool(engines[1].asked))
        assert cut_short(first)
        assert answer(app).header.facts.label == "Lake sends-2025"
        assert account.opened == 1
        await pilot.press("H")
        await said(pilot, app, "from    2d", "╭─ Lake sends-2025")
        await pilot.press("escape", "escape")
        await until(pilot, lambda: at_live(app))


@pytest.mark.slow
async def test_nothing_found_and_refusals_are_said_in_the_place_of_rows() -> None:
    engines = three()
    account = Account(engines)
    app = app_over(account, filter_text="-config:nowhere")
    async with app.run_test(size=(80, 24)) as pilot:
        source = await asked(pilot, app, account, engines[0])
        source.records(records(1, first=900, start_ms=NOW_MS - 8_000_000))
        await shown(pilot, app, 1)
        answer(app).filters.apply(parse("config:nowhere"))
        await said(pilot, app, "The filter hides all 1 record.")
        await pilot.press("escape", "escape", "H")
        await said(pilot, app, "about 1.23 GB scanned")
        await pilot.press("enter")
        await until(pilot, lambda: len(engines[0].asked) == 2)
        engines[0].asked[1][1].end()
        await said(pilot, app, f"{NAME} has no record for this.", "H  ask anew")
        await pilot.press("escape", "H")
        await said(pilot, app, "about 1.23 GB scanned")
        await pilot.press("enter")
        await until(pilot, lambda: len(engines[0].asked) == 3)
        engines[0].asked[2][1].give(Health(NAME, State.REFUSED, "logs:StartQuery: refused."), None)
        text = await said(pilot, app, "✗ logs:StartQuery: refused.", "✗ refused")
        assert text.count("logs:StartQuery") == 1


@pytest.mark.slow
async def test_keys_that_have_nothing_to_do_here_say_so() -> None:
    engines = three()
    account = Account(engines)
    app = app_over(account)
    async with app.run_test(size=(120, 40)) as pilot:
        source = await asked(pilot, app, account, engines[0])
        await pilot.press("L")
        assert "Log in on the live screen" in noticed(app)
        source.records(OLD)
        await shown(pilot, app, 40)
        await pilot.press("space")
        await said(pilot, app, "paused, 0 wait")
        source.end()
        await said(pilot, app, "■ ended")
        await pilot.press("space", "space")
        assert "nothing more comes that could be paused" in noticed(app)
        await pilot.press("S")
        await said(pilot, app, "1.23 GB by AWS, which bills for it, $0.0061 at list price")


@pytest.mark.slow
async def test_it_can_be_a_session_by_itself() -> None:
    engine = ScriptedEngine()
    account = Account((engine,))
    question = Question(parse("error:*"), NOW_MS - 86_400_000, NOW_MS)
    put_question = TypedQuestion((), worded(question), question)
    app = app_over(account, question=put_question, connection=ask(account, "insights", question))
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: bool(engine.asked))
        engine.asked[0][1].records(OLD)
        await until(pilot, lambda: "of 40 sends" in screen_text(app))
        await said(pilot, app, NAME, "for error:*", "q leave")
        await pilot.press("escape", "escape", "L")
        assert at_live(app)
        await pilot.press("H")
        await said(pilot, app, "from    2026-04-10T20:07:04", "filter  error:*")
        await said(pilot, app, "about 1.23 GB scanned")
        assert at_form(app)
        await pilot.press("enter")
        await until(pilot, lambda: len(engine.asked) == 2)
        await pilot.press("escape")
        await until(pilot, lambda: at_live(app))
        assert not cut_short(engine.asked[0][1])
        await pilot.press("q")
        assert app._exit
    assert cut_short(engine.asked[0][1])
    assert account.closed == account.opened == 2


@pytest.mark.parametrize("width", [20, 60, 80, 160])
@pytest.mark.parametrize("shown_already", [True, False])
def test_what_was_asked_fits_its_line(width: int, *, shown_already: bool) -> None:
    facts = QuestionFacts(
        "04-10 19:07:04 to 04-11 19:07:04",
        "config:(billing|marketing) error:*",
        "1.23 GB scanned, $0.0061",
        shown_already,
        (("", "Ten pieces were asked for one after the other, none of them cut off by AWS."),),
    )
    lines = question_lines(facts, width)
    assert all(line.cell_length <= width for line in lines)
    told = "\n".join(line.plain for line in lines)
    assert ("error:*" in told) == (width == 160 or (width > 40 and not shown_already))

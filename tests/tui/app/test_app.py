"""The whole screen over a script: what messages it takes, what keys do, what stays where it is."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from textual.events import MouseScrollUp
from textual.widgets import Input

from sestrail_tui.core.errors import InputError, NotSetUp, PersonNeeded
from sestrail_tui.follow.connections.scripted import ScriptedConnection, ScriptedFeed
from sestrail_tui.follow.health import Health, State
from sestrail_tui.tui.app.app import SestrailApp
from sestrail_tui.tui.base import messages
from sestrail_tui.tui.main.screen import MainScreen
from tests.tui.app.driving import SMALL, WIDE, filled, listing, main, tapped, until
from tests.tui.hosting import HOSTILE, screen_text
from tests.tui.world import NOW_MS, FrozenClock, Tap, app_of, arrivals, live, record, records

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.message import Message
    from textual.strip import Strip

    from sestrail_tui.account.report import Report
    from sestrail_tui.core.details.section import Section
    from sestrail_tui.core.record import Record
    from sestrail_tui.follow.connections.scripted import Step
    from sestrail_tui.tui.base.times import TimeMode


def rows_shown(app: SestrailApp) -> list[str]:
    """Give some of the table's lines, without the scrollbar."""
    return [line[:-1] for line in screen_text(app).splitlines()[3:20]]


class Account(ScriptedConnection):
    """A connection to an account; what it is to examine does not matter."""

    async def examine(self) -> tuple[Report, ...]:
        return ()


def of_ses(name: str, *, read_only: bool) -> Record:
    return record(
        eventName=name, eventCategory="Management", managementEvent=True, readOnly=read_only
    )


async def test_what_changes_nothing_is_no_change() -> None:
    news: list[Step] = [
        live(),
        arrivals([of_ses("GetAccount", read_only=True), of_ses("CreateTemplate", read_only=False)]),
        live(calls=2),
    ]
    clock = FrozenClock()
    app = SestrailApp(Account(ScriptedFeed(news, clock)), clock=clock)
    async with app.run_test(size=WIDE) as pilot:
        await filled(pilot, app, 1)
        await until(pilot, lambda: any(one.reads for one in main(app).status.healths.values()))
    app = app_of(news)
    async with app.run_test(size=WIDE) as pilot:  # a file is shown as it is
        await filled(pilot, app, 2)


async def test_the_news_of_a_feed_in_order() -> None:
    seen: list[Message] = []
    app = app_of([live(state=State.STARTING), arrivals(records(3)), live()])
    async with app.run_test(size=WIDE, message_hook=seen.append) as pilot:
        await filled(pilot, app, 3)
    own = [type(one) for one in seen if type(one).__module__ == messages.__name__]
    # A feed that ends at once is not waited for until AWS has said whether sends are recorded.
    assert [kind for kind in own if kind is not messages.RecordingChanged] == [
        messages.Opening,
        messages.Opened,
        messages.HealthChanged,
        messages.Grew,
        messages.HealthChanged,
        messages.FeedEnded,
    ]


async def test_the_first_frame_waits_for_nothing() -> None:
    app, _ = tapped()
    async with app.run_test(size=SMALL) as pilot:
        assert "sestrail" in screen_text(app)
        await until(pilot, lambda: "Reading CloudTrail/logs" in screen_text(app))


async def test_no_frame_of_a_start_says_that_a_filter_hides_what_is_yet_to_be_shown() -> None:
    frames: set[str] = set()
    app, tap = tapped()

    def look(_: Message) -> None:
        if app.screen_stack and isinstance(app.screen, MainScreen):
            frames.add(screen_text(app))

    async with app.run_test(size=WIDE, message_hook=look) as pilot:
        for number in range(4):  # healths come between the records and the frame that shows them
            starting = live(state=State.STARTING, progress=number / 4)
            tap.give(starting, arrivals(records(30, first=1 + 30 * number)), starting)
            await pilot.pause(0.02)
        tap.give(live())
        await filled(pilot, app, 120)
    assert any("30 records so far." in frame for frame in frames)
    assert any("120 sends" in frame for frame in frames)
    for frame in frames:
        assert "hides" not in frame
        assert "0 of" not in frame
        assert "nothing has come yet" not in frame or "records so far" not in frame


@pytest.mark.slow
async def test_nothing_is_said_to_be_absent_before_all_texts_are_searched() -> None:
    app, tap = tapped()
    async with app.run_test(size=WIDE) as pilot:
        tap.give(live(), arrivals(records(30)))
        await filled(pilot, app, 30)
        made = listing(app)
        with patch.object(type(made), "scanned", 0.25):
            await pilot.press("ctrl+f", *"nowhere", "enter")
            assert "No match so far: 25% of" in " ".join(n.message for n in app._notifications)
        app.clear_notifications()
        await pilot.press("n")
        assert "No match; ctrl+f searches." in " ".join(n.message for n in app._notifications)


@pytest.mark.slow
async def test_what_came_while_paused_before_any_row_is_said_to_wait() -> None:
    app, tap = tapped()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: main(app).state.listing is not None)
        await pilot.press("space")
        tap.give(live(), arrivals(records(17)))
        await until(pilot, lambda: "Paused: 17 records came and wait." in screen_text(app))
        assert "hides" not in screen_text(app)
        await pilot.press("space")
        await filled(pilot, app, 17)


async def test_rows_come_and_the_cursor_follows_the_newest() -> None:
    app, tap = tapped()
    async with app.run_test(size=WIDE) as pilot:
        tap.give(live(), arrivals(records(30)))
        await filled(pilot, app, 30)
        assert main(app).table.focused_row == 29
        assert main(app).focused is main(app).table
        tap.give(arrivals(records(2, first=31)))
        await filled(pilot, app, 32)
        assert main(app).table.focused_row == 31
        assert "32 sends" in screen_text(app)


async def test_going_up_stops_following_and_loses_nothing() -> None:
    app, tap = tapped()
    async with app.run_test(size=WIDE) as pilot:
        tap.give(live(), arrivals(records(200)))
        await filled(pilot, app, 200)
        table = main(app).table
        await pilot.press("up", "up", "up")
        here, top = table.focused_row, table.top
        assert not main(app).table.following
        before = rows_shown(app)
        tap.give(arrivals(records(50, first=201)))
        await filled(pilot, app, 250)
        assert (table.focused_row, table.top) == (here, top)
        assert rows_shown(app) == before
        await pilot.press("f")
        assert table.following
        assert table.focused_row == 249


async def test_late_rows_above_do_not_move_what_one_looks_at() -> None:
    app, tap = tapped()
    async with app.run_test(size=WIDE) as pilot:
        tap.give(live(), arrivals(records(200)))
        await filled(pilot, app, 200)
        await pilot.press("pageup", "pageup", "up")
        before = rows_shown(app)
        late = [record(500 + n, time_ms=NOW_MS - 86_000_000 + n) for n in range(7)]
        tap.give(arrivals(late))
        await filled(pilot, app, 207)
        # A date came into the column of times; everything behind it is where it was.
        after = rows_shown(app)
        assert [line.split()[1] for line in after] == [line.split()[0] for line in before]


async def test_nothing_is_drawn_while_browsing_and_nothing_visible_changes() -> None:
    app, tap = tapped()
    async with app.run_test(size=SMALL) as pilot:
        tap.give(live(), arrivals(records(3000)))
        await filled(pilot, app, 3000)
        table = main(app).table
        await pilot.press("home")
        await pilot.pause(0.2)
        drawn: list[int] = []
        render_line = table.render_line

        def spy(y: int) -> Strip:
            drawn.append(y)
            return render_line(y)

        table.render_line = spy  # type: ignore[method-assign]
        for first in range(3001, 3061, 20):
            tap.give(arrivals(records(20, first=first)))
            await filled(pilot, app, first + 19)
            await pilot.pause(0.12)
        assert drawn == []
        await pilot.press("down")
        await pilot.pause(0.1)
        assert sorted(set(drawn)) == [1, 2]


async def test_the_detail_changes_within_the_keys_own_call() -> None:
    app, tap = tapped()
    async with app.run_test(size=WIDE) as pilot:
        tap.give(live(), arrivals(records(10)))
        await filled(pilot, app, 10)
        screen = main(app)
        shown: list[str] = []
        show = screen.detail.show

        def spy(
            record: Record | None, time_mode: TimeMode = "utc", more: Sequence[Section] = ()
        ) -> None:
            assert record is not None
            shown.append(record.event_id)
            show(record, time_mode, more)

        screen.detail.show = spy  # type: ignore[method-assign]
        screen.table.go(4)
        assert shown == [listing(app).store.record(4).event_id]


async def test_pause_counts_what_waits_and_filters_all_the_same() -> None:
    app, tap = tapped()
    async with app.run_test(size=WIDE) as pilot:
        tap.give(live(), arrivals(records(20)))
        await filled(pilot, app, 20)
        await pilot.press("space")
        tap.give(arrivals(records(7, first=21)))
        await until(pilot, lambda: "paused, 7 wait" in screen_text(app))
        assert "space resume" in screen_text(app)
        await pilot.press("e")
        assert "error:*" in screen_text(app)
        await pilot.press("e", "space")
        await filled(pilot, app, 27)


async def test_filter_keys() -> None:
    app, tap = tapped()
    async with app.run_test(size=WIDE) as pilot:
        tap.give(live(), arrivals(records(60)))
        await filled(pilot, app, 60)
        store = listing(app).store
        await pilot.press("C")
        config = store.value(59, "config_set") or "(none)"
        assert listing(app).filter_text == f"config:{config}"
        await pilot.press("C", "right", "x")
        assert listing(app).filter_text.startswith("-call:")
        await pilot.press("escape")
        assert listing(app).filter_text == ""
        await pilot.press("x")
        assert "call" in listing(app).filter_text


async def test_typing_a_filter_and_leaving_it() -> None:
    app, tap = tapped()
    async with app.run_test(size=WIDE) as pilot:
        tap.give(live(), arrivals(records(60)))
        await filled(pilot, app, 60)
        await pilot.press("slash")
        main(app).line.input.value = "nowhere"
        await until(pilot, lambda: "The filter hides all 60 records." in screen_text(app))
        await pilot.press("escape")
        await filled(pilot, app, 60)
        assert main(app).focused is main(app).table
        await pilot.press("slash")
        main(app).line.input.value = "call:SendRawEmail"
        await pilot.press("enter")
        await until(pilot, lambda: 0 < len(listing(app).view) < 60)
        assert main(app).focused is main(app).table


async def test_the_cursor_stays_on_its_record_through_filter_and_order() -> None:
    app, tap = tapped()
    async with app.run_test(size=WIDE) as pilot:
        tap.give(live(), arrivals(records(120)))
        await filled(pilot, app, 120)
        table = main(app).table
        table.go(30)
        await pilot.press("C")
        assert table.focused_row == 30
        await pilot.press("o")
        assert table.focused_row == 30
        assert "by arrival" in screen_text(app)
        await pilot.press("C")
        assert table.focused_row == 30
        assert not table.following


@pytest.mark.slow
async def test_picking_from_a_list() -> None:
    app, tap = tapped()
    async with app.run_test(size=WIDE) as pilot:
        tap.give(live(), arrivals(records(60)))
        await filled(pilot, app, 60)
        await pilot.press("p")
        await pilot.pause()
        assert "Principals" in screen_text(app)
        await pilot.press(*"root", "enter")
        await until(pilot, lambda: listing(app).filter_text == "principal:root")


async def test_a_mark_is_drawn_at_its_moment() -> None:
    app, tap = tapped()
    async with app.run_test(size=WIDE) as pilot:
        tap.give(live(), arrivals(records(5)))
        await filled(pilot, app, 5)
        await pilot.press("m", *"third", "enter")
        await until(pilot, lambda: '── mark: "third" 20:07:04 ──' in screen_text(app))
        tap.give(arrivals([record(99, time_ms=NOW_MS + 60_000)]))
        await filled(pilot, app, 6)
        lines = screen_text(app).splitlines()
        at = next(n for n, line in enumerate(lines) if "mark:" in line)
        assert "20:08:04" in lines[at + 1]


async def test_search_goes_through_matches_and_hides_nothing() -> None:
    app, tap = tapped()
    async with app.run_test(size=WIDE) as pilot:
        tap.give(live(), arrivals(records(90)))
        await filled(pilot, app, 90)
        await pilot.press("ctrl+f")
        main(app).prompt.query_one(Input).value = "error:*"
        await pilot.press("enter")
        await until(pilot, lambda: "match 1 of" in screen_text(app))
        first = main(app).table.focused_row
        await pilot.press("n")
        await until(pilot, lambda: "match 2 of" in screen_text(app))
        await pilot.press("N")
        assert main(app).table.focused_row == first
        assert len(listing(app).view) == 90
        await pilot.press("escape")
        assert not listing(app).searching


async def test_times_go_round() -> None:
    app, tap = tapped()
    async with app.run_test(size=WIDE) as pilot:
        tap.give(live(), arrivals(records(5)))
        await filled(pilot, app, 5)
        await pilot.press("t")
        await until(pilot, lambda: "Time UTC" in screen_text(app))
        await pilot.press("t")
        await until(pilot, lambda: " ago " in screen_text(app))


async def test_small_screens_open_the_detail_over_the_lower_part() -> None:
    app, tap = tapped()
    async with app.run_test(size=SMALL) as pilot:
        tap.give(live(), arrivals(records(40)))
        await filled(pilot, app, 40)
        assert "Overview" not in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: "Overview" in screen_text(app) and "Outcome" in screen_text(app))
        assert main(app).focused is main(app).detail
        await pilot.press("escape")
        await until(pilot, lambda: "Overview" not in screen_text(app))
        assert main(app).focused is main(app).table


async def test_tab_goes_round_the_parts() -> None:
    app, tap = tapped()
    async with app.run_test(size=WIDE) as pilot:
        tap.give(live(), arrivals(records(40)))
        await filled(pilot, app, 40)
        screen = main(app)
        for part in (screen.facets.list, screen.detail, screen.table):
            await pilot.press("tab")
            assert screen.focused is part


async def test_the_mouse_puts_the_cursor() -> None:
    app, tap = tapped()
    async with app.run_test(size=WIDE) as pilot:
        tap.give(live(), arrivals(records(10)))
        await filled(pilot, app, 10)
        table = main(app).table
        await pilot.click(table, offset=(30, 4))
        assert table.focused_row == 3
        assert table.cursor_column is not None
        assert table.cursor_column.id == "principal"
        await pilot.click(table, offset=(30, 0))
        assert table.focused_row == 3


async def test_trouble_has_a_second_line_with_what_mends_it() -> None:
    app, tap = tapped()
    async with app.run_test(size=WIDE) as pilot:
        refused = live(state=State.REFUSED, sentence="Grant logs:FilterLogEvents to this role.")
        tap.give(refused, arrivals(records(3)))
        await until(pilot, lambda: "✗ refused" in screen_text(app))
        await until(pilot, lambda: "Grant logs:FilterLogEvents" in screen_text(app))
        tap.give(live())
        await until(pilot, lambda: "● live" in screen_text(app))
        assert "Grant" not in screen_text(app)


async def test_a_feed_that_cannot_be_opened_says_why_and_goes_on_by_itself() -> None:
    clock = FrozenClock()
    slept = asyncio.Event()

    async def sleep(seconds: float) -> None:
        await slept.wait()

    clock.sleep = sleep  # type: ignore[method-assign]
    app = app_of(
        NotSetUp("No region is set: export AWS_REGION."), [arrivals(records(2))], clock=clock
    )
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: "No region is set" in screen_text(app))
        assert "L  log in again" in screen_text(app)
        slept.set()
        await filled(pilot, app, 2)


async def test_where_a_person_is_needed_the_screen_steps_aside(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(SestrailApp, "suspend", lambda self: nullcontext())
    tap = Tap()
    tap.give(arrivals(records(2)))
    app = app_of(PersonNeeded("An MFA code is needed."), tap)
    async with app.run_test(size=SMALL) as pilot:
        await filled(pilot, app, 2)
        assert main(app).feed.connection.logins == 1  # type: ignore[attr-defined]
        await pilot.press("L")
        await until(pilot, lambda: main(app).feed.connection.logins == 2)  # type: ignore[attr-defined]


async def test_a_terminal_that_cannot_be_given_away_says_so() -> None:
    app = app_of(PersonNeeded("An MFA code is needed."))
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: "cannot be given to a login" in screen_text(app))


async def test_a_file_read_to_its_end_without_records() -> None:
    feed = ScriptedFeed([Health("mail.json", State.ENDED)], FrozenClock(), label="mail.json")
    app = app_of(feed)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: "mail.json holds no record" in screen_text(app))


async def test_only_changes_are_never_called_sends() -> None:
    history = Health("event history", State.LIVE, holds_sends=False)
    app, tap = tapped()
    async with app.run_test(size=SMALL) as pilot:
        tap.give(history)
        await until(pilot, lambda: "changes to SES only" in screen_text(app))
        assert "0 sends" not in screen_text(app)


@pytest.mark.slow
async def test_hostile_text_does_no_harm_anywhere() -> None:
    raw: dict[str, Any] = {
        "userAgent": HOSTILE,
        "awsRegion": HOSTILE,
        "recipientAccountId": HOSTILE,
    }
    found = record(1, principal=HOSTILE, config=HOSTILE, sender=HOSTILE, error=HOSTILE, **raw)
    app, tap = tapped(demo_note=HOSTILE)
    async with app.run_test(size=(200, 50)) as pilot:
        tap.give(live(sentence=HOSTILE, state=State.THROTTLED), arrivals([found]))
        await filled(pilot, app, 1)
        await pilot.press("C", "x", "slash", "escape", "escape", "c")
        await pilot.pause(0.2)
        text = screen_text(app).replace("\n", "")
        assert text.isprintable()
        assert "\u202e" not in text


async def test_the_palette_finds_every_command() -> None:
    app, tap = tapped()
    async with app.run_test(size=WIDE) as pilot:
        tap.give(live(), arrivals(records(30)))
        await filled(pilot, app, 30)
        await pilot.press("ctrl+p")
        await pilot.press(*"refused s")
        await until(pilot, lambda: "Show refused sends only" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: listing(app).filter_text == "error:*")


async def test_the_demo_tells_again_how_to_send_to_it() -> None:
    app, tap = tapped(demo_note="export AWS_ENDPOINT_URL=http://127.0.0.1:5000")
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        tap.give(live(), arrivals(records(3)))
        await filled(pilot, app, 3)
        await pilot.press("ctrl+p", *"your own")
        await until(pilot, lambda: "send to this demo" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "127.0.0.1:5000" in screen_text(app))


async def test_keys_can_be_bound_anew_and_say_so() -> None:
    app, tap = tapped()
    async with app.run_test(size=WIDE) as pilot:
        app.set_keymap({"pause": "z"})
        tap.give(live(), arrivals(records(3)))
        await filled(pilot, app, 3)
        main(app).show_hints()
        await until(pilot, lambda: "z pause" in screen_text(app))
        await pilot.press("z")
        assert listing(app).paused


async def test_the_wheel_stops_following() -> None:
    app, tap = tapped()
    async with app.run_test(size=SMALL) as pilot:
        tap.give(live(), arrivals(records(100)))
        await filled(pilot, app, 100)
        table = main(app).table
        top = table.top
        await pilot._post_mouse_events([MouseScrollUp], table, offset=(10, 5), button=0)
        await until(pilot, lambda: table.top < top)
        assert not table.following
        before = table.top
        tap.give(arrivals(records(20, first=101)))
        await filled(pilot, app, 120)
        assert table.top == before


async def test_more_rows_than_a_clipboard_is_for_are_not_copied() -> None:
    app, tap = tapped()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        tap.give(live(), arrivals(records(3)))
        await filled(pilot, app, 3)
        with patch("sestrail_tui.tui.detail.record_controller._MOST_COPIED", 2):
            await pilot.press("Y")
            await until(pilot, lambda: "3 rows are more than" in screen_text(app))


async def test_writing_the_rows_shown(tmp_path: Path) -> None:
    app, tap = tapped()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        tap.give(live(), arrivals(records(30)))
        await filled(pilot, app, 30)
        path = tmp_path / "rows.jsonl"
        await pilot.press("e", "w")
        main(app).prompt.query_one(Input).value = str(path)
        await pilot.press("enter")
        await until(pilot, path.exists)
        await until(pilot, lambda: "Wrote" in screen_text(app))
        assert len(path.read_bytes().splitlines()) == len(listing(app).view)


@pytest.mark.parametrize("key", ["q", "ctrl+c"])
async def test_quitting(key: str) -> None:
    app, tap = tapped()
    async with app.run_test(size=SMALL) as pilot:
        tap.give(live(), arrivals(records(3)))
        await filled(pilot, app, 3)
        await pilot.press(key)
    assert app.return_code == 0


async def test_leaving_a_feed_that_never_opened_says_why(
    capsys: pytest.CaptureFixture[str],
) -> None:
    app = app_of(InputError("mail.json: no such file."))
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: "no such file" in screen_text(app))
        await pilot.press("q")
    assert app.return_code == 2
    assert capsys.readouterr().err == "mail.json: no such file.\n"

"""What one acts on or reads stays, whatever comes; every copy says which record it is of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.events import MouseScrollDown

from sestrail_tui.tui.detail.record_name import record_name
from sestrail_tui.tui.keys.keys import KEYS
from sestrail_tui.tui.preferences.preferences import Preferences
from tests.tui.app.driving import filled, main, tapped, until
from tests.tui.hosting import HOSTILE, screen_text
from tests.tui.table.notices import notices
from tests.tui.world import NOW_MS, arrivals, live, record, records

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from sestrail_tui.tui.app.app import SestrailApp
    from sestrail_tui.tui.keys.keys import Key
    from tests.tui.world import Tap

SIZES = [(120, 40), (80, 24)]
OF_ROW = [key for key in KEYS if key.of_row]
NEWEST = f"{30:08x}-80c2"
"""How the event id of the record begins that is the newest at first."""


async def following(pilot: Pilot[None], app: SestrailApp, tap: Tap) -> None:
    tap.give(live(), arrivals(records(30)))
    await filled(pilot, app, 30)
    assert main(app).table.following


async def more(pilot: Pilot[None], app: SestrailApp, tap: Tap) -> None:
    """Let newer records come, and wait until the list has them."""
    made = main(app).state.listing
    assert made is not None
    tap.give(arrivals(records(5, first=31)))
    await until(pilot, lambda: made.view.end_row == 35)


@pytest.mark.parametrize("key", OF_ROW, ids=[key.id for key in OF_ROW])
async def test_a_key_that_acts_on_a_row_holds_it(key: Key) -> None:
    app, tap = tapped()
    async with app.run_test(size=SIZES[0]) as pilot:
        await following(pilot, app, tap)
        await pilot.press(key.key)
        await more(pilot, app, tap)
        assert main(app).table.focused_row == 29
        assert not main(app).table.following
        assert "f follows" in screen_text(app) or app.screen is not main(app)
        await pilot.press("escape")


def test_the_keys_that_act_on_a_row() -> None:
    assert {key.id for key in OF_ROW} == {
        *("copy", "copy.as", "config.own", "principal.own", "exclude", "compare", "write"),
        *("detail", "account.next", "correction"),
    }


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("keys", [("enter",), ("tab", "tab"), ("shift+tab",)])
async def test_the_record_in_the_detail_stays_while_it_is_read(
    size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    app, tap = tapped()
    async with app.run_test(size=size) as pilot:
        await following(pilot, app, tap)
        await pilot.press(*keys[: 1 if size == SIZES[1] else None])
        await until(pilot, lambda: main(app).focused is main(app).detail)
        await pilot.press("down", "down")
        top = main(app).detail.top
        await more(pilot, app, tap)
        assert NEWEST in screen_text(app)
        assert main(app).detail.top == top > 0
        assert "f follows" in screen_text(app)
        await pilot.press("f")
        await until(pilot, lambda: main(app).table.focused_row == 34)
        assert main(app).focused is main(app).table
        assert main(app).table.following


@pytest.mark.parametrize("by_wheel", [False, True])
async def test_a_click_or_the_wheel_in_the_detail_holds_its_record(by_wheel: bool) -> None:
    app, tap = tapped()
    async with app.run_test(size=SIZES[0]) as pilot:
        await following(pilot, app, tap)
        detail = main(app).detail
        if by_wheel:
            detail.post_message(MouseScrollDown(detail, 3, 3, 0, 1, 0, False, False, False))
            await until(pilot, lambda: not main(app).table.following)
            assert main(app).focused is main(app).table
        else:
            await pilot.click(detail, offset=(3, 3))
        await more(pilot, app, tap)
        assert NEWEST in screen_text(app)


async def test_a_record_that_is_let_go_while_it_is_read_stays_and_is_what_is_copied() -> None:
    app, tap = tapped(preferences=Preferences(cap=128))
    async with app.run_test(size=SIZES[0]) as pilot:
        tap.give(live(), arrivals(records(30)))
        await filled(pilot, app, 30)
        await pilot.press("enter")
        await until(pilot, lambda: main(app).focused is main(app).detail)
        made = main(app).state.listing
        assert made is not None
        tap.give(arrivals(records(200, first=31)))
        await until(pilot, lambda: made.view.end_row == 230)
        assert made.store.first_row > 29
        assert NEWEST in screen_text(app)
        kept = main(app).detail.record
        assert kept is not None
        assert kept.event_id.startswith(NEWEST)
        await pilot.press("y")
        await until(pilot, lambda: record_name(kept, "local", NOW_MS) in notices(app))
        await pilot.press("escape")
        await until(pilot, lambda: NEWEST not in screen_text(app))


async def test_a_click_on_the_newest_row_holds_it() -> None:
    app, tap = tapped()
    async with app.run_test(size=SIZES[0]) as pilot:
        await following(pilot, app, tap)
        table = main(app).table
        await pilot.click(table, offset=(3, min(30, table.body_height)))
        await more(pilot, app, tap)
        assert table.focused_row == 29


async def test_every_copy_names_the_record_it_is_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "TMUX", "WSL_DISTRO_NAME", "WSL_INTEROP"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sestrail_tui.tui.detail.record_controller.shutil.which", lambda _: None)
    app, tap = tapped(history=None)
    async with app.run_test(size=SIZES[0]) as pilot:
        tap.give(live(), arrivals([record(1, time_ms=NOW_MS, principal="mailer/job-7")]))
        await filled(pilot, app, 1)
        await pilot.press("t", "y")
        tap.give(arrivals([record(2, time_ms=NOW_MS + 1000, principal="other")]))
        await until(pilot, lambda: "SendEmail 20:07:04 mailer/job-7 (" in notices(app))
        assert "other" not in notices(app)


def test_a_name_tells_a_record_from_its_neighbours_and_cannot_harm() -> None:
    assert record_name(record(1, time_ms=NOW_MS), "utc", NOW_MS) == "SendEmail 20:07:04 deploy"
    a_day_before = record(1, time_ms=NOW_MS - 86_400_000)
    assert record_name(a_day_before, "utc", NOW_MS) == "SendEmail 04-10 20:07:04 deploy"
    hostile = record_name(record(1, principal=HOSTILE * 9, name=HOSTILE), "utc", NOW_MS)
    assert hostile.isprintable()
    assert len(record_name(record(1, principal="x" * 9_000), "utc", NOW_MS)) < 90

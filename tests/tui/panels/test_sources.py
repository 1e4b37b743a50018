"""The sources panel: every source, what it says of each, live, and the way back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from sestrail_tui.follow.health import Health, State, Usage
from sestrail_tui.tui.keys.keys import KEYS
from sestrail_tui.tui.panels import source_text
from sestrail_tui.tui.panels.sources import SourcesScreen
from tests.tui.app.driving import filled, listing, main, tapped, until
from tests.tui.hosting import HOSTILE, screen_text
from tests.tui.world import NOW_MS, arrivals, record

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from sestrail_tui.tui.app.app import SestrailApp

LIVE = Health(
    "CloudTrail/logs",
    State.LIVE,
    read_through_ms=NOW_MS,
    calls=1204,
    records=98_331,
    others=7,
    lag_ms=252_000,
    usage=Usage(0.5, 10.0),
    never_shows="What the log group no longer retains.",
)
REFUSED = Health(
    "prod CloudTrail/logs",
    State.REFUSED,
    "logs:FilterLogEvents was refused: allow it.",
    retry_at_ms=NOW_MS + 12_000,
    errors=3,
    last_error="logs:FilterLogEvents was refused: allow it.",
    last_error_ms=NOW_MS - 1000,
)
HISTORY = Health(
    "event history", State.LIVE, holds_sends=False, never_shows="Sends: it has changes only."
)


def said(health: Health) -> str:
    return "\n".join(
        f"{section.title}: {line.label} {line.value}"
        for section in source_text.sections(health, "utc", NOW_MS)
        for line in section.lines
    )


def test_everything_that_is_known_is_said() -> None:
    told = said(LIVE)
    for part in (
        "State:  ● live",
        "Read through 20:07:04",
        "Lag 4m12s",
        "Made 1,204",
        "5%: 0.5 of 10 calls a second",
        "Read 98,331",
        "Left out 7 of other services",
        "So far 0",
        "What the log group no longer retains.",
        "Sends over SMTP",
    ):
        assert part in told


def test_trouble_is_said_with_what_fixes_it() -> None:
    told = said(REFUSED)
    assert "✗ refused" in told
    assert "allow it." in told
    assert "Tried again in 12s" in told
    assert "Last 20:07:03  as above" in told
    fixed = replace(REFUSED, state=State.LIVE, sentence="", retry_at_ms=None)
    assert "Last 20:07:03  logs:FilterLogEvents was refused" in said(fixed)


def test_what_was_gone_is_said_where_it_is_read_through() -> None:
    told = said(replace(LIVE, gone_until_ms=NOW_MS - 600_000))
    assert "Not all of what came before 19:57:04: it was gone then." in told
    assert "Not all" not in said(LIVE)


def test_a_source_without_sends_says_so() -> None:
    assert "never holds a send" in said(HISTORY)
    assert "never holds a send" not in said(LIVE)


@given(
    st.text(max_size=60),
    st.sampled_from(State),
    st.integers(0, 10**9),
    st.integers(60, 200),
    st.sampled_from(["local", "utc", "relative"]),
)
def test_a_line_is_as_wide_as_it_is_to_be(
    name: str, state: State, number: int, width: int, mode: Any
) -> None:
    health = replace(LIVE, source=name, state=state, calls=number, records=number, errors=number)
    for pieces in (source_text.titles(width), source_text.line(health, mode, NOW_MS, width)):
        assert sum(cell_len(text) for text, _ in pieces) == width


async def opened(pilot: Pilot[None], app: SestrailApp) -> SourcesScreen:
    await pilot.press("S")
    await until(pilot, lambda: isinstance(app.screen, SourcesScreen))
    await pilot.pause()
    screen = app.screen
    assert isinstance(screen, SourcesScreen)
    return screen


def test_the_key_is_in_help_palette_and_readme() -> None:
    assert [key.id for key in KEYS if key.key == "S"] == ["sources"]


@pytest.mark.slow
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_each_source_is_named_with_its_state_and_more_below(size: tuple[int, int]) -> None:
    app, tap = tapped()
    async with app.run_test(size=size) as pilot:
        tap.give(LIVE, REFUSED, HISTORY, arrivals([record(1)]))
        await filled(pilot, app, 1)
        await opened(pilot, app)
        text = screen_text(app)
        for part in ("● CloudTrail/logs", "✗ prod CloudTrail/logs", "● event history", "98,331"):
            assert part in text
        assert "esc back" in text
        assert "5%: 0.5 of 10 calls a second" in text
        await pilot.press("down", "down")
        text = screen_text(app)
        assert "Tried again in 12s" in text
        assert "╭─ prod CloudTrail/logs" in text
        assert all(cell_len(line) == size[0] for line in text.splitlines())


async def test_it_is_kept_up_to_date_and_the_cursor_stays_on_its_source() -> None:
    app, tap = tapped()
    async with app.run_test(size=(120, 40)) as pilot:
        tap.give(HISTORY, arrivals([record(1)]))
        await filled(pilot, app, 1)
        screen = await opened(pilot, app)
        tap.give(LIVE, replace(HISTORY, state=State.THROTTLED, sentence="Slower."))
        await pilot.pause(0.1)
        screen.tick()
        await pilot.pause()
        assert "Slower." in screen_text(app)
        assert screen.list.chosen == "event history"
        tap.give(replace(HISTORY, gone=True))
        await pilot.pause(0.1)
        screen.tick()
        await pilot.pause()
        assert "event history" not in screen_text(app)
        assert [screen.list.item] == [LIVE]


async def test_enter_shows_only_its_records() -> None:
    app, tap = tapped()
    async with app.run_test(size=(120, 40)) as pilot:
        tap.give(LIVE, HISTORY, arrivals([record(1)]))
        await filled(pilot, app, 1)
        await opened(pilot, app)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is main(app))
        assert listing(app).filter_text == "source:CloudTrail/logs"
        await opened(pilot, app)
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.screen is main(app))
        assert listing(app).filter_text == "source:CloudTrail/logs", "nothing of it is held"


async def test_records_of_many_files_are_not_said_to_be_missing() -> None:
    app, tap = tapped()
    files = Health("2 files", State.INCOMPLETE, "1 of 2 files...", records=1, in_parts=True)
    async with app.run_test(size=(120, 40)) as pilot:
        tap.give(files, arrivals([record(1)]))
        await filled(pilot, app, 1)
        await opened(pilot, app)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is main(app))
        assert "names its own file" in "".join(one.message for one in app._notifications)


async def test_it_can_be_left_scrolled_and_opened_with_nothing_to_show() -> None:
    app, tap = tapped()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, app)
        assert "Nothing is being read yet." in screen_text(app)
        await pilot.press("enter", "down", "tab")
        assert screen.detail.has_focus
        await pilot.press("S")
        assert app.screen is main(app)
        tap.give(*(replace(LIVE, source=f"group {number:02}") for number in range(30)))
        await pilot.pause(0.1)
        screen = await opened(pilot, app)
        await pilot.press("end")
        text = screen_text(app)
        assert "group 29" in text
        assert "Source " in text.splitlines()[1], "the titles stay"
        await pilot.press("home")
        assert "group 00" in screen_text(app)
        await pilot.press("down", "up")
        assert "group 00" in screen_text(app).splitlines()[2]
        await pilot.press("escape")
        assert app.screen is main(app)


@pytest.mark.slow
async def test_hostile_names_stay_text() -> None:
    app, tap = tapped()
    async with app.run_test(size=(120, 40)) as pilot:
        tap.give(replace(REFUSED, source=HOSTILE, sentence=HOSTILE, never_shows=HOSTILE))
        await pilot.pause(0.1)
        await opened(pilot, app)
        text = screen_text(app)
        assert "\x1b" not in text
        assert "[bold]" in text
        assert all(cell_len(line) == 120 for line in text.splitlines())


@pytest.mark.parametrize(
    ("new_bytes", "reading_s", "line"),
    [
        (2_950_000, 640.0, "186 MB (63 times what was new), at this rate 25.1 GB a day"),
        (180_000_000, 12.0, "186 MB (1.0 times what was new)"),
        (0, 12.0, "186 MB"),
    ],
)
def test_the_bytes_read_are_said(new_bytes: int, reading_s: float, line: str) -> None:
    health = replace(LIVE, read_bytes=186_000_000, new_bytes=new_bytes, reading_s=reading_s)
    told = said(health)
    assert f"Calls: Read so far {line}\n" in told
    assert "100 GB a month over all services are free, then about $0.09/GB (us-east-1)" in told
    assert "Read so far" not in said(LIVE)

"""What the screen looks like, as SVG; redraw with ``make snapshots`` and look at the report."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from sestrail_tui.follow.health import Health, State, Usage
from sestrail_tui.tui.app.app import SestrailApp
from sestrail_tui.tui.main.screen import MainScreen
from sestrail_tui.tui.preferences.filter_history import FilterHistory
from tests.places.history_engines import ScriptedEngine, batch, three
from tests.tui.history.world import Account, app_over
from tests.tui.hosting import HOSTILE, screen_text
from tests.tui.world import NOW_MS, FrozenClock, Tap, arrivals, live, record, records

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from sestrail_tui.follow.protocol import Arrivals

    Compare = Callable[..., bool]

SMALL, WIDE = (80, 24), (120, 40)
MIX = [
    *records(60),
    record(61, time_ms=NOW_MS - 255_000, config="", error="MessageRejected", console=True),
    record(
        62,
        time_ms=NOW_MS - 254_000,
        name="DeleteIdentity",
        managementEvent=True,
        eventCategory="Management",
    ),
    record(63, time_ms=NOW_MS - 252_000, principal="hoge-iwasa", console=True),
]


def after(
    count: int, *keys: str, typed: str = "", applied: str = ""
) -> Callable[[Pilot[None]], Any]:
    """Wait for rows, then press keys."""

    async def run(pilot: Pilot[None]) -> None:
        screen = pilot.app.screen_stack[0]
        assert isinstance(screen, MainScreen)
        await _until(
            pilot,
            lambda: screen.state.listing is not None and len(screen.state.listing.view) >= count,
        )
        screen.line.input.cursor_blink = False
        for key in keys:
            await pilot.press(key)
        if typed:  # at once: how much of it was applied on the way is a matter of speed
            screen.line.input.value = typed
            screen.line.input.cursor_position = len(typed)
            await _until(pilot, lambda: _filter(screen) == applied)
        await pilot.pause(0.25)
        screen.figures.tick()
        await pilot.pause()

    return run


def _filter(screen: MainScreen) -> str:
    return "" if screen.state.listing is None else screen.state.listing.filter_text


async def _until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    for _ in range(200):
        if holds():
            return
        await pilot.pause(0.02)
    raise AssertionError("It did not come about within four seconds.")


def playing(*news: Arrivals | Health) -> SestrailApp:
    """Give an app over a feed that says this and then stays open."""
    tap = Tap()
    tap.give(*news)
    return SestrailApp(tap, clock=FrozenClock(), history=FilterHistory())


def mixed() -> SestrailApp:
    return playing(live(state=State.STARTING), arrivals(MIX), live())


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])
def test_sends(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert snap_compare(mixed(), terminal_size=size, run_before=after(63, "up", "right", "right"))


def test_detail_at_80x24(snap_compare: Compare) -> None:
    assert snap_compare(mixed(), terminal_size=SMALL, run_before=after(63, "up", "enter"))


def test_a_filter_being_typed(snap_compare: Compare) -> None:
    run = after(63, "slash", typed="error:* config:", applied="error:*")
    assert snap_compare(mixed(), terminal_size=SMALL, run_before=run)


@pytest.mark.slow
def test_light(snap_compare: Compare) -> None:
    app = mixed()
    app.theme = "sestrail-light"
    assert snap_compare(app, terminal_size=WIDE, run_before=after(63, "m", "x", "enter"))


def test_nothing_yet(snap_compare: Compare) -> None:
    assert snap_compare(playing(live()), terminal_size=SMALL, run_before=after(0))


def test_trouble(snap_compare: Compare) -> None:
    trouble = live(
        state=State.THROTTLED,
        sentence="CloudWatch Logs asked for fewer calls.",
        retry_at_ms=NOW_MS + 8_000,
    )
    app = playing(arrivals(MIX), trouble)
    assert snap_compare(app, terminal_size=SMALL, run_before=after(63))


def test_hostile_text(snap_compare: Compare) -> None:
    found = record(1, principal=HOSTILE, config=HOSTILE, sender=HOSTILE, userAgent=HOSTILE)
    app = playing(arrivals([found]), replace(live(), source=HOSTILE))
    assert snap_compare(app, terminal_size=WIDE, run_before=after(1))


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])
def test_sources(snap_compare: Compare, size: tuple[int, int]) -> None:
    refused = Health(
        "prod",
        State.REFUSED,
        "sts:AssumeRole on role arn:aws:iam::222222222222:role/reader was refused (AccessDenied).",
        retry_at_ms=NOW_MS + 12_000,
        errors=3,
        last_error="No answer to sts:AssumeRole.",
        last_error_ms=NOW_MS - 31_000,
    )
    more = {"calls": 1204, "records": 98_331, "lag_ms": 252_000, "usage": Usage(0.5, 10.0)}
    history = Health("staging event history", State.LIVE, holds_sends=False, calls=31)
    group = replace(live(**more), source="staging CloudTrail/logs")
    app = playing(arrivals(MIX), group, history, refused)
    assert snap_compare(app, terminal_size=size, run_before=after(63, "S"))


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])
def test_asking_the_past(snap_compare: Compare, size: tuple[int, int]) -> None:
    account = Account(three(), notes=("logs:DescribeLogGroups in eu-west-1 was refused.",))
    account.give(live(), arrivals(MIX))
    run = after(63, "e", "H")
    assert snap_compare(app_over(account), terminal_size=size, run_before=run)


def test_an_answer_from_the_past(snap_compare: Compare) -> None:
    name = "Insights CloudTrail/logs"
    found = batch(name, records(60, start_ms=NOW_MS - 90_000_000))
    half = Health(name, State.CATCHING_UP, progress=0.4, scanned_bytes=492_000_000)
    engine = ScriptedEngine(name, script=(found, half))
    account = Account((engine,))
    account.give(live(), arrivals(MIX))

    async def ask(pilot: Pilot[None]) -> None:
        await after(63, "H")(pilot)
        await pilot.press("enter")
        await _until(pilot, lambda: "492 MB of about" in screen_text(pilot.app))
        await _until(pilot, lambda: "60 sends" in screen_text(pilot.app))
        await pilot.press("up", "up")
        await pilot.pause(0.25)

    assert snap_compare(app_over(account), terminal_size=SMALL, run_before=ask)


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])
def test_timeline(snap_compare: Compare, size: tuple[int, int]) -> None:
    keys = ("T", "b", "home", "shift+right")
    assert snap_compare(mixed(), terminal_size=size, run_before=after(63, *keys))


def test_side_by_side(snap_compare: Compare) -> None:
    assert snap_compare(mixed(), terminal_size=SMALL, run_before=after(63, "v", "up", "up", "v"))


def test_copy_as(snap_compare: Compare) -> None:
    assert snap_compare(mixed(), terminal_size=SMALL, run_before=after(63, "up", "A"))

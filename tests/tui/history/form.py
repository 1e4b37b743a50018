"""The form of the history search, opened and filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from sestrail_tui.tui.history.form import HistoryForm
from tests.tui.app.driving import filled, until
from tests.tui.hosting import screen_text
from tests.tui.world import NOW_MS, arrivals, live, records

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from sestrail_tui.tui.app.app import SestrailApp
    from tests.tui.history.world import Account

OLDEST_MS = NOW_MS - 3_600_000


async def opened(pilot: Pilot[None], app: SestrailApp, account: Account) -> None:
    """Follow three records, and open the form."""
    account.give(live(), arrivals(records(3, start_ms=OLDEST_MS - 1300)))
    await filled(pilot, app, 3)
    await pilot.press("H")
    await until(pilot, lambda: isinstance(app.screen, HistoryForm))


def noticed(app: SestrailApp) -> str:
    """Give the words at the bottom right."""
    return " ".join(str(note.message) for note in app._notifications)


async def said(pilot: Pilot[None], app: SestrailApp, *texts: str) -> str:
    """Wait for texts on the screen."""
    await until(pilot, lambda: all(text in screen_text(app) for text in texts))
    return screen_text(app)


def inputs(app: SestrailApp) -> list[Input]:
    """Give what can be typed into: from, to, filter."""
    return list(app.screen.query(Input))


def at_form(app: SestrailApp) -> bool:
    return isinstance(app.screen, HistoryForm)


def put(app: SestrailApp, number: int, text: str) -> None:
    """Type into one of the form's lines, all at once."""
    inputs(app)[number].value = text

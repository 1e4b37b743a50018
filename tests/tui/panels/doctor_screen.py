"""The doctor's screen over an account that answers what a test says."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sestrail_tui.tui.app.app import SestrailApp
from sestrail_tui.tui.panels.doctor import DoctorScreen
from sestrail_tui.tui.preferences.filter_history import FilterHistory
from tests.tui.app.driving import until
from tests.tui.world import FrozenClock, Tap

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from sestrail_tui.account.report import Report


class Account(Tap):
    """A connection to an account that is examined with one report after the other."""

    def __init__(self, *reports: tuple[Report, ...]) -> None:
        super().__init__()
        self.reports = list(reports)
        self.answer = asyncio.Event()
        self.answer.set()

    async def examine(self) -> tuple[Report, ...]:
        await self.answer.wait()
        return self.reports.pop(0) if len(self.reports) > 1 else self.reports[0]


def app_over(account: Account) -> SestrailApp:
    return SestrailApp(account, clock=FrozenClock(), history=FilterHistory())


async def opened(pilot: Pilot[None], app: SestrailApp) -> DoctorScreen:
    await pilot.press("D")
    await until(pilot, lambda: isinstance(app.screen, DoctorScreen))
    await pilot.pause(0.05)
    screen = app.screen
    assert isinstance(screen, DoctorScreen)
    return screen

"""An app whose account has engines of the past that play a script."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sestrail_tui.core.errors import SestrailError
from sestrail_tui.follow.history.engine import FoundEngines
from sestrail_tui.tui.app.app import SestrailApp
from sestrail_tui.tui.main.screen import MainScreen
from sestrail_tui.tui.preferences.filter_history import FilterHistory
from tests.tui.world import FrozenClock, Tap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sestrail_tui.core.errors import SourceError
    from sestrail_tui.follow.history.engine import Engine
    from sestrail_tui.follow.protocol import Connection
    from sestrail_tui.tui.history.question import TypedQuestion


class Account(Tap):
    """A `Tap` whose past has engines, or an error in the place of them, one find after another."""

    def __init__(self, *finds: Iterable[Engine] | SourceError, notes: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._finds = list(finds)
        self._notes = notes
        self.found = asyncio.Event()
        """Engines are found only while it is set."""
        self.found.set()
        self.opened = 0
        self.closed = 0

    async def history(self) -> FoundEngines:
        await self.found.wait()
        outcome = self._finds.pop(0) if len(self._finds) > 1 else self._finds[0]
        if isinstance(outcome, SestrailError):
            raise outcome
        self.opened += 1
        return FoundEngines(tuple(outcome), self._notes, self._close)

    async def _close(self) -> None:
        self.closed += 1


def app_over(
    account: Account,
    *,
    question: TypedQuestion | None = None,
    connection: Connection | None = None,
    filter_text: str = "",
) -> SestrailApp:
    """Give an app over an account."""
    return SestrailApp(
        connection or account,
        clock=FrozenClock(),
        history=FilterHistory(),
        question=question,
        filter_text=filter_text,
    )


def shows_answer(app: SestrailApp) -> bool:
    """Tell whether the screen is one over an answer."""
    return isinstance(app.screen, MainScreen) and app.screen.role.is_query

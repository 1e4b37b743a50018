"""A screen without a terminal: notes what a controller asks of it, and gives the answers."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from sestrail_tui.tui.table.listing import Listing
from sestrail_tui.tui.table.state import ScreenState
from tests.tui.world import FrozenClock

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

    from sestrail_tui.core.record import Record


class FakeScreen:
    """The view of every controller; ``answers`` are what its dialogs are dismissed with."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.messages: list[str] = []
        """What was notified."""
        self.calls: list[str] = []
        """The names of what else was asked for, in order."""
        self.dialogs: list[Any] = []
        self.questions: list[str] = []
        """What the prompt line was asked for."""
        self.written: list[str] = []
        """What was written past the screen."""
        self.filters: list[str] = []
        """What the filter line showed."""
        self.posted: list[Any] = []
        self.login_error = ""
        self.is_typing = False
        self.shows_detail = True
        self.reads_detail = False
        self.question: Any = None
        self._tasks: list[asyncio.Task[None]] = []

    def notify(self, message: str, **_: Any) -> None:
        self.messages.append(message)

    def run_worker(self, work: Coroutine[Any, Any, None], **_: Any) -> object:
        self._tasks.append(asyncio.create_task(work))
        return self._tasks[-1]

    async def finished(self) -> None:
        """Wait until all that runs beside the screen has ended."""
        while self._tasks:
            await self._tasks.pop(0)

    async def dialog(self, screen: Any) -> Any:
        self.dialogs.append(screen)
        return self.answers.pop(0)

    def ask(self, ask: str, question: str, answer: str = "", hint: str = "") -> None:
        self.questions.append(ask)

    def write_terminal(self, sequence: str) -> None:
        self.written.append(sequence)

    def post_message(self, message: Any) -> bool:
        self.posted.append(message)
        return True

    def log_in(self, connection: Any) -> str:
        self.calls.append("log_in")
        return self.login_error

    def show_filter(self, text: str) -> None:
        self.filters.append(text)

    def saved_keys(self) -> list[str]:
        return ["", ""]

    def set_timer(self, delay: float, callback: Callable[[], None]) -> object:
        self.calls.append("set_timer")
        return callback

    def __getattr__(self, name: str) -> Callable[..., None]:
        """Note a call of what the test has no other use for: ``to_rows``, ``show_counts``..."""
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *_, **__: self.calls.append(name)


class FakeTable:
    """The table of every controller: a cursor, and the names of what was asked of it."""

    def __init__(self, row: int | None = None) -> None:
        self.focused_row = row
        self.cursor_column: Any = None
        self.marked: int | None = None
        self.calls: list[str] = []

    def focus_row(self, row: int) -> bool:
        self.focused_row = row
        return True

    def call_after_refresh(self, callback: Callable[[], None]) -> object:
        callback()
        return None

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *_, **__: self.calls.append(name)


def state_of(records: Sequence[Record] = ()) -> ScreenState:
    """Return the state of a screen that lists records."""
    listing = Listing()
    listing.append(records)
    listing.catch_up()
    return ScreenState(FrozenClock(), "utc", listing)


def listing_of(state: ScreenState) -> Listing:
    """Return the listing of a state that has one."""
    assert state.listing is not None
    return state.listing

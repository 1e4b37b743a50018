"""The application: settles what the screen needs, and opens it."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar, Final

from rich.text import Text
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.worker import WorkerFailed

from sestrail_tui import crash
from sestrail_tui.cloudtrail.safe_text import safe
from sestrail_tui.filters.parse import parse
from sestrail_tui.tui.commands import KeyCommands, Palette
from sestrail_tui.tui.habits import Habits
from sestrail_tui.tui.history import History
from sestrail_tui.tui.last_view import state_path
from sestrail_tui.tui.more_commands import MoreCommands
from sestrail_tui.tui.screens.main import MainScreen
from sestrail_tui.tui.status import Status
from sestrail_tui.tui.theme import THEMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.command import Provider
    from textual.notifications import SeverityLevel
    from textual.screen import Screen

    from sestrail_tui.clock import Clock
    from sestrail_tui.sources.source import Connection
    from sestrail_tui.tui.asked import Asked

_SYSTEM: Final = ("Theme", "Screenshot")
"""Textual's own commands that the palette offers beside the keys."""
_PROBLEM_S: Final = 20
"""Seconds for which the screen says what is wrong with the settings."""


def _problem_words(problems: Sequence[str]) -> str:
    more = f" ({len(problems) - 1} more)" if len(problems) > 1 else ""
    return f"{safe(problems[0])}{more}. It is left out; `sestrail config check` lists all."


class SestrailApp(App[None]):
    """The screen over a connection. Raises `FilterError` for a filter that cannot be read."""

    TITLE = "sestrail"
    NOTIFICATION_TIMEOUT = 3
    """Seconds that a word at the bottom right stays."""
    CSS_PATH = "sestrail.tcss"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {
        *App.COMMANDS,
        KeyCommands,
        MoreCommands,
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        # Before all others: a list or the help over the main screen must not swallow it.
        Binding("ctrl+c", "leave", show=False, priority=True),
    ]
    COMMAND_PALETTE_BINDING = "ctrl+backslash"
    """Beside the screen's own ``ctrl+p``, which can be bound anew like every other key."""

    def __init__(
        self,
        connection: Connection,
        *,
        clock: Clock,
        filter_text: str = "",
        title: str = "",
        demo_note: str = "",
        habits: Habits | None = None,
        history: History | None = None,
        asked: Asked | None = None,
    ) -> None:
        """``asked``: the connection is the answer to this question to the past."""
        habits = Habits() if habits is None else habits
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = habits.theme
        if history is None:
            history = History(state_path() / "filters")
        if asked is not None:
            self._main: MainScreen = answer(connection, clock, history, asked, habits)
            return
        self._main = MainScreen(
            connection,
            clock,
            history,
            Status(title=title, note=demo_note),
            node=parse(filter_text),
            habits=habits,
        )

    def on_mount(self) -> None:
        """Give the terminal back when the program is told to end, or the terminal is closed.

        A screen without a terminal is of no use: that goes for ``nohup`` too.
        """
        loop = asyncio.get_running_loop()
        with suppress(NotImplementedError, RuntimeError, ValueError):  # no such signal, or thread
            loop.add_signal_handler(signal.SIGTERM, self.action_leave)
            loop.add_signal_handler(signal.SIGHUP, self.action_leave)
        if problems := self._main.habits.problems:
            self.notify(_problem_words(problems), severity="warning", timeout=_PROBLEM_S)

    async def action_quit(self) -> None:
        """Leave (Textual's own ctrl+q)."""
        self.action_leave()

    def on_resize(self) -> None:
        """Paint every cell: a terminal that shrank and grew again faster than told lost some."""
        for screen in self.screen_stack[-1:]:
            screen.refresh()

    def action_leave(self) -> None:
        """Leave from wherever one is."""
        self._main.action_quit()

    def get_default_screen(self) -> Screen[None]:
        """Begin with the main screen."""
        return self._main

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Say a word at the bottom right, in the place of the one before."""
        self.clear_notifications()
        message = "\n".join(map(safe, message.split("\n")))
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

    def _fatal_error(self) -> None:
        """Say where the program went wrong, in place of Textual's own report with all variables."""
        self._return_code = crash.EXIT_CODE
        error: BaseException | None = self._exception
        if isinstance(error, WorkerFailed):
            error = error.error
        self.panic(Text(crash.report(error)))

    def action_command_palette(self) -> None:
        """Open the palette."""
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(Palette(id="--command-palette"))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Offer the few of Textual's own commands that are of use here."""
        return (
            command for command in super().get_system_commands(screen) if command.title in _SYSTEM
        )


def answer(
    connection: Connection, clock: Clock, history: History, asked: Asked, habits: Habits
) -> MainScreen:
    """Give the screen over an answer from the past."""
    from sestrail_tui.tui.screens.past import PastScreen  # noqa: PLC0415  seldom needed

    return PastScreen(connection, clock, history, asked, habits=habits)

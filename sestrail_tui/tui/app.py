"""The application: paints a first frame, settles what the screen needs, and opens it."""

from __future__ import annotations

import asyncio
import gc
import signal
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar, Final

from rich.text import Text
from textual import events, work
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.worker import WorkerFailed

from sestrail_tui import crash
from sestrail_tui.cloudtrail.safe_text import safe
from sestrail_tui.tui.first_frame import FirstFrame
from sestrail_tui.tui.theme import DARK, THEMES
from sestrail_tui.tui.typed import InTurn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.command import Provider
    from textual.driver import Driver
    from textual.notifications import SeverityLevel
    from textual.screen import Screen

    from sestrail_tui.clock import Clock
    from sestrail_tui.sources.source import Connection
    from sestrail_tui.tui.asked import Asked
    from sestrail_tui.tui.habits import Habits
    from sestrail_tui.tui.history import History
    from sestrail_tui.tui.screens.main import MainScreen

_SYSTEM: Final = ("Theme", "Screenshot")
"""Textual's own commands that the palette offers beside the keys."""
_PROBLEM_S: Final = 20
"""Seconds for which the screen says what is wrong with the settings."""
_MOUNTED_S: Final = 1
"""Seconds after which the main screen is shown as far as it is."""
_LEAVING: Final = frozenset({"ctrl+c", "ctrl+q"})


def _problem_words(problems: Sequence[str]) -> str:
    more = f" ({len(problems) - 1} more)" if len(problems) > 1 else ""
    return f"{safe(problems[0])}{more}. It is left out; `sestrail config check` lists all."


def _key_commands() -> type[Provider]:
    from sestrail_tui.tui.commands import KeyCommands

    return KeyCommands


def _more_commands() -> type[Provider]:
    from sestrail_tui.tui.more_commands import MoreCommands

    return MoreCommands


class SestrailApp(App[None]):
    """The screen over a connection. Raises `FilterError` for a filter that cannot be read."""

    TITLE = "sestrail"
    NOTIFICATION_TIMEOUT = 3
    """Seconds that a word at the bottom right stays."""
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {
        *App.COMMANDS,
        _key_commands,
        _more_commands,
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
        habits: Habits | Callable[[], Habits] | None = None,
        theme: str = DARK.name,
        history: History | None = None,
        asked: Asked | None = None,
    ) -> None:
        """``asked``: the connection is the answer to this question to the past.

        Where ``habits`` is to be called for them, the main screen is imported and made behind a
        first frame in ``theme``.
        """
        super().__init__()
        self._made: MainScreen | None = None
        self._opening = self._left = False
        """Whether the main screen is being mounted, and was left meanwhile."""

        def make(habits: Habits | None) -> MainScreen:
            from sestrail_tui.tui.screens.begin import begin

            return begin(
                connection,
                clock=clock,
                filter_text=filter_text,
                title=title,
                demo_note=demo_note,
                habits=habits,
                history=history,
                asked=asked,
            )

        self._make = make
        self._habits = habits if callable(habits) else None
        self._typed = InTurn(self, super().on_event, held=self._habits is not None)
        for known in THEMES:
            self.register_theme(known)
        if not callable(habits):
            self._made = make(habits)
            theme = self._made.habits.theme
        self.theme = theme

    @property
    def _main(self) -> MainScreen:
        assert self._made is not None
        return self._made

    def get_driver_class(self) -> type[Driver]:
        """Put our own in the place of Textual's driver of a terminal."""
        from textual.drivers.linux_driver import LinuxDriver

        from sestrail_tui.tui.terminal import Terminal

        found = super().get_driver_class()
        return Terminal if found is LinuxDriver else found

    def on_load(self) -> None:
        """Give the terminal back when told to end or when it is closed, from before it is taken on.

        A screen without a terminal is of no use: that goes for ``nohup`` too.
        """
        loop = asyncio.get_running_loop()
        with suppress(NotImplementedError, RuntimeError, ValueError):  # no such signal, or thread
            loop.add_signal_handler(signal.SIGTERM, self.action_leave)
            loop.add_signal_handler(signal.SIGHUP, self.action_leave)

    def on_mount(self) -> None:
        """Say what is wrong with the settings; behind a first frame, read them first."""
        if self._made is None:
            self.screen.call_after_refresh(self._open_main)
        else:
            self._say_problems()

    @work
    async def _open_main(self) -> None:
        """Put the main screen in the place of the first frame, and give it what was typed."""
        assert self._habits is not None
        habits = await asyncio.to_thread(self._import_main, self._habits)
        self._opening = True
        main = self._make(habits)
        self.theme = habits.theme
        with self.batch_update():
            await self.push_screen(main)
            await _mounted(main)
        self._made = main
        if self._left:
            self.action_leave()
            return
        self._say_problems()
        await self._typed.release()
        # What is there by now stays: a full collection that walked it would hold a key up by 40 ms.
        gc.freeze()

    @staticmethod
    def _import_main(habits: Callable[[], Habits]) -> Habits:
        import sestrail_tui.tui.screens.begin  # noqa: F401  for the loop must not wait for it

        return habits()

    async def on_event(self, event: events.Event) -> None:
        """Take what is typed in its turn; what comes back from the widgets is for the app."""
        if (
            isinstance(event, events.Key | events.Paste)
            and not event.is_forwarded
            and not (isinstance(event, events.Key) and event.key in _LEAVING)
        ):
            await self._typed.take(event)
        else:
            await super().on_event(event)

    def _say_problems(self) -> None:
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
        """Leave from wherever one is; a screen that is half mounted is finished first."""
        if self._made is not None:
            self._made.action_quit()
        elif self._opening:
            self._left = True
        else:
            self.exit(return_code=0)

    def get_default_screen(self) -> Screen[None]:
        """Begin with the main screen, or with the frame before it."""
        if self._made is None:
            return FirstFrame()
        self._load_screen_css(self._made)  # as Textual does for a screen that is pushed
        return self._made

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
            from sestrail_tui.tui.commands import Palette

            self.push_screen(Palette(id="--command-palette"))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Offer the few of Textual's own commands that are of use here."""
        return (
            command for command in super().get_system_commands(screen) if command.title in _SYSTEM
        )


async def _mounted(main: MainScreen) -> None:
    """Wait until it has handled what it was sent so far, or is closed meanwhile."""
    done = asyncio.Event()
    if main.call_later(done.set):
        with suppress(TimeoutError):
            async with asyncio.timeout(_MOUNTED_S):
                await done.wait()

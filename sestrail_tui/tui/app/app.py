"""The application: paints a first frame, settles what the screen needs, and opens it."""

from __future__ import annotations

import asyncio
import signal
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar, Final

from textual import events, work
from textual.binding import Binding, BindingType

from sestrail_tui.core.process import garbage_collector
from sestrail_tui.core.process.daemon_threads import DaemonThreads
from sestrail_tui.core.process.signals import (
    ENDING,
    WITHIN_S,
    end_within,
    exit_code,
)
from sestrail_tui.core.safe_text import safe
from sestrail_tui.tui.app.first_frame import FirstFrame
from sestrail_tui.tui.app.shell import Shell
from sestrail_tui.tui.keys.key_queue import KeyQueue
from sestrail_tui.tui.preferences.theme import DARK

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import RenderableType
    from textual.screen import Screen

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.core.process.signals import SignalHandler
    from sestrail_tui.follow.protocol import Connection
    from sestrail_tui.tui.history.question import TypedQuestion
    from sestrail_tui.tui.main.screen import MainScreen
    from sestrail_tui.tui.preferences.filter_history import FilterHistory
    from sestrail_tui.tui.preferences.preferences import Preferences

_PROBLEM_S: Final = 20
"""Seconds for which the screen says what is wrong with the settings."""
_MOUNTED_S: Final = 1
"""Seconds after which the main screen is shown as far as it is."""
_LEAVING: Final = frozenset({"ctrl+c", "ctrl+q"})


def _problem_words(problems: Sequence[str]) -> str:
    more = f" ({len(problems) - 1} more)" if len(problems) > 1 else ""
    return f"{safe(problems[0])}{more}. It is left out; `sestrail config check` lists all."


class SestrailApp(Shell):
    """The screen over a connection. Raises `FilterError` for a filter that cannot be read."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # Before all others: a list or the help over the main screen must not swallow them.
        Binding("ctrl+c", "leave", show=False, priority=True),
        Binding("ctrl+z", "suspend_process", show=False, priority=True),
    ]

    def __init__(
        self,
        connection: Connection,
        *,
        clock: Clock,
        filter_text: str = "",
        title: str = "",
        demo_note: str = "",
        preferences: Preferences | Callable[[], Preferences] | None = None,
        theme: str = DARK.name,
        history: FilterHistory | None = None,
        question: TypedQuestion | None = None,
    ) -> None:
        """With a ``question``, the connection is the answer to it from the history.

        Where ``preferences`` is to be called for them, the main screen is imported and made behind
        a first frame in ``theme``.
        """
        super().__init__()
        self._made: MainScreen | None = None
        self._opening = self._left = False
        """Whether the main screen is being mounted, and was left meanwhile."""
        self._handlers: dict[signal.Signals, SignalHandler] = {}
        self._ended_by: int | None = None
        """The signal that was the first to ask for the end."""

        def make(preferences: Preferences | None) -> MainScreen:
            from sestrail_tui.tui.app.begin import begin

            return begin(
                connection,
                clock=clock,
                filter_text=filter_text,
                title=title,
                demo_note=demo_note,
                preferences=preferences,
                history=history,
                question=question,
            )

        self._make = make
        self._load = preferences if callable(preferences) else None
        self._typed = KeyQueue(self, super().on_event, held=self._load is not None)
        if not callable(preferences):
            self._made = make(preferences)
            self.css_path += self._made.css_path  # which Textual reads for a pushed screen only
            theme = self._made.saved.preferences.theme
        self.theme = theme

    @property
    def _main(self) -> MainScreen:
        assert self._made is not None
        return self._made

    def on_load(self) -> None:
        """Give the terminal back when told to end or when it is closed, from before it is taken on.

        A screen without a terminal is of no use: that goes for ``nohup`` too. The handlers are
        Python's own and not the loop's, so that they are called while the loop is held up.
        """
        self._loop_here = asyncio.get_running_loop()
        self._loop_here.set_default_executor(DaemonThreads())
        if threading.current_thread() is threading.main_thread():  # the only one that may listen
            for number in ENDING:
                self._handlers[number] = signal.signal(number, self._end_by_signal)

    def on_unmount(self) -> None:
        """Leave the signals to whoever had them."""
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    def _end_by_signal(self, number: int, _frame: object) -> None:
        self._ended_by = self._ended_by or number
        if self.terminal is not None:
            end_within(WITHIN_S, exit_code(number))
        self._loop_here.call_soon_threadsafe(self.action_leave)

    def exit(
        self,
        result: None = None,
        return_code: int = 0,
        message: RenderableType | None = None,
    ) -> None:
        """Leave, with the exit code of the signal that was why."""
        if self._ended_by is not None:
            return_code = exit_code(self._ended_by)
        super().exit(result, return_code, message)

    def on_mount(self) -> None:
        """Say what is wrong with the settings; behind a first frame, read them first."""
        if self._made is None:
            self.screen.call_after_refresh(self._open_main)
        else:
            self._say_problems()
            garbage_collector.work()

    @work
    async def _open_main(self) -> None:
        """Put the main screen in the place of the first frame, and give it what was typed."""
        assert self._load is not None
        preferences = await asyncio.to_thread(self._import_main, self._load)
        self._opening = True
        main = self._make(preferences)
        self.theme = preferences.theme
        with self.batch_update():
            await self.push_screen(main)
            await _mounted(main)
        self._made = main
        if self._left:
            self.action_leave()
            return
        self._say_problems()
        await self._typed.release()
        garbage_collector.work()

    @staticmethod
    def _import_main(preferences: Callable[[], Preferences]) -> Preferences:
        import sestrail_tui.tui.app.begin  # noqa: F401  for the loop must not wait for it

        return preferences()

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
        if problems := self._main.saved.preferences.problems:
            self.notify(_problem_words(problems), severity="warning", timeout=_PROBLEM_S)

    async def action_quit(self) -> None:
        """Leave (Textual's own ctrl+q)."""
        self.action_leave()

    def action_leave(self) -> None:
        """Leave from wherever one is; a screen that is half mounted is finished first."""
        if self._made is not None:
            self._made.quit()
        elif self._opening:
            self._left = True
        else:
            self.exit(return_code=0)

    def get_default_screen(self) -> Screen[None]:
        """Begin with the main screen, or with the frame before it."""
        if self._made is None:
            return FirstFrame()
        return self._made


async def _mounted(main: MainScreen) -> None:
    """Wait until it has handled what it was sent so far, or is closed meanwhile."""
    done = asyncio.Event()
    if main.call_later(done.set):
        with suppress(TimeoutError):
            async with asyncio.timeout(_MOUNTED_S):
                await done.wait()

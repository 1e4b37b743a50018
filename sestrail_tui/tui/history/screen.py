"""The answer to a question to the past: the main screen over one engine, with a way back."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import work
from textual.worker import WorkerCancelled, WorkerError, WorkerFailed

from sestrail_tui.alerts.settings import AlertSettings
from sestrail_tui.tui.history.question_line import QuestionLine
from sestrail_tui.tui.history.status import HistoryStatus
from sestrail_tui.tui.main.screen import MainScreen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.filters.syntax.tree import Node
    from sestrail_tui.follow.protocol import Connection
    from sestrail_tui.tui.filtering.filter_history import FilterHistory
    from sestrail_tui.tui.history.engines import Engines
    from sestrail_tui.tui.history.form import EngineQuestion
    from sestrail_tui.tui.history.question import QuestionText, TypedQuestion
    from sestrail_tui.tui.preferences.preferences import Preferences


class HistoryScreen(MainScreen):
    """`MainScreen` over the answer to ``asked``; leaving it early cancels the query.

    ``engines`` are those of the screen below; without one below, it is a whole session by itself.
    """

    status: HistoryStatus

    def __init__(
        self,
        connection: Connection,
        clock: Clock,
        history: FilterHistory,
        asked: TypedQuestion,
        *,
        habits: Preferences,
        engines: Engines | None = None,
    ) -> None:
        status = HistoryStatus(asked=asked)
        node = asked.question.node
        # What is long past alarms nobody.
        habits = replace(habits, alerts=AlertSettings())
        super().__init__(connection, clock, history, status, node=node, habits=habits)
        self.again: EngineQuestion | None = None
        """What to ask next, of whom; ``None``: go back to the screen below."""
        self._below = engines
        self._last_engines = asked.engines
        self._about = QuestionLine()

    def banner(self) -> Iterable[Widget]:
        """Put what was asked for below the header."""
        return (self._about,)

    @property
    def engines(self) -> Engines:
        """The engines that can be asked."""
        return super().engines if self._below is None else self._below

    async def on_unmount(self) -> None:
        """Wait until what still ran is cancelled: the connections may close after this."""
        for worker in [one for one in self.workers if one.node is self and one.group == "feed"]:
            if not worker.is_cancelled:  # a second time would cut the cancelling short
                worker.cancel()
            with suppress(WorkerCancelled, WorkerFailed, WorkerError):
                await worker.wait()
        await super().on_unmount()

    # what is said

    def tick(self) -> None:
        """Show what changes with the time, and how the query goes."""
        super().tick()
        self._tell_about()

    def show_counts(self) -> None:
        """Say how many rows there are, and whether they can be all that match."""
        super().show_counts()
        self._tell_about()

    def _tell_about(self) -> None:
        asked, now = self.status.asked.question.node, self.clock.now_ms()
        shown = asked if self.listing is None else self.listing.node
        wider = shown != asked and self._wider(shown)
        self._about.facts = self.status.about(shown, self.time_mode, now, wider=wider)

    def _wider(self, shown: Node) -> bool:
        """Whether the filter on screen may show what was not asked for."""
        from sestrail_tui.filters.narrowing import narrows

        return not narrows(shown, self.status.asked.question.node)

    def show_hints(self) -> None:
        """Write the way back and the question first, where the rows have the focus."""
        super().show_hints()
        if self.focused in (None, self.table):
            back = "back" if self._below is not None else "leave"
            ways = (("q", back, "screen.quit"), ("H", "ask anew", "screen.past"))
            self.key_line.hints = (*ways, *self.key_line.hints)

    # keys that are different here

    def clear_filter(self) -> None:
        """Go back to the filter that was asked for; from there, to the screen below."""
        asked = self.status.asked.question.node
        if self.listing is not None and self.listing.node != asked:
            self.apply(asked)
        elif self._below is not None:
            self.dismiss(None)

    def action_quit(self) -> None:
        """Go back to the screen below; without one, leave."""
        if self._below is None:
            super().action_quit()
        else:
            self.dismiss(None)

    def action_login(self) -> None:
        """Log in where the account is followed."""
        if self._below is not None:
            self.notify("Log in on the live screen: esc goes back there. Then ask again.")
        elif self.status.failure is not None and self.status.failure.person:
            super().action_login()
        else:
            self.notify("The question was put already: H asks anew.")

    def action_pause(self) -> None:
        """Let the list stand still while the answer comes."""
        if self.status.ended and not (self.listing is not None and self.listing.paused):
            self.notify("The answer is complete: nothing more comes that could be paused.")
        else:
            super().action_pause()

    def wording(self) -> QuestionText:
        """Begin with the last question."""
        return self.status.asked.wording

    @work(group="history")
    async def action_history(self) -> None:
        """Ask something else, in the place of this answer."""
        if self._below is None:
            super().action_history()
            return
        self.again = await self.ask_what()
        if self.again is not None:
            self.dismiss(None)

"""The screen from which the past is asked: the form, then the answer, on screens of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work

from sestrail_tui.filters.syntax.tree import to_text
from sestrail_tui.tui.alerts.screen import AlertScreen
from sestrail_tui.tui.history.engines import Engines

if TYPE_CHECKING:
    from sestrail_tui.tui.history.form import EngineQuestion
    from sestrail_tui.tui.history.question import QuestionText


class AskingScreen(AlertScreen):
    """`AlertScreen` with the key that asks for older records; reading goes on meanwhile."""

    _engines: Engines | None = None
    _last_engines: tuple[str, ...] = ()

    @property
    def engines(self) -> Engines:
        """The engines of what is read here."""
        if self._engines is None:
            self._engines = Engines(self._connection)
        return self._engines

    async def on_unmount(self) -> None:
        """Close what was kept open for asking."""
        if self._engines is not None:
            await self._engines.close()

    @work(group="history")
    async def action_history(self) -> None:
        """Ask, and show the answer; from there it may be asked again."""
        # The answer is shown on a screen like this one, and most sessions never need it.
        from sestrail_tui.follow.connections.history import HistoryConnection
        from sestrail_tui.tui.history.screen import HistoryScreen

        wanted = await self.ask_what()
        while wanted is not None:
            (engine, *beside), asked = wanted
            self._last_engines = asked.engines
            answer = HistoryScreen(
                HistoryConnection(engine, asked.question, beside=beside),
                self.clock,
                self.history,
                asked,
                habits=self.habits,
                engines=self.engines,
            )
            answer.time_mode = self.time_mode
            await self.app.push_screen_wait(answer)
            wanted = answer.again

    async def ask_what(self) -> EngineQuestion | None:
        """Open the form; give what to ask of whom, ``None`` for nothing."""
        from sestrail_tui.tui.history.form import HistoryForm

        return await self.app.push_screen_wait(
            HistoryForm(
                self.engines,
                self.wording(),
                chosen=self._last_engines,
                clock=self.clock,
                time_mode=self.time_mode,
                history=self.history,
                seen=self._seen,
                copy=self._copy,
            )
        )

    def wording(self) -> QuestionText:
        """Give the question to begin with: the day up to the oldest record, this filter."""
        from sestrail_tui.tui.history.question import before

        if self.listing is None:
            return before(None, to_text(self._first_node))
        return before(self.listing.oldest_ms, self.listing.filter_text)

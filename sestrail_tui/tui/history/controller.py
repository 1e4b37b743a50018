"""Questions to the history: the form, then the answer, on screens of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sestrail_tui.tui.base.view import ScreenView
from sestrail_tui.tui.history.engines import Engines

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from sestrail_tui.follow.protocol import Connection
    from sestrail_tui.tui.history.form import EngineQuestion
    from sestrail_tui.tui.history.question import QuestionText, TypedQuestion
    from sestrail_tui.tui.preferences.filter_history import FilterHistory
    from sestrail_tui.tui.table.state import ScreenState


class HistoryView(ScreenView, Protocol):
    """What `HistoryController` asks of the screen."""

    @property
    def question(self) -> QuestionText:
        """The question that the form begins with."""

    async def show_answer(
        self, connection: Connection, question: TypedQuestion, engines: Engines
    ) -> EngineQuestion | None:
        """Show an answer until it is left; return what to ask next."""

    def replace_answer(self, question: EngineQuestion) -> None:
        """Leave this answer for that to another question."""


class HistoryController:
    """Asks for older records; reading goes on meanwhile."""

    def __init__(
        self,
        view: HistoryView,
        state: ScreenState,
        connection: Connection,
        *,
        filters: FilterHistory,
        values: Callable[[str], Sequence[tuple[str, int]]],
        copy: Callable[[str, str], Awaitable[None]],
        shared: Engines | None = None,
        last: tuple[str, ...] = (),
    ) -> None:
        """``shared`` are the engines of the screen below; ``last`` are those asked last."""
        self._view = view
        self._state = state
        self._filters = filters
        self._values = values
        self._copy = copy
        self._own = Engines(connection)
        self._shared = shared
        self._last = last

    @property
    def engines(self) -> Engines:
        """The engines that can be asked."""
        return self._own if self._shared is None else self._shared

    async def close(self) -> None:
        """Close what was kept open for asking."""
        await self._own.close()

    def start(self) -> None:
        """Ask; where this is an answer above another screen, in the place of that answer."""
        work = self._ask() if self._shared is None else self._ask_instead()
        self._view.run_worker(work, group="history")

    async def _ask(self) -> None:
        # Most sessions never need it.
        from sestrail_tui.follow.connections.history import HistoryConnection

        chosen = await self._choose()
        while chosen is not None:
            (engine, *beside), question = chosen
            self._last = question.engines
            connection = HistoryConnection(engine, question.question, beside=beside)
            chosen = await self._view.show_answer(connection, question, self.engines)

    async def _ask_instead(self) -> None:
        if (chosen := await self._choose()) is not None:
            self._view.replace_answer(chosen)

    def _choose(self) -> Awaitable[EngineQuestion | None]:
        """Open the form; return what to ask of whom, ``None`` for nothing."""
        from sestrail_tui.tui.history.form import HistoryForm

        return self._view.dialog(
            HistoryForm(
                self.engines,
                self._view.question,
                chosen=self._last,
                clock=self._state.clock,
                time_mode=self._state.time_mode,
                history=self._filters,
                seen=self._values,
                copy=self._copy,
            )
        )

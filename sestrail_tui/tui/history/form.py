"""The form for a history search: which engines to ask, for which time and filter, at what cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from sestrail_tui.core.errors import SourceError
from sestrail_tui.core.safe_text import safe
from sestrail_tui.tui.base.key_line import KeyLine
from sestrail_tui.tui.history import engine_facts
from sestrail_tui.tui.history.engine_rows import LOOKING, EngineRows
from sestrail_tui.tui.history.estimates import Estimates
from sestrail_tui.tui.history.form_fields import (
    FieldsEdited,
    FieldsLeft,
    FieldsSubmitted,
    HistoryFields,
)
from sestrail_tui.tui.history.question import TypedQuestion, read
from sestrail_tui.tui.panes.list_pane import ListPane
from sestrail_tui.tui.panes.overview_page import overview_page
from sestrail_tui.tui.panes.page_pane import PagePane

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual.app import ComposeResult

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.follow.history.engine import Engine, FoundEngines
    from sestrail_tui.tui.base.times import TimeMode
    from sestrail_tui.tui.history.engines import Engines
    from sestrail_tui.tui.history.question import ParsedQuestion, QuestionText
    from sestrail_tui.tui.preferences.filter_history import FilterHistory

EngineQuestion = tuple[tuple["Engine", ...], TypedQuestion]
"""The engines to ask, and what."""

_PAUSE_S: Final = 0.4
"""How long typing pauses before the estimate is made: each takes calls."""


class HistoryForm(ModalScreen[EngineQuestion | None]):
    """Gives what to ask which engines, ``None`` when left.

    It begins with ``wording`` and with the engines ``chosen``.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "ask", "Ask", show=False),
        Binding("escape", "back", "Back", show=False),
        Binding("H,q", "close", "Close", show=False),
        Binding("up,k", "go(-1)", "Engine above", show=False),
        Binding("down,j", "go(1)", "Engine below", show=False),
        Binding("space", "tick", "Ask this engine together with others", show=False),
        Binding("y", "copy", "Copy the set-up or the query", show=False),
        Binding("r", "look_again", "Look for engines again", show=False),
    ]
    DEFAULT_CSS = """
    HistoryForm {
        background: $background;
        ListPane { height: auto; max-height: 30%; }
        PagePane { height: 1fr; }
    }
    """

    def __init__(
        self,
        engines: Engines,
        wording: QuestionText,
        *,
        chosen: tuple[str, ...],
        clock: Clock,
        time_mode: TimeMode,
        history: FilterHistory,
        seen: Callable[[str], Sequence[tuple[str, int]]],
        copy: Callable[[str, str], Awaitable[None]],
    ) -> None:
        super().__init__()
        self._engines = engines
        self._clock = clock
        self._copy = copy
        self._time_mode = time_mode
        self._found: FoundEngines | None = None
        self._refusal = ""
        """Why no engine could be looked for."""
        self._forecasts = Estimates()
        self._insists = False
        self._rows = EngineRows()
        self._list = ListPane(
            self._rows,
            chosen=next(iter(chosen), None),
            ticked=chosen if len(chosen) > 1 else (),
        )
        self._fields = HistoryFields(wording, history, seen)
        self._detail = PagePane()
        self._keys = KeyLine()

    def compose(self) -> ComposeResult:
        """Put the question between the engines and what is known of one."""
        yield self._list
        yield self._fields
        yield self._detail
        yield self._keys

    def on_mount(self) -> None:
        """Show what is suggested, and look for engines."""
        self.watch(self._list, "chosen", self._chosen, init=False)
        self.watch(self._list, "ticked", self._chosen, init=False)
        self._list.focus()
        self.look()

    # the engines

    @work(exclusive=True, group="engines")
    async def look(self) -> None:
        """Look for engines; the form can be filled meanwhile."""
        self._found, self._refusal = None, ""
        self._show_engines((), LOOKING)
        self._show()
        try:
            self._found = await self._engines.find()
        except SourceError as error:
            self._refusal = error.message
        self._show_engines(
            () if self._found is None else self._found.engines, "No engine was found."
        )
        self._edited()

    def _show_engines(self, engines: Sequence[Engine], empty: str) -> None:
        self._rows.empty = empty
        self._rows.measure(engines)
        self._list.show(engines)
        if engines:
            self._list.ticked &= {engine.name for engine in engines}

    @property
    def _to_ask(self) -> tuple[Engine, ...]:
        """The engines to ask: those that are ticked, else the one under the cursor."""
        engines, at_cursor = self._list.shown, self._list.item
        ticked = tuple(one for one in engines if one.name in self._list.ticked and not one.lack)
        return ticked or (() if at_cursor is None else (at_cursor,))

    def action_look_again(self) -> None:
        """Look for engines anew, as after one was set up."""
        self._engines.forget()
        self.look()

    def action_go(self, engines: int) -> None:
        """Choose another engine, from wherever one types."""
        self._list.go(engines)

    def action_tick(self) -> None:
        """Ask the engine under the cursor together with the others that are ticked."""
        engine = self._list.item
        if engine is not None and engine.lack:
            self.notify(safe(engine.lack), severity="warning", markup=False)
        else:
            self._list.tick()

    # the question

    @property
    def _reading(self) -> ParsedQuestion:
        ahead_ms = self._found.ahead_ms if self._found is not None else 0
        return read(self._fields.wording, self._clock.now_ms() - ahead_ms)

    @on(FieldsEdited)
    def _edited(self) -> None:
        """Say what the question is read as, and what it would cost."""
        self._insists = False
        reading = self._reading
        self._fields.show_reading(reading, self._time_mode, self._clock.now_ms())
        self._forecasts.begin(readable=reading.question is not None)
        self._chosen()

    def _chosen(self) -> None:
        """Show the engine under the cursor; estimate what is not known yet."""
        self._show()
        self.workers.cancel_group(self, "estimate")
        engine, to_ask = self._list.item, self._to_ask
        concerned = to_ask if engine is None or engine in to_ask else (*to_ask, engine)
        missing = self._forecasts.missing(concerned)
        if missing and self._reading.question is not None:
            self._estimate(missing)

    @work(exclusive=True, group="estimate")
    async def _estimate(self, engines: tuple[Engine, ...]) -> None:
        await self._clock.sleep(_PAUSE_S)
        question = self._reading.question
        if question is not None:
            await self._forecasts.make(engines, question)
        self._show()

    def _show(self) -> None:
        found, engine = self._found, self._list.item
        notes = () if found is None else found.notes
        if engine is not None:
            sections = [
                *engine_facts.together(self._forecasts.known(self._to_ask)),
                *engine_facts.sections(engine, self._forecasts.of(engine), notes),
            ]
            self._detail.show(engine.name, overview_page(sections))
        elif found is None and not self._refusal:
            self._detail.show(LOOKING, None)
        else:
            sections = engine_facts.none_found(self._refusal, notes)
            self._detail.show("No engine", overview_page(sections))
        what = "set-up" if engine is not None and engine.lack and engine.setup else "query"
        self._keys.hints = (
            ("enter", "ask", "screen.ask"),
            ("↑ ↓", "engine", ""),
            ("tab", "next", "app.focus_next"),
            ("space", "tick", "screen.tick"),
            ("y", f"copy {what}", "screen.copy"),
            ("r", "again", "screen.look_again"),
            ("esc", "back", "screen.close"),
        )

    # asking, copying and leaving

    @on(FieldsSubmitted)
    def action_ask(self) -> None:
        """Ask; what cannot be read, or has no estimate yet, is said first."""
        reading, engines = self._reading, self._to_ask
        if reading.question is None:
            self._fields.go_to_mistake(reading)
        elif not engines:
            self.notify(self._refusal or "Engines are still being looked for.", markup=False)
        elif engines[0].lack:
            self.notify(safe(engines[0].lack), severity="warning", markup=False)
        elif self._forecasts.missing(engines) and not self._insists:
            self._insists = True
            self.notify("The estimate is still being made: enter again asks without it.")
        else:
            names = tuple(engine.name for engine in engines)
            known = self._forecasts.known(engines)
            question = TypedQuestion(names, self._fields.wording, reading.question, known)
            self.dismiss((engines, question))

    @work(group="copy")
    async def action_copy(self) -> None:
        """Copy what an engine has to be set up with, else the query."""
        engine = self._list.item
        estimate = None if engine is None else self._forecasts.of(engine).estimate
        if engine is not None and engine.lack and engine.setup:
            text, what = engine.setup, "the set-up"
        elif estimate is not None and estimate.query:
            text, what = estimate.query, "the query"
        else:
            self.notify("There is nothing to copy yet.")
            return
        await self._copy(text, what)

    @on(FieldsLeft)
    def action_back(self) -> None:
        """Leave the line one types in, else the form."""
        if self._list.has_focus or self._detail.has_focus:
            self.dismiss(None)
        else:
            self._list.focus()

    def action_close(self) -> None:
        """Leave everything as it was."""
        self.dismiss(None)

"""The form for a question to the past: whom to ask, for which time and filter, at what cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from sestrail_tui.core.errors import SourceError
from sestrail_tui.core.safe_text import safe
from sestrail_tui.tui.base.section_pane import SectionPane
from sestrail_tui.tui.history import engine_facts as past_facts
from sestrail_tui.tui.history import question as asked
from sestrail_tui.tui.history.engine_list import EngineList
from sestrail_tui.tui.history.estimates import Estimates
from sestrail_tui.tui.history.form_fields import Edited, Entered, HistoryFields, Left
from sestrail_tui.tui.keys.key_line import KeyLine

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual.app import ComposeResult

    from sestrail_tui.core.clock import Clock
    from sestrail_tui.follow.history.engine import Engine, FoundEngines
    from sestrail_tui.tui.base.formats import TimeMode
    from sestrail_tui.tui.filtering.filter_history import FilterHistory
    from sestrail_tui.tui.history.engines import Engines
    from sestrail_tui.tui.history.question import ParsedQuestion, QuestionText, TypedQuestion

Wanted = tuple[tuple["Engine", ...], "TypedQuestion"]
"""The engines to ask, and what."""

_PAUSE_S: Final = 0.4
"""How long typing pauses before the estimate is made: each takes calls."""


class HistoryForm(ModalScreen[Wanted | None]):
    """Gives what to ask of whom, ``None`` when left. ``wording`` and ``chosen`` are suggested."""

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
        EngineList { height: auto; max-height: 30%; }
        SectionPane { height: 1fr; }
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
        self._past: FoundEngines | None = None
        self._refusal = ""
        """Why no engine could be looked for."""
        self._forecasts = Estimates()
        self._insists = False
        self._list = EngineList(chosen)
        self._fields = HistoryFields(wording, history, seen)
        self._told = SectionPane(id="engine")
        self._keys = KeyLine()

    def compose(self) -> ComposeResult:
        """Put the question between the engines and what is known of one."""
        yield self._list
        yield self._fields
        yield self._told
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
        self._past, self._refusal = None, ""
        self._list.look()
        self._show()
        try:
            self._past = await self._engines.find()
        except SourceError as error:
            self._refusal = error.message
        found = () if self._past is None else self._past.engines
        self._list.show(found)
        self._list.styles.height = max(1, len(found)) + 2
        self._edited()

    def action_look_again(self) -> None:
        """Look for engines anew, as after one was set up."""
        self._engines.forget()
        self.look()

    def action_go(self, engines: int) -> None:
        """Choose another engine, from wherever one types."""
        self._list.go(engines)

    def action_tick(self) -> None:
        """Ask the engine under the cursor together with the others that are ticked."""
        engine = self._list.engine
        if engine is not None and engine.lack:
            self.notify(safe(engine.lack), severity="warning", markup=False)
        else:
            self._list.tick()

    # the question

    @property
    def _reading(self) -> ParsedQuestion:
        ahead_ms = self._past.ahead_ms if self._past is not None else 0
        return asked.read(self._fields.wording, self._clock.now_ms() - ahead_ms)

    @on(Edited)
    def _edited(self) -> None:
        """Say what the question is read as, and what it would cost."""
        self._insists = False
        reading = self._reading
        self._fields.tell(reading, self._time_mode, self._clock.now_ms())
        self._forecasts.begin(readable=reading.question is not None)
        self._chosen()

    def _chosen(self) -> None:
        """Show the engine under the cursor; estimate what is not known yet."""
        self._show()
        self.workers.cancel_group(self, "estimate")
        missing = self._forecasts.missing(self._list.concerned)
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
        past, engine = self._past, self._list.engine
        notes = () if past is None else past.notes
        if engine is not None:
            told = past_facts.sections(engine, self._forecasts.of(engine), notes)
            told = [*past_facts.together(self._forecasts.known(self._list.asked)), *told]
            self._told.show(engine.name, told)
        elif past is None and not self._refusal:
            self._told.show(past_facts.LOOKING, [])
        else:
            self._told.show("No engine", past_facts.none_found(self._refusal, notes))
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

    # what is done with it

    @on(Entered)
    def action_ask(self) -> None:
        """Ask; what cannot be read, or has no estimate yet, is said first."""
        reading, engines = self._reading, self._list.asked
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
            put = asked.TypedQuestion(names, self._fields.wording, reading.question, known)
            self.dismiss((engines, put))

    @work(group="copy")
    async def action_copy(self) -> None:
        """Copy what an engine has to be set up with, else the query."""
        engine = self._list.engine
        estimate = None if engine is None else self._forecasts.of(engine).estimate
        if engine is not None and engine.lack and engine.setup:
            text, what = engine.setup, "the set-up"
        elif estimate is not None and estimate.query:
            text, what = estimate.query, "the query"
        else:
            self.notify("There is nothing to copy yet.")
            return
        await self._copy(text, what)

    @on(Left)
    def action_back(self) -> None:
        """Leave the line one types in, else the form."""
        if self._list.has_focus or self._told.has_focus:
            self.dismiss(None)
        else:
            self._list.focus()

    def action_close(self) -> None:
        """Leave everything as it was."""
        self.dismiss(None)

"""The engines of the past, one a line; those that lack something say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.reactive import reactive

from sestrail_tui.core.safe_text import safe
from sestrail_tui.tui.base.cells import fit
from sestrail_tui.tui.base.pane import Pane, StyledText
from sestrail_tui.tui.history import engine_facts as past_facts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from sestrail_tui.follow.history.engine import Engine

_SIGN_CELLS = 2
_WORD_CELLS = 20


class EngineList(Pane):
    """Shows engines and which of them is chosen; without any, how the search for them goes."""

    chosen: reactive[str] = reactive("", repaint=False)
    """The name of the engine under the cursor."""

    ticked: reactive[frozenset[str]] = reactive(frozenset(), repaint=False)
    """The names of those to be asked together."""

    def __init__(self, chosen: Sequence[str]) -> None:
        super().__init__(id="engine-list")
        self.set_reactive(EngineList.chosen, next(iter(chosen), ""))
        self.set_reactive(EngineList.ticked, frozenset(chosen if len(chosen) > 1 else ()))
        self._engines: tuple[Engine, ...] = ()
        self._said = past_facts.LOOKING

    def look(self) -> None:
        """Say that engines are being looked for."""
        self._engines, self._said, self.cursor = (), past_facts.LOOKING, None
        self.refresh()

    def show(self, engines: Sequence[Engine]) -> None:
        """Show what was found; the cursor stays on its engine, else it goes to the first."""
        self._engines, self._said = tuple(engines), "No engine was found."
        names = [engine.name for engine in engines]
        self.ticked &= set(names)
        if names:
            self.choose(names.index(self.chosen) if self.chosen in names else 0)
        else:
            self.cursor = None
        self.refresh()

    @property
    def engine(self) -> Engine | None:
        """The engine under the cursor."""
        return next((one for one in self._engines if one.name == self.chosen), None)

    @property
    def asked(self) -> tuple[Engine, ...]:
        """The engines to ask: those that are ticked, else the one under the cursor."""
        ticked = tuple(one for one in self._engines if one.name in self.ticked and not one.lack)
        return ticked or tuple(one for one in self._engines if one.name == self.chosen)

    @property
    def concerned(self) -> tuple[Engine, ...]:
        """The engines to ask, and the one under the cursor."""
        return tuple(one for one in self._engines if one in self.asked or one.name == self.chosen)

    def tick(self) -> None:
        """Tick the engine under the cursor, or take its tick away."""
        if self.cursor is not None:
            self.ticked ^= {self.chosen}
            self.refresh()

    def note(self) -> str:
        """Give how many are ticked."""
        return f"{len(self.ticked)} ticked" if self.ticked else ""

    def go(self, rows: int) -> None:
        """Move the cursor."""
        if self.cursor is not None:
            self.choose(self.cursor + rows)

    def choose(self, index: int) -> None:
        """Put the cursor on an engine, or the one nearest to it."""
        self.cursor = max(0, min(index, len(self._engines) - 1))
        self.reveal(self.cursor)
        self.chosen = self._engines[self.cursor].name
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Choose with the mouse."""
        index = self.top + event.y - 1
        if 0 < event.y < self.size.height - 1 and index < len(self._engines):
            self.choose(index)

    def head(self) -> Sequence[StyledText]:
        """Give the title."""
        return (StyledText("The past: whom to ask for older records", "title"),)

    def row_count(self) -> int:
        """Give the engines, or the one line that stands in their place."""
        return max(1, len(self._engines))

    def row(self, index: int) -> Sequence[StyledText]:
        """Give one engine: its name, and whether it can be asked."""
        if not self._engines:
            return (StyledText(self._said, "dim"),)
        engine = self._engines[index]
        (name, name_tone), (word, word_tone) = past_facts.line(engine, engine.name in self.ticked)
        widest = max(cell_len(safe(engine.name)) for engine in self._engines) + _SIGN_CELLS
        name = fit(safe(name), max(1, min(widest, self.inner_width - _WORD_CELLS)))
        if index == self.cursor and self.has_focus:
            return (StyledText(f"{name}  {word}"),)
        tone = "accent" if index == self.cursor else name_tone
        return (StyledText(name, tone), StyledText(f"  {word}", word_tone))

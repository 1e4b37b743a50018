"""One question on one line, in the place of the filter: a mark's name, a search, a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from sestrail_tui.tui.base.messages import Answered, Ask, AskLeft
from sestrail_tui.tui.base.plain_input import PlainInput

if TYPE_CHECKING:
    from textual.app import ComposeResult


class PromptLine(Horizontal):
    """Shown while it asks; ``enter`` answers, ``esc`` leaves."""

    DEFAULT_CSS: ClassVar[str] = """
    PromptLine { height: 1; padding: 0 1; display: none; }
    PromptLine Static { width: auto; padding: 0 1 0 0; color: $text-accent; text-style: bold; }
    PromptLine Input { width: 1fr; height: 1; padding: 0; border: none; background: transparent; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", show=False, id="prompt.leave"),
        Binding("tab", "ignore", "", show=False, id="prompt.tab"),
    ]

    def __init__(self) -> None:
        super().__init__(id="prompt")
        self._ask: Ask = "mark"

    def compose(self) -> ComposeResult:
        """Lay out the question and the place for the answer."""
        yield Static("", markup=False)
        yield PlainInput(compact=True, select_on_focus=True)

    def ask(self, ask: Ask, question: str, answer: str = "", hint: str = "") -> None:
        """Put a question, with an answer to begin from."""
        self._ask = ask
        self.query_one(Static).update(Content(question))
        box = self.query_one(PlainInput)
        box.takes_filter = ask == "search"
        box.placeholder = hint
        box.value = answer
        self.display = True
        box.focus()

    def action_leave(self) -> None:
        """Leave without an answer."""
        self.display = False
        self.post_message(AskLeft())

    def action_ignore(self) -> None:
        """Stay: there is nothing else to go to."""

    @on(Input.Submitted)
    def _answered(self, event: Input.Submitted) -> None:
        event.stop()
        self.display = False
        self.post_message(Answered(self._ask, event.value))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()

"""The list of completions under the filter line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cell_len
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from sestrail_tui.core.safe_text import safe
from sestrail_tui.tui.base.cells import fit

if TYPE_CHECKING:
    from textual import events

    from sestrail_tui.filters.syntax.complete import Completions

_MOST: Final = 8
"""Lines; typing on narrows the rest."""


class CompletionList(Widget):
    """What the word under the cursor may become; it never takes the focus."""

    DEFAULT_CSS: ClassVar[str] = """
    CompletionList {
        overlay: screen; display: none; width: auto; height: auto; max-height: 8;
        background: $panel; constrain: inside inside; text-wrap: nowrap;
    }
    """

    @dataclass(eq=False)
    class Chosen(Message):
        """A completion was clicked."""

        index: int

    index: reactive[int] = reactive(0)
    """The line that ``tab`` takes."""

    def __init__(self) -> None:
        super().__init__()
        self.completions: Completions | None = None
        """What is offered now."""

    @property
    def chosen(self) -> int:
        """The place of the chosen one among the completions."""
        return self.index

    def show(self, completions: Completions, indent: int) -> None:
        """Offer completions below their word; with none, show nothing."""
        self.completions = completions
        self.index = 0
        self.display = bool(completions.items)
        self.styles.offset = (max(0, indent + completions.start), 0)
        self.refresh(layout=True)

    def hide(self) -> None:
        """Offer nothing."""
        self.display = False

    def move(self, step: int) -> None:
        """Choose the next or the previous one."""
        self.index = max(0, min(self.index + step, self._count - 1))

    def on_click(self, event: events.Click) -> None:
        """Take the clicked one."""
        event.stop()
        if event.y < self._count:
            self.post_message(self.Chosen(event.y))

    def render(self) -> Content:
        """Write a line for each: the text, and what it is or how often it was seen."""
        found = self.completions
        items = () if found is None else found.items[:_MOST]
        texts = [safe(item.text) for item in items]
        width = max((min(cell_len(text), 40) for text in texts), default=0)
        lines = []
        for number, (text, item) in enumerate(zip(texts, items, strict=True)):
            here = number == self.index
            base = "$block-cursor-foreground on $block-cursor-background" if here else ""
            note = "$block-cursor-foreground" if here else "$foreground 60%"
            line = Content.assemble(f" {fit(text, width)} ", (f" {safe(item.note)} ", note))
            lines.append(line.stylize(base) if base else line)
        return Content("\n").join(lines)

    @property
    def _count(self) -> int:
        return 0 if self.completions is None else min(len(self.completions.items), _MOST)

"""The list of completions under the filter line."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import OptionList

from sestrail_tui.core.safe_text import safe
from sestrail_tui.tui.base.cells import fit

if TYPE_CHECKING:
    from sestrail_tui.filters.syntax.complete import Completions

_WIDEST: Final = 40
"""Cells that a completion takes at most."""


class CompletionList(OptionList, can_focus=False):
    """What the word under the cursor may become; it never takes the focus."""

    DEFAULT_CSS: ClassVar[str] = """
    CompletionList {
        overlay: screen; display: none; width: auto; max-height: 8; background: $panel;
        constrain: inside inside; text-wrap: nowrap; scrollbar-size: 0 0;
        & > .option-list--option-highlighted {
            color: $block-cursor-foreground; background: $block-cursor-background;
            text-style: none;
        }
    }
    """

    def __init__(self) -> None:
        super().__init__(markup=False, compact=True)
        self.completions: Completions | None = None
        """What is offered now."""

    @property
    def chosen(self) -> int:
        """The number of the completion that ``tab`` takes."""
        return self.highlighted or 0

    def show(self, completions: Completions, indent: int) -> None:
        """Offer completions below their word; with none, show nothing."""
        self.completions = completions
        texts = [safe(item.text) for item in completions.items]
        width = max((min(cell_len(text), _WIDEST) for text in texts), default=0)
        self.set_options(
            Content.assemble(f" {fit(text, width)} ", (f" {safe(item.note)} ", "dim"))
            for text, item in zip(texts, completions.items, strict=True)
        )
        self.highlighted = 0 if texts else None
        self.display = bool(texts)
        self.styles.offset = (max(0, indent + completions.start), 0)

    def hide(self) -> None:
        """Offer nothing."""
        self.display = False

    def move(self, step: int) -> None:
        """Choose the next or the previous one."""
        self.highlighted = max(0, min(self.chosen + step, self.option_count - 1))

"""The footer: the keys that matter most here, as many as fit, each of them to be clicked too."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

Hint = tuple[str, str, str]
"""The key as written, what it does, and the action (empty: it cannot be clicked)."""


class KeyLine(Widget):
    """One line; nothing is laid out anew when the focus moves."""

    DEFAULT_CSS: ClassVar[str] = """
    KeyLine { height: 1; dock: bottom; padding: 0 1; text-wrap: nowrap;
              background: $footer-background; color: $footer-description-foreground; }
    """
    ALLOW_SELECT = False

    hints: reactive[tuple[Hint, ...]] = reactive(())

    def render(self) -> Content:
        """Write the hints that fit; the last ones are always kept."""
        parts = []
        for key, text, _ in fitting(self.hints, self.content_size.width):
            parts.append(Content.assemble((key, "bold $footer-key-foreground"), f" {text}"))
        return Content("  ").join(parts)

    async def on_click(self, event: events.Click) -> None:
        """Do what the hint under the pointer says."""
        x = event.x - self.gutter.left
        for hint in fitting(self.hints, self.content_size.width):
            width = _length(hint)
            if 0 <= x < width and hint[2]:
                await self.run_action(hint[2])
            x -= width + 2


def fitting(hints: Sequence[Hint], width: int, *, always: int = 2) -> list[Hint]:
    """Choose the hints that fit into ``width`` cells; the last ``always`` ones come first."""
    last = list(hints[-always:])
    left = width - sum(map(_length, last)) - 2 * len(last)
    chosen = []
    for hint in hints[:-always]:
        if _length(hint) <= left:
            left -= _length(hint) + 2
            chosen.append(hint)
    return chosen + last


def _length(hint: Hint) -> int:
    return cell_len(hint[0]) + 1 + cell_len(hint[1])

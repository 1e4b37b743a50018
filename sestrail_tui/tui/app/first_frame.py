"""The first frame: what the main screen shows while it opens, painted before it is imported.

It has the words and places of header, filter line and first screen: nothing of it moves when these
take its place.
"""

from __future__ import annotations

from typing import Final

from textual.content import Content
from textual.screen import Screen

from sestrail_tui.tui.base.opening import NAME, OPENING, OPENING_SENTENCE

_DIM: Final = "$foreground 60%"


class FirstFrame(Screen[None]):
    """Header, filter sign and sentence, drawn without any widget."""

    def render(self) -> Content:
        """Write the lines as header, filter line and first screen write them."""
        gap = max(1, self.size.width - len(NAME) - len(OPENING) - 2)
        return Content.assemble(
            (f" {NAME}", "bold $accent"),
            " " * gap,
            (OPENING, _DIM),
            ("\n /\n\n", _DIM),
            (f"   {OPENING_SENTENCE}", "bold"),
        )

"""A line to type in that shows every character it holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from textual.reactive import reactive
from textual.widgets import Input

from sestrail_tui.core.safe_text import by_number
from sestrail_tui.filters.syntax.one_line import one_line
from sestrail_tui.filters.syntax.parse import MAX_LENGTH

if TYPE_CHECKING:
    from textual import events

_ODD_SPACE: Final = re.compile(r"\r\n|[^\S ]")


class PlainInput(Input):
    r"""Textual's, which draws what was pasted or recalled as it is: escape sequences, bidi.

    What cannot be seen is written by its number instead, ``\u{202e}``, as in a filter.
    """

    cursor_blink: reactive[bool] = reactive(False, init=False)
    """No: that writes where nothing happens, and a blink just before a frame holds it up."""
    takes_filter = False
    """Whether it holds a filter, in which white space within quotes is part of a value."""

    def validate_value(self, value: str) -> str:
        """Take a text that was set."""
        return by_number(value)

    def on_paste(self, event: events.Paste) -> None:
        """Take all of what is pasted; Textual's takes its first line only, which may be empty."""
        event.stop()
        event.prevent_default()
        if len(event.text) > MAX_LENGTH:
            length = f"{len(event.text):,} characters"
            self.notify(f"What was pasted has {length}: too many for a line.", severity="warning")
            return
        start, end = sorted(self.selection)
        before, after = self.value[:start], self.value[end:]
        pasted = f"{before}{event.text}{after}"
        line = one_line(pasted) if self.takes_filter else by_number(_ODD_SPACE.sub(" ", pasted))
        if not before.strip():
            line = line.lstrip()
        if not after:
            line = line.rstrip()
        self.value = line
        self.cursor_position = len(line) - (len(after) if line.endswith(after) else 0)

    def replace(self, text: str, start: int, end: int) -> None:
        """Take a text that was typed or pasted; the cursor goes behind what is shown of it."""
        super().replace(by_number(text), start, end)

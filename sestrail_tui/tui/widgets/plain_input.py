"""A line to type in that shows every character it holds."""

from __future__ import annotations

from textual.reactive import reactive
from textual.widgets import Input

from sestrail_tui.cloudtrail.safe_text import by_number


class PlainInput(Input):
    r"""Textual's, which draws what was pasted or recalled as it is: escape sequences, bidi.

    What cannot be seen is written by its number instead, ``\u{202e}``, as in a filter.
    """

    cursor_blink: reactive[bool] = reactive(False, init=False)
    """No: that writes where nothing happens, and a blink just before a frame holds it up."""

    def validate_value(self, value: str) -> str:
        """Take a text that was set."""
        return by_number(value)

    def replace(self, text: str, start: int, end: int) -> None:
        """Take a text that was typed or pasted; the cursor goes behind what is shown of it."""
        super().replace(by_number(text), start, end)

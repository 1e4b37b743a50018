"""A tiny app around one widget, and what that widget's screen reads as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.app import App, ComposeResult

if TYPE_CHECKING:
    from textual.message import Message
    from textual.widget import Widget

HOSTILE = "\x1b]52;c;aGk=\x07[/][bold]\u202e\n\x9b2J\ud800\u200b" + "e" + "\u0301" * 30
"""What a caller may try: OSC, markup, bidi, newline, C1, surrogate, zero width, stacked marks."""


class Host(App[None]):
    """Shows one widget over the whole screen."""

    def __init__(self, *widgets: Widget) -> None:
        super().__init__()
        self._widgets = widgets

    def compose(self) -> ComposeResult:
        yield from self._widgets


def lines(widget: Widget) -> list[str]:
    """Give the lines that a widget draws, each exactly as wide as it is."""
    strips = widget.render_lines(widget.size.region)
    assert all(strip.cell_length == widget.size.width for strip in strips)
    return [strip.text for strip in strips]


def screen_text(app: App[Any]) -> str:
    """Give the whole screen as text."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


def only(messages: list[Message], kind: type[Message]) -> list[Message]:
    """Give the messages of one kind."""
    return [message for message in messages if isinstance(message, kind)]

"""The looks of text in a pane, by the names that `StyledText` gives."""

from __future__ import annotations

from typing import Final

GROUNDED: Final = ("cursor", "match", "current")
"""Looks with a ground of their own; the others take the one they stand on."""
LOOKS: Final = {
    "pane--border", "pane--title", "pane--dim", "pane--warn", "pane--bad", "pane--accent",
    "pane--key", "pane--literal", "pane--cursor", "pane--match", "pane--current",
}  # fmt: skip
CURSOR_CSS: Final = """
    background: $block-cursor-background;
    color: $block-cursor-foreground;
    text-style: $block-cursor-text-style;
"""
LOOKS_CSS: Final = f"""
    & > .pane--border {{ color: $foreground 30%; }}
    & > .pane--title {{ text-style: bold; }}
    & > .pane--dim {{ color: $text-muted; }}
    & > .pane--warn {{ color: $text-warning; }}
    & > .pane--bad {{ color: $text-error; }}
    & > .pane--accent {{ color: $text-accent; text-style: bold; }}
    & > .pane--key {{ color: $text-primary; }}
    & > .pane--literal {{ color: $text-secondary; }}
    & > .pane--match {{ background: $accent-muted; color: $text-accent; }}
    & > .pane--current {{ text-style: bold reverse; }}
    &:focus > .pane--border {{ color: $accent; }}
    &:focus > .pane--cursor {{ {CURSOR_CSS} }}
"""

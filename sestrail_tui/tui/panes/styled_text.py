"""A piece of a row of a pane: its text and the name of its look."""

from __future__ import annotations

from typing import NamedTuple


class StyledText(NamedTuple):
    """A piece of one row: its text, already safe, and the name of its look."""

    text: str
    tone: str = "plain"

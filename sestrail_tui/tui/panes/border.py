"""The border of a pane: its top and bottom edge, and the scroll bar that its right side is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip

if TYPE_CHECKING:
    from rich.style import Style

BESIDE = 4
"""Cells of a line that are the border's, and the blank's beside it."""


def top_edge(text: Strip, width: int, ground: Style, border: Style) -> Strip:
    """Draw the top edge with a text at its left."""
    words, line = _parts(text, width, ground, border)
    ends = Segment("╭─", border), Segment("─╮", border)
    return Strip([ends[0], *words, line, ends[1]]).adjust_cell_length(width, ground)


def bottom_edge(text: Strip, width: int, ground: Style, border: Style) -> Strip:
    """Draw the bottom edge with a text at its right."""
    words, line = _parts(text, width, ground, border)
    ends = Segment("╰─", border), Segment("─╯", border)
    return Strip([ends[0], line, *words, ends[1]]).adjust_cell_length(width, ground)


def _parts(text: Strip, width: int, ground: Style, border: Style) -> tuple[list[Segment], Segment]:
    room = max(0, width - BESIDE)
    if text.cell_length > room - 2:
        text = text.crop(0, max(0, room - 2))
    words = [Segment(" ", ground), *text, Segment(" ", ground)] if text.cell_length else []
    used = sum(part.cell_length for part in words)
    return words, Segment("─" * (room - used), border)


def side(row: Strip, width: int, ground: Style, border: Style, *, thumb: bool) -> Strip:
    """Draw one row between the sides; the right one is the scroll bar."""
    inner = max(1, width - BESIDE)
    return Strip(
        [
            Segment("│", border), Segment(" ", ground),
            *row.adjust_cell_length(inner, ground),
            Segment(" ", ground), Segment("┃" if thumb else "│", border),
        ],
        inner + BESIDE,
    )  # fmt: skip


def thumb_rows(rows: int, shown: int, top: int) -> range:
    """Return which of the ``shown`` lines are the scroll bar's thumb; none where all rows fit."""
    if rows <= shown:
        return range(0)
    length = max(1, shown * shown // rows)
    start = round(top / (rows - shown) * (shown - length))
    return range(start, start + length)

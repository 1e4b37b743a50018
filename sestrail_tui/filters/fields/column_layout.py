"""Where and how wide a field stands in a table of sends: on the screen, in text, in Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.core.record import Record


@dataclass(frozen=True, kw_only=True)
class ColumnLayout:
    """A column of a table; widths are in cells."""

    place: int
    """The columns stand in this order, from left to right."""
    keep: int
    """A narrow terminal keeps those with low numbers longest."""
    least: int
    """The narrowest it may be."""
    good: int
    """The width that most values need: all columns come so far before one goes on."""
    best: int
    """The width beyond which more room helps little."""
    in_text: int
    """The width in lines of text."""
    is_number: bool = False
    """Written at the right."""
    only_if_several: bool = False
    """Worth its room only where its values differ."""
    short: Callable[[str], str] = lambda value: value
    """Returns what the screen's table, which has little room, shows of a value."""
    written: Callable[[Record], str] | None = None
    """Returns what text and Markdown show of a record, where that is not the value as it is."""

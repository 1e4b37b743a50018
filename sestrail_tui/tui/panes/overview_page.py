"""A record's overview as a page: section, label and value, aligned within a section."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from sestrail_tui.core.safe_text import safe
from sestrail_tui.tui.panes.page import Page, StyledSpan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.core.details.overview import Section

WIDEST_LABEL: Final = 18
GAP: Final = 2
"""Blank cells after a column."""


def overview_page(sections: Sequence[Section]) -> Page:
    """Lay out the sections; a section's title stands beside its first line."""
    title_width = max((cell_len(safe(section.title)) for section in sections), default=0) + GAP
    lines: list[str] = []
    tones: list[tuple[StyledSpan, ...]] = []
    hangs: list[int] = []
    for section in sections:
        labels = [safe(line.label) for line in section.lines]
        widths = [width for label in labels if (width := cell_len(label)) <= WIDEST_LABEL]
        label_width = max(widths, default=0)
        head = safe(section.title)
        for label, line in zip(labels, section.lines, strict=True):
            first = _pad(head, title_width)
            second = _pad(label, label_width) + " " * GAP if label else ""
            value = safe(line.value)
            at, end = len(first), len(first) + len(second)
            spans = (
                StyledSpan(0, len(head), "title"),
                StyledSpan(at, at + len(label), "dim"),
                StyledSpan(end, end + len(value), line.tone),
            )
            lines.append(first + second + value)
            tones.append(tuple(span for span in spans if span.end > span.start))
            hangs.append(cell_len(first + second))
            head = ""
    return Page(lines, lambda index, _line: tones[index], lambda index, _line: hangs[index])


def _pad(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))

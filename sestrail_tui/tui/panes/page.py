"""A page of text for a pane: made safe, wrapped to a width, in tones, searched. Knows no widget.

A record can be a quarter of a megabyte and of any text: lines are made safe and wrapped when they
are first needed, so that showing one costs what is visible of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.cells import cell_len

from sestrail_tui.core.safe_text import safe
from sestrail_tui.tui.panes.styled_text import StyledText

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class StyledSpan(NamedTuple):
    """A part of a line that has a look."""

    start: int
    end: int
    tone: str


class Match(NamedTuple):
    """Where the text searched for stands."""

    line: int
    start: int
    end: int


class _WrappedRow(NamedTuple):
    line: int
    start: int
    end: int
    indent: int
    """Blanks before it, in cells: the second and later rows of a line hang under the first."""


LEAST_WIDTH: Final = 24
"""Cells a hanging row always keeps for its text."""

AHEAD: Final = 200
"""Rows laid out at once; pages that have fewer know their length from the start."""


class Page:
    """Lines of text, as they came; ``wrap`` before reading rows.

    ``tones`` gives the looks of a line (its index, its safe text), in order and without overlap.
    ``hang`` gives the indent, in cells, of a line's second and later rows.
    """

    def __init__(
        self,
        lines: Sequence[str],
        tones: Callable[[int, str], Sequence[StyledSpan]],
        hang: Callable[[int, str], int],
    ) -> None:
        self._lines = list(lines)
        self._known_safe = 0
        self._tones = tones
        self._hang = hang
        self._rows: list[_WrappedRow] = []
        self._laid_out = 0
        self._width = 0
        self.matches: list[Match] = []
        self.current = 0
        """The index of the match the reader is at."""

    @property
    def row_count(self) -> int:
        """Rows at the width last wrapped to; lines not laid out yet count as one each."""
        return len(self._rows) + len(self._lines) - self._laid_out

    def wrap(self, width: int) -> None:
        """Lay the lines out in rows of at most ``width`` cells."""
        if width != self._width:
            self._width = width
            self._rows = []
            self._laid_out = 0
            self._lay_out(AHEAD)

    def wrap_all(self) -> None:
        """Lay out what is left, so that ``row_count`` is exact."""
        while self._laid_out < len(self._lines):
            self._lay_out(self.row_count)

    def _lay_out(self, rows: int) -> None:
        width = self._width
        while len(self._rows) < rows and self._laid_out < len(self._lines):
            index = self._laid_out
            line = self._line(index)
            if len(line) <= width and (line.isascii() or cell_len(line) <= width):
                self._rows.append(_WrappedRow(index, 0, len(line), 0))
            else:
                self._rows += self._hanging(index, line)
            self._laid_out += 1

    def _hanging(self, index: int, line: str) -> list[_WrappedRow]:
        width = self._width
        hang = self._hang(index, line)
        indent = max(0, min(hang, width - LEAST_WIDTH))
        rows = [_WrappedRow(index, 0, break_at(line, 0, width, after=hang), 0)]
        while (start := rows[-1].end) < len(line):
            rows.append(_WrappedRow(index, start, break_at(line, start, width - indent), indent))
        return rows

    def _line(self, index: int) -> str:
        while self._known_safe <= index:
            self._lines[self._known_safe] = safe(self._lines[self._known_safe])
            self._known_safe += 1
        return self._lines[index]

    def row(self, index: int) -> list[StyledText]:
        """Return the pieces of one row, matches marked."""
        self._lay_out(index + 1)
        row = self._rows[index]
        line = self._line(row.line)
        pieces = [StyledText(" " * row.indent)] if row.indent else []
        at = row.start
        for start, end, tone in self._looks(row, line):
            if start > at:
                pieces.append(StyledText(line[at:start]))
            pieces.append(StyledText(line[start:end], tone))
            at = end
        if at < row.end:
            pieces.append(StyledText(line[at : row.end]))
        return pieces

    def _looks(self, row: _WrappedRow, line: str) -> list[StyledSpan]:
        """Return the spans inside a row, cut where a match covers them."""
        spans = _clip(self._tones(row.line, line), row.start, row.end)
        for match, tone in self._matches_in(row):
            spans = [
                *_clip(spans, row.start, match.start),
                StyledSpan(match.start, match.end, tone),
                *_clip(spans, match.end, row.end),
            ]
        return _clip(spans, row.start, row.end)

    def _matches_in(self, row: _WrappedRow) -> list[tuple[Match, str]]:
        found = []
        at = bisect_left(self.matches, Match(row.line, 0, 0))
        while at < len(self.matches) and self.matches[at].line == row.line:
            match = self.matches[at]
            if match.end > row.start and match.start < row.end:
                found.append((match, "current" if at == self.current else "match"))
            at += 1
        return found

    def search(self, text: str) -> None:
        """Find ``text`` in all lines, whatever its case; ``*`` stands for anything in a line."""
        self.current = 0
        self.matches = []
        words = [re.escape(word) for word in text.split("*")]
        if not any(words):
            return
        find = re.compile(".*?".join(words), re.IGNORECASE).finditer
        self.matches = [
            Match(index, found.start(), found.end())
            for index in range(len(self._lines))
            for found in find(self._line(index))
            if found.end() > found.start()
        ]

    def current_row(self) -> int | None:
        """Return the row where the current match begins; ``None`` without a match."""
        if not self.matches:
            return None
        line, start, _ = self.matches[self.current]
        while self._laid_out <= line:
            self._lay_out(self.row_count)
        at = bisect_left(self._rows, (line, start + 1)) - 1
        return max(0, at)


def _clip(spans: Sequence[StyledSpan], start: int, end: int) -> list[StyledSpan]:
    return [
        StyledSpan(max(start, span.start), min(end, span.end), span.tone)
        for span in spans
        if span.start < end and span.end > start
    ]


def break_at(line: str, start: int, width: int, after: int = 0) -> int:
    """Return where a row of ``width`` cells from ``start`` on ends: at a blank ``after``, if near.

    A mark stays with its base.
    """
    end = start + width
    if not line[start:end].isascii():
        cells, end = 0, start
        while end < len(line) and (cells := cells + cell_len(line[end])) <= width:
            end += 1
        end = max(end, start + 1)
    blank = line.rfind(" ", start, end) if end < len(line) else -1
    if blank >= max(start + width // 2, after):
        end = blank + 1
    while end < len(line) and not cell_len(line[end]):
        end += 1
    return min(end, len(line))

"""Where one is in a timeline: the window shown, the cursor, and what is selected. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sestrail_tui.tui.timeline.time_window import TimeWindow

if TYPE_CHECKING:
    from sestrail_tui.store.stats.timeline import TimeRange


@dataclass(frozen=True, slots=True)
class TimeCursor:
    """A window over sends that were made within ``span``, and a cursor on one of its columns."""

    span: TimeRange
    window: TimeWindow
    at_ms: int
    """The cursor: a moment of the span."""
    following: bool = True
    """Whether the cursor stays at the newest send."""
    anchor: tuple[int, int] | None = None
    """The column at which a selection began (from, up to; ms UTC)."""
    marking: bool = False
    """Whether every move selects, not only those with shift."""

    @classmethod
    def whole(cls, span: TimeRange, columns: int, ahead_ms: int) -> TimeCursor:
        """Show all of it, with the cursor at the newest send."""
        window = TimeWindow.over(span.oldest_ms, span.newest_ms, columns, ahead_ms)
        return cls(span, window, span.newest_ms)

    def counted(self, span: TimeRange, columns: int) -> TimeCursor:
        """Take in that sends came or went, or that there is other room."""
        at_ms = span.newest_ms if self.following else self.at_ms
        window = self.window.resized(columns)
        window = window.up_to(at_ms) if self.following else window.showing(at_ms)
        return replace(self, span=span, at_ms=at_ms, window=window)

    @property
    def bucket(self) -> tuple[int, int]:
        """The cursor's column (from, up to; ms UTC)."""
        first_ms = self.window.start_ms(self.at_ms)
        return first_ms, first_ms + self.window.bucket_ms

    @property
    def selected(self) -> tuple[int, int]:
        """The selection, else the cursor's column (from, up to; ms UTC)."""
        first_ms, end_ms = self.bucket
        if self.anchor is None:
            return first_ms, end_ms
        return min(first_ms, self.anchor[0]), max(end_ms, self.anchor[1])

    def gone(self, at_ms: int) -> TimeCursor:
        """Put the cursor at a moment, or at the end of the span that is nearest to it."""
        newest = self.span.newest_ms
        at_ms = max(self.span.oldest_ms, min(at_ms, newest))
        following = self.window.start_ms(at_ms) == self.window.start_ms(newest)
        return replace(self, at_ms=at_ms, following=following, window=self.window.showing(at_ms))

    def moved(self, columns: int) -> TimeCursor:
        """Move the cursor; what was selected with shift no longer is."""
        cursor = self if self.marking else self.unselected()
        return cursor.gone(self.bucket[0] + columns * self.window.bucket_ms)

    def extended(self, columns: int) -> TimeCursor:
        """Move the cursor, and select what it passes."""
        return self.anchored().gone(self.bucket[0] + columns * self.window.bucket_ms)

    def anchored(self) -> TimeCursor:
        """Begin a selection here, where there is none."""
        return self if self.anchor is not None else replace(self, anchor=self.bucket)

    def unselected(self) -> TimeCursor:
        """Drop the selection."""
        return replace(self, anchor=None, marking=False)

    def marked(self) -> TimeCursor:
        """Begin a selection that every move goes on with, or drop the one there is."""
        if self.anchor is not None:
            return self.unselected()
        return replace(self.anchored(), marking=True)

    def zoomed(self, steps: int) -> TimeCursor:
        """Let a column stand for more time, or for less; the cursor keeps its place."""
        return replace(self, window=self.window.zoomed(steps, self.at_ms))

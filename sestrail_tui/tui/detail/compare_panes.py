"""The panes of two records side by side: the fields of both, and the one at hand in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.reactive import reactive

from sestrail_tui.core.safe_text import safe
from sestrail_tui.tui.base.cells import fit, fit_end
from sestrail_tui.tui.base.page import Page, StyledSpan
from sestrail_tui.tui.base.pane import Pane, StyledText
from sestrail_tui.tui.detail.comparison import Pair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from sestrail_tui.tui.detail.comparison import Comparison

ABSENT: Final = "(absent)"
GAP: Final = 2
"""Blank cells between columns."""
_LEAST_NAME: Final = 26
_WIDEST_NAME: Final = 48
_LOOKED_AT: Final = 400
"""Characters of a value that are looked at for its line."""


class ComparePane(Pane):
    """One line a field: its sign, its name, and the value of each record. A cursor on a field.

    The first visible line says which record is which.
    """

    place: reactive[int] = reactive(0, repaint=False)
    """The row under the cursor, among those shown."""

    def __init__(self, comparison: Comparison, titles: tuple[str, str]) -> None:
        super().__init__(id="compare-list")
        self._comparison = comparison
        self._titles = titles
        self.differing = False
        self._rows = comparison.shown(differing=False)
        self.go_to(0, 1)

    @property
    def pair(self) -> Pair | None:
        """The field under the cursor."""
        found = self._rows[self.place] if self._rows else None
        return found if isinstance(found, Pair) else None

    def toggle(self) -> None:
        """Show the differing fields only, or all; the cursor stays on its field."""
        pair = self.pair
        self.differing = not self.differing
        self._rows = self._comparison.shown(differing=self.differing)
        self.top = 0
        self.place = 0
        self.go_to(self._rows.index(pair) if pair in self._rows else 0, 1)
        self.refresh()

    def next_difference(self, step: int) -> None:
        """Go to the next differing field (1) or the previous one (-1), round the end."""
        count = len(self._rows)
        for far in range(1, count + 1):
            at = (self.place + step * far) % count
            found = self._rows[at]
            if isinstance(found, Pair) and not found.same:
                self.go_to(at, step)
                return

    def go_to(self, place: int, step: int) -> None:
        """Put the cursor on a row, or, where that is a heading, on the one beyond it."""
        if not self._rows:
            self.cursor = None
            return
        last = len(self._rows) - 1
        place = max(0, min(place, last))
        if isinstance(self._rows[place], str):
            place = place + 1 if step > 0 or place == 0 else place - 1
        self.cursor = place + 1
        self.reveal(place if place < self.top else self.cursor)
        if place <= 1:
            self.scroll_rows_to(0)
        self.place = place
        self.refresh()

    def go(self, rows: int) -> None:
        """Move the cursor."""
        self.go_to(self.place + rows, rows)

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self.go_to(self.place, 1)

    def on_click(self, event: events.Click) -> None:
        """Choose with the mouse."""
        index = self.top + event.y - 2
        if 0 <= index < len(self._rows) and 1 < event.y < self.size.height - 1:
            self.go_to(index, 1)

    def head(self) -> Sequence[StyledText]:
        """Give the title."""
        return (StyledText("Side by side", "title"),)

    def note(self) -> str:
        """Say how many fields differ."""
        total, differing = len(self._comparison.json), self._comparison.differing
        which = "differing only" if self.differing else "all shown"
        return f"{differing:,} of {total:,} JSON fields differ · {which}"

    def row_count(self) -> int:
        """Give the rows, and the line of titles."""
        return len(self._rows) + 1

    def row(self, index: int) -> Sequence[StyledText]:
        """Give the titles on the first visible line, on the others a heading or a field."""
        name_width, left, right = self._widths()
        if index == self.top:
            blank = " " * (2 + name_width + GAP)
            first, second = (
                fit(safe(title), width)
                for title, width in zip(self._titles, (left, right), strict=True)
            )
            return (StyledText(blank + first + " " * GAP + second, "accent"),)
        row = self._rows[index - 1]
        if isinstance(row, str):
            return (StyledText(row, "title"),)
        here = index == self.cursor and self.has_focus
        plain = "plain" if here or not row.same else "dim"
        sign = "plain" if here else "accent"
        return (
            StyledText(f"{row.sign} ", sign),
            StyledText(fit_end(row.name, name_width), plain),
            StyledText(" " * GAP),
            *_value(row.left, left, plain, here=here),
            StyledText(" " * GAP),
            *_value(row.right, right, plain, here=here),
        )

    def _widths(self) -> tuple[int, int, int]:
        """Give the cells of name, left and right value."""
        room = self.inner_width - 2 - 2 * GAP
        name = min(_WIDEST_NAME, max(_LEAST_NAME, room * 3 // 10), room // 2)
        left = (room - name) // 2
        return max(1, name), max(1, left), max(1, room - name - left)


class FieldPane(Pane):
    """The field at hand in full, wrapped."""

    def __init__(self) -> None:
        super().__init__(id="compare-field")
        self._title = ""
        self._page: Page | None = None

    def show(self, pair: Pair | None) -> None:
        """Show a field from its beginning."""
        self.top = 0
        self._title = "" if pair is None else safe(pair.name) or "the whole record"
        self._page = None
        if pair is not None:
            sides = [pair.left] if pair.same else [pair.left, pair.right]
            labels = ["both   "] if pair.same else ["left   ", "right  "]
            lines = [
                label + (ABSENT if value is None else value)
                for label, value in zip(labels, sides, strict=True)
            ]
            width = len(labels[0])
            self._page = Page(
                lines,
                lambda _index, _line: (StyledSpan(0, width, "dim"),),
                lambda _index, _line: width,
            )
            self._page.wrap(self.inner_width)
        self.refresh()

    def on_resize(self) -> None:
        """Wrap to the new width."""
        if self._page is not None:
            self._page.wrap(self.inner_width)
            self.scroll_rows_to(self.top)
        self.refresh()

    def head(self) -> Sequence[StyledText]:
        """Give the field's name."""
        return (StyledText(fit_end(self._title, max(1, self.head_width)).rstrip(), "title"),)

    def row_count(self) -> int:
        """Give the rows at this width."""
        return 0 if self._page is None else self._page.row_count

    def row(self, index: int) -> Sequence[StyledText]:
        """Give one row."""
        return () if self._page is None else self._page.row(index)


def _value(value: str | None, width: int, tone: str, *, here: bool) -> tuple[StyledText, ...]:
    if value is None:
        return (StyledText(fit(ABSENT, width), "plain" if here else "dim"),)
    return (StyledText(fit(value[:_LOOKED_AT], width), tone),)

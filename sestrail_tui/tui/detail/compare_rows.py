"""The list of two records' fields: a sign, the field's name, and the value of each record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from sestrail_tui.tui.base.cells import fit, fit_end
from sestrail_tui.tui.detail.comparison import Pair
from sestrail_tui.tui.panes.list_rows import ListRows, RowState
from sestrail_tui.tui.panes.styled_text import StyledText

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.tui.detail.comparison import Comparison

ComparedRow: TypeAlias = Pair | str
"""A field, or a heading."""

ABSENT: Final = "(absent)"
GAP: Final = 2
"""Blank cells between columns."""
_LEAST_NAME: Final = 26
_WIDEST_NAME: Final = 48
_SHOWN: Final = 400
"""Characters of a value that are looked at for its line."""


class CompareRows(ListRows[ComparedRow]):
    """One line a field; the titles say which record is which."""

    title = "Side by side"
    has_titles = True
    headings = str

    def __init__(self, comparison: Comparison, titles: tuple[str, str]) -> None:
        self._comparison = comparison
        self._titles = titles
        self.differing = False
        """Whether only what differs is listed."""

    def fields(self, *, differing: bool) -> Sequence[ComparedRow]:
        """Return the rows, of all fields or of the differing ones only, and note which."""
        self.differing = differing
        count, of = self._comparison.differing, len(self._comparison.json)
        which = "differing only" if differing else "all shown"
        self.footnote = f"{count:,} of {of:,} JSON fields differ · {which}"
        return self._comparison.shown(differing=differing)

    def titles(self, width: int) -> Sequence[StyledText]:
        """Return which record is which, above their values."""
        name, left, right = _widths(width)
        first, second = self._titles
        text = " " * (2 + name + GAP) + fit(first, left) + " " * GAP + fit(second, right)
        return (StyledText(text, "accent"),)

    def row(self, item: ComparedRow, state: RowState) -> Sequence[StyledText]:
        """Return a heading or a field."""
        if isinstance(item, str):
            return (StyledText(item, "title"),)
        name, left, right = _widths(state.width)
        tone = "dim" if item.same else "plain"
        return (
            StyledText(f"{item.sign} ", "accent"),
            StyledText(fit_end(item.name, name), tone),
            StyledText(" " * GAP),
            _value(item.left, left, tone),
            StyledText(" " * GAP),
            _value(item.right, right, tone),
        )


def _widths(width: int) -> tuple[int, int, int]:
    """Return the cells of name, left and right value on a line of ``width`` cells."""
    room = width - 2 - 2 * GAP
    name = min(_WIDEST_NAME, max(_LEAST_NAME, room * 3 // 10), room // 2)
    left = (room - name) // 2
    return max(1, name), max(1, left), max(1, room - name - left)


def _value(value: str | None, width: int, tone: str) -> StyledText:
    if value is None:
        return StyledText(fit(ABSENT, width), "dim")
    return StyledText(fit(value[:_SHOWN], width), tone)

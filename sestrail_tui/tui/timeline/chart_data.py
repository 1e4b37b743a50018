"""What a timeline shows: counts over a window of time, by a field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sestrail_tui.filters.fields.registry import FIELDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from sestrail_tui.tui.timeline.time_window import TimeWindow

LETTERS: Final = "abcdefg"
OTHERS: Final = "~"
"""The letters by which lines are told apart where colours are not."""
_LOOKS: Final = ("line1", "line2", "line3", "line4", "line5", "line7", "line6")
_REFUSED: Final = ("line6", "line2", "line4", "line3", "line5", "line7")
"""What was refused stands out."""


@dataclass(frozen=True, slots=True)
class Stack:
    """A field by which sends are counted apart."""

    title: str
    column: str
    """Of the store."""
    absent: str
    """What sends without such a value are called."""

    def looks(self, values: Sequence[str]) -> list[str]:
        """Name the look of each value, all of them different."""
        if self.column != "error" or "" not in values:
            return list(_LOOKS[: len(values)])
        refused = iter(_REFUSED)
        return [next(refused) if value else _LOOKS[0] for value in values]


STACKS: Final = tuple(
    Stack(field.title.lower(), field.column, field.absent)
    for field in FIELDS.values()
    if field.is_charted
)
"""In the order in which a key goes through them."""


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """One of the values that are told apart, or all others."""

    letter: str
    name: str
    look: str
    number: int
    """How many shown sends have it, in all."""


@dataclass(frozen=True)
class ChartData:
    """Counts to be drawn: a line of ``counts`` for each of ``lines``, a column each."""

    stack: Stack
    window: TimeWindow
    lines: tuple[ChartSeries, ...]
    counts: NDArray[np.int64]
    total: int
    """How many sends the list shows."""
    timeless: int
    """How many of them do not say when they were made."""

    @property
    def highest(self) -> int:
        """How many sends the highest column stands for."""
        return int(self.counts.sum(axis=0).max(initial=0))

    def within(self, first_ms: int, end_ms: int) -> tuple[int, ...]:
        """Count the sends of each line in the columns of a span, as far as they are drawn."""
        first = max(0, self.window.column(first_ms))
        end = max(first, self.window.column(end_ms - 1) + 1)
        return tuple(self.counts[:, first:end].sum(axis=1).tolist())


def lines(
    stack: Stack, values: Sequence[str], numbers: Sequence[int], others: int, total: int
) -> tuple[ChartSeries, ...]:
    """Return the lines of the most frequent values and, where there are, of the others."""
    looks = stack.looks(values)
    series = [
        ChartSeries(letter, value or stack.absent, look, number)
        for letter, value, look, number in zip(LETTERS, values, looks, numbers, strict=False)
    ]
    if others:
        series.append(ChartSeries(OTHERS, f"{others:,} others", "others", total - sum(numbers)))
    return tuple(series)

"""Stacked columns as cells of a terminal, an eighth of a cell exact. Pure.

plotext would need 60 ms for a screen of points, four frames; these are a few operations of numpy
on each line that is drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

EMPTY: Final = -1
"""In place of a line's number: nothing stands there."""
_BLOCKS: Final = " ▁▂▃▄▅▆▇█"


class ChartCell(NamedTuple):
    """One cell: an eighth block in the look of ``low``, the rest of the cell in that of ``high``.

    A cell all of one line has no block, but the line's letter.
    """

    low: int
    high: int = EMPTY
    block: str = ""


NOTHING: Final = ChartCell(EMPTY)


def stacked(counts: NDArray[np.int64], rows: int) -> NDArray[np.int64]:
    """Return how high each line of ``counts`` (lines, columns) goes, in eighths of a cell.

    What is there is seen: it is an eighth high at least.
    """
    lines = len(counts)
    highest = max(1, int(counts.sum(axis=0).max(initial=0)))
    room = max(1, 8 * rows - lines)
    heights = np.where(counts > 0, np.maximum(1, np.rint(counts * (room / highest))), 0)
    return np.minimum(np.cumsum(heights.astype(np.int64), axis=0), 8 * rows)


def cells(tops: NDArray[np.int64], row: int, *, rare: bool = False) -> list[ChartCell]:
    """Return the cells of one row, counted from the ground, of what `stacked` gave.

    The tip of a column is of the line that has most of it, with ``rare`` of the topmost.
    """
    base = 8 * row
    filled = np.clip(tops[-1] - base, 0, 8)
    low = (tops <= base).sum(axis=0)
    high = (tops <= base + np.maximum(filled, 1) - 1).sum(axis=0)
    tip = high if rare else np.diff(np.clip(tops - base, 0, 8), axis=0, prepend=0).argmax(axis=0)
    found = []
    for at, (full, lower, upper, last) in enumerate(
        zip(filled.tolist(), low.tolist(), high.tolist(), tip.tolist(), strict=True)
    ):
        if full == 0:
            found.append(NOTHING)
        elif full < 8:
            found.append(ChartCell(last, EMPTY, _BLOCKS[full]))
        elif lower == upper:
            found.append(ChartCell(lower, lower))
        else:
            found.append(ChartCell(lower, upper, _BLOCKS[int(tops[lower, at]) - base]))
    return found

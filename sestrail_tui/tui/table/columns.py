"""Which columns the table shows at a width, and how wide each is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from sestrail_tui.filters.columns import COLUMNS, LAG, TIME, Column

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from sestrail_tui.tui.base.cells import Align
    from sestrail_tui.tui.base.times import Dates, TimeMode

OPTIONAL: Final = tuple(column for column in COLUMNS.values() if column.layout.only_if_several)
"""Worth their room only where their values differ."""
_KEEP: Final = sorted(COLUMNS.values(), key=lambda column: column.layout.keep)
"""What a narrow terminal keeps longest comes first."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A column at its place on the line."""

    column: Column
    x: int
    width: int


def align_of(column: Column) -> Align:
    """Return the side at which a column's texts stand."""
    return "right" if column.layout.is_number else "left"


def time_column(mode: TimeMode, dates: Dates) -> Column:
    """Return the column of times: wider with dates, and titled by how times are written."""
    if mode == "relative":
        return _time("Age", 10)
    width = {"": 8, "day": 14, "year": 19}[dates]
    title = "Time UTC" if mode == "utc" else TIME.title
    return _time(title, width)


def _time(title: str, width: int) -> Column:
    layout = replace(TIME.layout, least=width, good=width, best=width)
    return replace(TIME, title=title, layout=layout)


def place(
    width: int,
    *,
    time: Column = TIME,
    several: Sequence[Column] = (),
    chosen: Sequence[Column] = (),
    widest: Mapping[str, int] = MappingProxyType({}),
) -> tuple[Placed, ...]:
    """Place the columns that fit on a line of ``width`` cells; the last one takes what is left.

    ``several`` are the columns of `OPTIONAL` with more than one value;
    ``chosen`` are those a person wants, in that order, in place of the usual ones; ``widest``
    says how wide the values of a column are, where that is known; without any lag there is no
    such column.
    """

    def goal(column: Column, width: int) -> int:
        return max(column.layout.least, min(width, widest.get(column.id, width)))

    gap = 1 if width < 100 else 2
    empty = {column for column, cells in widest.items() if not cells} & {LAG.id}
    wanted = chosen or [c for c in COLUMNS.values() if c not in OPTIONAL or c in several]
    fitting = [time if c is TIME else c for c in _fitting(width, gap, time, wanted, empty)]
    widths = {column.id: column.layout.least for column in fitting}
    spare = width - sum(widths.values()) - gap * (len(fitting) - 1)
    spare = _grow(widths, {c.id: goal(c, c.layout.good) for c in fitting}, spare)
    spare = _grow(widths, {c.id: goal(c, c.layout.best) for c in fitting}, spare)
    widths[fitting[-1].id] += spare
    placed = []
    x = 0
    for column in fitting:
        placed.append(Placed(column, x, widths[column.id]))
        x += widths[column.id] + gap
    return tuple(placed)


def _fitting(
    width: int, gap: int, time: Column, wanted: Sequence[Column], empty: Container[str]
) -> list[Column]:
    kept: list[Column] = []
    used = -gap
    for column in _KEEP:
        if column not in wanted or column.id in empty:
            continue
        used += (time if column is TIME else column).layout.least + gap
        if used > width and kept:
            break
        kept.append(column)
    return [column for column in wanted if column in kept] or [wanted[0]]


def _grow(widths: dict[str, int], goals: dict[str, int], spare: int) -> int:
    """Widen columns towards their goals, each in proportion to what it lacks; give what is left."""
    lacking = {column: goal - widths[column] for column, goal in goals.items()}
    total = sum(lacking.values())
    if not total:
        return spare
    share = min(1.0, spare / total)
    for column, lack in lacking.items():
        step = int(lack * share)
        widths[column] += step
        spare -= step
    for column, goal in goals.items():  # the cells that the rounding left over
        if spare > 0 and widths[column] < goal:
            widths[column] += 1
            spare -= 1
    return spare

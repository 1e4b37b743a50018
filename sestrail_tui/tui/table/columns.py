"""Which columns the table shows at a width, how wide each is, and what each says of a row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from sestrail_tui.core.decoding.address import address

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence

    from sestrail_tui.tui.base.cells import Align
    from sestrail_tui.tui.base.times import Dates, TimeMode


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table."""

    id: str
    title: str
    least: int
    """The narrowest it may be, in cells."""
    good: int
    """The width that most values need, in cells: all columns come so far before one goes on."""
    best: int
    """The width beyond which more room helps little, in cells."""
    field: str = ""
    """The filter field of its values: what ``x`` excludes."""
    attribute: str = ""
    """The attribute of `Record` it shows as it is; empty where the table makes the text."""
    align: Align = "left"


TIME: Final = Column("time", "Time", 8, 8, 8)
CALL: Final = Column("call", "Call", 13, 14, 22, "call", "call")
PRINCIPAL: Final = Column("principal", "Principal", 12, 22, 36, "principal", "principal")
SENDER: Final = Column("sender", "From", 12, 26, 40, "from", "sender")
CONFIG: Final = Column("config", "Config set", 10, 14, 26, "config", "config_set")
CLIENT: Final = Column("client", "Client", 12, 16, 22, "client", "client")
LAG: Final = Column("lag", "Lag", 6, 6, 6, align="right")
REGION: Final = Column("region", "Region", 14, 14, 14, "region", "region")
ACCOUNT: Final = Column("account", "Account", 12, 12, 12, "account", "account")
SOURCE: Final = Column("source", "Source", 14, 18, 28, "source", "source")
FLAGS: Final = Column("flags", "Flags", 11, 18, 36, "error", "error")

ORDER: Final = (
    TIME, CALL, PRINCIPAL, SENDER, CONFIG, CLIENT, LAG, REGION, ACCOUNT, SOURCE, FLAGS
)  # fmt: skip
"""From left to right."""
_KEEP: Final = (
    TIME, CALL, PRINCIPAL, FLAGS, CONFIG, ACCOUNT, REGION, LAG, SENDER, CLIENT, SOURCE
)  # fmt: skip
"""What a narrow terminal keeps longest comes first."""
_OPTIONAL: Final = (REGION, ACCOUNT, SOURCE)
"""Worth their room only where their values differ."""


def shown(column_id: str, value: str) -> str:
    """Give what a column shows of a value: of a sender the address, for a name leaves no room."""
    return address(value) if column_id == SENDER.id else value


@dataclass(frozen=True, slots=True)
class Placed:
    """A column at its place on the line."""

    column: Column
    x: int
    width: int


def time_column(mode: TimeMode, dates: Dates) -> Column:
    """Give the column of times: wider with dates, and titled by how times are written."""
    if mode == "relative":
        return replace(TIME, title="Age", least=10, good=10, best=10)
    width = {"": 8, "day": 14, "year": 19}[dates]
    title = "Time UTC" if mode == "utc" else TIME.title
    return replace(TIME, title=title, least=width, good=width, best=width)


def place(
    width: int,
    *,
    time: Column = TIME,
    several: Sequence[Column] = (),
    chosen: Sequence[Column] = (),
    widest: Mapping[str, int] = MappingProxyType({}),
) -> tuple[Placed, ...]:
    """Place the columns that fit on a line of ``width`` cells; the last one takes what is left.

    ``several`` are the columns of `REGION`, `ACCOUNT` and `SOURCE` with more than one value;
    ``chosen`` are those a person wants, in that order, in place of the usual ones; ``widest``
    says how wide the values of a column are, where that is known; without any lag there is no
    such column.
    """

    def goals(wanted: Callable[[Column], int]) -> dict[str, int]:
        return {c.id: max(c.least, min(wanted(c), widest.get(c.id, wanted(c)))) for c in fitting}

    gap = 1 if width < 100 else 2
    empty = {column for column, cells in widest.items() if not cells} & {LAG.id}
    wanted = chosen or [c for c in ORDER if c not in _OPTIONAL or c in several]
    fitting = [time if c is TIME else c for c in _fitting(width, gap, time, wanted, empty)]
    widths = {column.id: column.least for column in fitting}
    spare = width - sum(widths.values()) - gap * (len(fitting) - 1)
    spare = _grow(widths, goals(lambda column: column.good), spare)
    spare = _grow(widths, goals(lambda column: column.best), spare)
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
        used += (time if column is TIME else column).least + gap
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

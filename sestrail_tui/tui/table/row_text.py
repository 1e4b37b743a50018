"""What the table writes of one row: text made safe, cut to its column, with the ink it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from rich.cells import cell_len

from sestrail_tui.core.record import ABSENT, UNKNOWN
from sestrail_tui.core.safe_text import safe
from sestrail_tui.core.units import duration_text
from sestrail_tui.filters.columns import FLAGS, LAG, TIME
from sestrail_tui.tui.base.cells import fit
from sestrail_tui.tui.base.times import Dates, TimeMode, clock_time
from sestrail_tui.tui.table import related
from sestrail_tui.tui.table.columns import Placed, align_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.store.store import Store

Ink = Literal["plain", "dim", "refused", "console", "change", "alert"]
"""The part a text plays; the theme gives it its colour, the words say the same without one."""


class TextRun(NamedTuple):
    """A piece of a line in one ink; ``column`` is its place among the columns, -1 for a gap."""

    text: str
    ink: Ink
    column: int


class Times(NamedTuple):
    """How times are written."""

    mode: TimeMode = "local"
    dates: Dates = ""


_PREFIX: Final = {"change": "◆ ", "aggregate": "Σ ", "other": "· ", "unreadable": "✗ "}
"""Kinds other than a send are told by a sign before the call."""


def row_runs(
    store: Store,
    row: int,
    placed: Sequence[Placed],
    times: Times,
    now_ms: int,
    *,
    alert: str = "",
) -> list[TextRun]:
    """Write one row of the store as runs that fill the line up to the last column's end.

    ``alert`` is what an alert says of it, among its flags.
    """
    runs: list[TextRun] = []
    x = 0
    for number, place in enumerate(placed):
        if place.x > x:
            runs.append(TextRun(" " * (place.x - x), "plain", -1))
        if place.column is FLAGS:
            runs.extend(_flags(store, row, place.width, number, alert))
        else:
            text, ink = _cell(store, row, place, times, now_ms)
            runs.append(TextRun(fit(text, place.width, align_of(place.column)), ink, number))
        x = place.x + place.width
    return runs


def _cell(store: Store, row: int, placed: Placed, times: Times, now_ms: int) -> tuple[str, Ink]:
    column = placed.column
    if column.id == TIME.id:
        time = clock_time(store.time_ms(row), times.mode, now_ms, times.dates)
        return time, "dim" if time == "?" else "plain"
    if column is LAG:
        return duration_text(store.lag_ms(row)), "dim"
    text = _text(store, row, column.attribute)
    if column.field == "call":  # the sign before it tells what is no send
        kind = _text(store, row, "kind")
        ink: Ink = "refused" if _text(store, row, "error") else "plain"
        if kind == "send":
            return text, ink
        return _PREFIX.get(kind, "") + (text or kind), "change" if ink == "plain" else ink
    if not text or text == UNKNOWN:
        return text or ABSENT, "dim"
    return column.layout.short(text), "plain"


def _flags(store: Store, row: int, width: int, number: int, alert: str) -> list[TextRun]:
    flags: list[tuple[str, Ink]] = []
    if error := _text(store, row, "error"):
        flags.append((error, "refused"))
    if alert:
        flags.append((alert, "alert"))
    flags += [(word, "change") for word in related.words(store, row)]
    if _text(store, row, "console") == "yes":
        flags.append(("console", "console"))
    if _text(store, row, "mfa") == "yes":
        flags.append(("mfa", "dim"))
    runs: list[TextRun] = []
    left = width
    for text, ink in flags:
        if runs and left > 0:
            runs.append(TextRun(" ", "plain", number))
            left -= 1
        if left <= 0:
            break
        cut = fit(text, min(left, cell_len(safe(text))))
        runs.append(TextRun(cut, ink, number))
        left -= cell_len(cut)
    runs.append(TextRun(" " * left, "plain", number))
    return runs


def _text(store: Store, row: int, attribute: str) -> str:
    value = store.value(row, attribute)
    return value if isinstance(value, str) else " ".join(value)

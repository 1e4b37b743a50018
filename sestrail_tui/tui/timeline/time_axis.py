"""What stands below a chart over time: round times, as many as there is room for. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sestrail_tui.core.units import duration_text
from sestrail_tui.filters.fields.time_spans import offset_ms
from sestrail_tui.tui.base.times import Dates, clock_time
from sestrail_tui.tui.timeline.time_window import DAY, HOUR, LENGTHS, MINUTE, SECOND

if TYPE_CHECKING:
    from sestrail_tui.tui.base.times import TimeMode
    from sestrail_tui.tui.timeline.time_window import TimeWindow

_APART: Final = 11
"""Cells from one time to the next at least: ``20:07:04`` and some air."""
_STEPS: Final = (*LENGTHS, *(DAY * days for days in (14, 28, 84, 364)))


def ahead_ms(at_ms: int, mode: TimeMode) -> int:
    """Return how far the clocks shown are ahead of UTC at a moment (ms)."""
    return 0 if mode == "utc" else offset_ms(at_ms, None)


def ticks(window: TimeWindow, mode: TimeMode, now_ms: int) -> list[tuple[int, str]]:
    """Return the columns at round times, each with its label; a new day has its date."""
    least_ms = _APART * window.bucket_ms
    step = next((step_ms for step_ms in _STEPS if step_ms >= least_ms), _STEPS[-1])
    first = window.first_ms + (-(window.first_ms + window.ahead_ms)) % step
    found: list[tuple[int, str]] = []
    day = None
    for at_ms in range(first, window.end_ms, step):
        label = _label(at_ms, step, mode, now_ms)
        this_day = (at_ms + window.ahead_ms) // DAY
        if mode != "relative" and step < DAY and this_day != day is not None:
            label = clock_time(at_ms, mode, now_ms, "day")[:5]
        day = this_day
        if window.column(at_ms) + len(label) <= window.columns:
            found.append((window.column(at_ms), label))
    return found


def _label(at_ms: int, step: int, mode: TimeMode, now_ms: int) -> str:
    if mode == "relative":
        return clock_time(at_ms, mode, now_ms).removesuffix(" ago")
    if step >= DAY:
        return clock_time(at_ms, mode, now_ms, "year")[:10]
    text = clock_time(at_ms, mode, now_ms)
    return text if step < MINUTE else text[:5]


def axis(window: TimeWindow, mode: TimeMode, now_ms: int) -> str:
    """Write the line of times below the chart."""
    line = ""
    for column, label in ticks(window, mode, now_ms):
        line = line.ljust(column) + label
    return line.ljust(window.columns)


def length(ms: int) -> str:
    """Write how long a column is: ``10 s``, ``5 min``, ``2 h``, ``1 day``."""
    for unit_ms, unit in ((7 * DAY, "week"), (DAY, "day"), (HOUR, "h"), (MINUTE, "min")):
        if ms % unit_ms == 0:
            return f"{ms // unit_ms} {unit}"
    return f"{ms // SECOND} s"


def range_text(first_ms: int, end_ms: int, mode: TimeMode, now_ms: int) -> str:
    """Write a range of time: ``04-11 20:03:10 to 20:05:20, 2m10s``."""
    written: TimeMode = "local" if mode == "relative" else mode
    dates: Dates = "year"
    first = clock_time(first_ms, written, now_ms, dates)
    last = clock_time(end_ms, written, now_ms, dates)
    if last[:10] == first[:10]:
        last = last[11:]
    zone = " UTC" if mode == "utc" else ""
    return f"{first} to {last}{zone}, {duration_text(end_ms - first_ms)}"

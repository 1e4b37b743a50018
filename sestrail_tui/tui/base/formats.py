"""Times, spans and counts as the screen writes them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Literal

from sestrail_tui.core.units import duration_text

if TYPE_CHECKING:
    from collections.abc import Sequence

TimeMode = Literal["local", "utc", "relative"]
"""How times are written; ``t`` goes round in this order."""

TIME_MODES: Final[tuple[TimeMode, ...]] = ("local", "utc", "relative")
Dates = Literal["", "day", "year", "weekday"]
"""Which part of its date a time carries: none, month and day, all of it, the weekday as well."""

_DATED: Final[dict[Dates, str]] = {
    "": "%H:%M:%S",
    "day": "%m-%d %H:%M:%S",
    "year": "%Y-%m-%d %H:%M:%S",
    "weekday": "%a %Y-%m-%d %H:%M:%S",
}
PART: Final = " · "
"""Between the parts of a count: of those that have no room the first go first."""
_BARS: Final = "▁▂▃▄▅▆▇█"
_BAR_CELLS: Final = 8


def clock_time(ms: int | None, mode: TimeMode, now_ms: int, dates: Dates = "") -> str:
    """Write an instant (ms UTC): ``20:07:04``, ``11-23 20:07:04`` with its date, ``4m12s ago``."""
    if ms is None:
        return "?"
    if mode == "relative":
        return (
            f"{duration_text(now_ms - ms)} ago"
            if ms <= now_ms
            else f"in {duration_text(ms - now_ms)}"
        )
    moment = _moment(ms, mode)
    if moment is None:
        return "?"
    return moment.strftime(_DATED[dates])


def dates_for(oldest_ms: int | None, now_ms: int, mode: TimeMode) -> Dates:
    """Say which part of the date tells times from ``oldest_ms`` on apart (both ms UTC)."""
    if oldest_ms is None or mode == "relative":
        return ""
    oldest, now = _moment(oldest_ms, mode), _moment(now_ms, mode)
    if oldest is None or now is None or oldest.year != now.year:
        return "year"
    return "" if oldest.date() == now.date() else "day"


def _moment(ms: int, mode: TimeMode) -> datetime | None:
    try:
        moment = datetime.fromtimestamp(ms / 1000, UTC)
        return moment if mode == "utc" else moment.astimezone()
    except (OverflowError, ValueError, OSError):  # a record may claim any year
        return None


def count(number: int) -> str:
    """Write a count with thousands apart: ``98,331``."""
    return f"{number:,}"


def rate(per_second: float) -> str:
    """Write a rate: ``3.1/s``, ``0.05/s``, ``1,204/s``; nothing when there is none."""
    if per_second <= 0:
        return ""
    if per_second >= 100:
        return f"{per_second:,.0f}/s"
    return f"{per_second:.1f}/s" if per_second >= 0.1 else f"{per_second * 60:.1f}/min"


def progress(share: float) -> str:
    """Draw a share, 0 to 1, as a bar with its figure: ``▰▰▰▱▱▱▱▱ 40%``."""
    full = round(share * _BAR_CELLS)
    return f"{'▰' * full}{'▱' * (_BAR_CELLS - full)} {share:.0%}"


def sparkline(values: Sequence[int]) -> str:
    """Draw counts as one row of bars, the largest full; an empty bucket is the lowest bar."""
    top = max(values, default=0)
    if top <= 0:
        return ""
    last = len(_BARS) - 1
    return "".join(_BARS[-(-value * last // top)] for value in values)

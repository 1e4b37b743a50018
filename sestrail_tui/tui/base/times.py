"""Times as the screen writes them: local, in UTC or relative, with as much date as is needed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final, Literal

from sestrail_tui.core.units import duration_text

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
    """Return which part of the date tells times from ``oldest_ms`` on apart (both ms UTC)."""
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

"""Times, spans of time, sizes and prices as people write them: each in one way."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import tzinfo

_UNITS: Final = ("B", "kB", "MB", "GB", "TB")


def time_text(time_ms: int | None, zone: tzinfo | None = UTC) -> str:
    """Return an instant in ISO 8601 to the second (``2025-04-14T20:02:52Z``); ``""`` for none."""
    if time_ms is None:
        return ""
    try:
        moment = datetime.fromtimestamp(time_ms // 1000, UTC).astimezone(zone)
    except (OverflowError, ValueError, OSError):
        return f"{time_ms} ms"
    return moment.isoformat().replace("+00:00", "Z")


def duration_text(duration_ms: int | None) -> str:
    """Return a duration in two units at most: ``9s``, ``4m12s``, ``2h05m``, ``3d04h``."""
    if duration_ms is None:
        return ""
    sign = "-" if duration_ms < 0 else ""
    minutes, seconds = divmod(abs(duration_ms) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{sign}{days}d{hours:02}h"
    if hours:
        return f"{sign}{hours}h{minutes:02}m"
    return f"{sign}{minutes}m{seconds:02}s" if minutes else f"{sign}{seconds}s"


def size_text(size: int) -> str:
    """Return a number of bytes in powers of 1000, as AWS bills: ``312 B``, ``1.2 GB``."""
    number, unit = float(size), 0
    while number >= 999.5 and unit < len(_UNITS) - 1:
        number, unit = number / 1000, unit + 1
    return f"{number:.0f} B" if unit == 0 else f"{number:.3g} {_UNITS[unit]}"


def dollars_text(usd: float) -> str:
    """Return a price so that a small one is no zero: ``$1,204.50``, ``$0.0061``."""
    if usd >= 0.0995:
        return f"${usd:,.2f}"
    if 0 < usd < 0.0001:
        return "under $0.0001"
    return f"${usd:.2g}" if usd else "$0"


def bill_text(scanned_bytes: int | None, usd: float | None) -> str:
    """Return both, as far as they are known: ``1.2 GB scanned, $0.006``; else ``""``."""
    parts = [] if scanned_bytes is None else [f"{size_text(scanned_bytes)} scanned"]
    return ", ".join([*parts, *([] if usd is None else [dollars_text(usd)])])

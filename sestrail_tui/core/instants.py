"""Instants and spans as people type them: ``15m``, ``2d1h20m``, ``2026-11-23T10:00``, ``10:00``."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

WORDS: Final = (
    "Give a duration such as 15m or 2d1h, a time of day such as 10:00, or an ISO time such as "
    "2026-11-23T10:00Z."
)
"""What `instant_ms` reads."""

_UNITS_S: Final = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
_SPAN: Final = re.compile(r"(?:\d+(?:\.\d+)?[wdhms])+")
_PART: Final = re.compile(r"(\d+(?:\.\d+)?)([wdhms])")
_CLOCK: Final = re.compile(r"\d{1,2}:\d{2}(:\d{2})?")


class Ago(int):
    """An instant, ms UTC, told as a span before now: as right as the clock that it was told by."""


def span_s(text: str) -> float:
    """Return the seconds of ``90``, ``15m`` or ``1h30m``; raises ValueError for anything else."""
    text = text.strip().lower()
    if _SPAN.fullmatch(text):
        return sum(float(number) * _UNITS_S[unit] for number, unit in _PART.findall(text))
    return float(text)


def instant_ms(text: str, now_ms: int) -> int:
    """Return the instant, ms UTC: a span means that long `Ago`; a time without a zone is local.

    Raises ValueError or OverflowError when the text is neither a span, a time of day nor an ISO
    8601 time.
    """
    text = text.strip()
    if text.lower() == "now":
        return Ago(now_ms)
    if _SPAN.fullmatch(text.lower()):
        return Ago(now_ms - round(span_s(text) * 1000))
    if _CLOCK.fullmatch(text):
        now = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone()
        return _ms(_last_time_of_day(text, now))
    return _ms(datetime.fromisoformat(text))


def typed(ms: int) -> str:
    """Write an instant, to the second, so that `instant_ms` reads the same: in local time.

    Raises ValueError or OverflowError for a year that no clock shows.
    """
    second = ms // 1000
    local = datetime.fromtimestamp(second, UTC).astimezone()
    text = local.replace(tzinfo=None).isoformat()
    # An hour that comes twice, as clocks go back, needs its zone said.
    return text if instant_ms(text, 0) == second * 1000 else local.isoformat()


def _last_time_of_day(text: str, now: datetime) -> datetime:
    hour, minute, *second = (int(part) for part in text.split(":"))
    when = now.replace(hour=hour, minute=minute, second=sum(second), microsecond=0)
    return when if when <= now else when - timedelta(days=1)


def _ms(when: datetime) -> int:
    return round(when.timestamp() * 1000)

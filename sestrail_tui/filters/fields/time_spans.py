"""Spans of time as a filter writes them: ``20:02..20:05``, ``2026-11-23``, ``..2026-11-23T20:05Z``.

A moment stands for as long as it is written for: a day, a minute, a second, a millisecond; so both
ends of a span count. Times are local unless they say otherwise (``Z``, ``+09:00``). A time without
a date is one of every day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Final

DAY_MS: Final = 86_400_000
_MOMENT: Final = re.compile(
    r"(?:(\d{4}-\d\d-\d\d)(?:[Tt](?=\d))?)?"
    r"(?:(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?)?"
    r"(Z|z|[+-]\d\d:\d\d)?"
)
_EXAMPLES: Final = "20:02..20:05, 2026-11-23, 2026-11-23T20:02..20:05 or 2026-11-23T20:02Z.."


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """From ``first_ms`` up to, not including, ``end_ms`` (ms UTC; ``None``: without an end)."""

    first_ms: int | None
    end_ms: int | None


@dataclass(frozen=True, slots=True)
class DaySpan:
    """A part of every day, in ms since midnight; ``first_ms`` > ``end_ms`` goes over midnight."""

    first_ms: int
    end_ms: int
    zone: tzinfo | None
    """``None``: the local one."""


@dataclass(frozen=True, slots=True)
class _Moment:
    day: date | None
    since_midnight_ms: int
    lasts_ms: int
    zone: tzinfo | None

    def start_ms(self, day: date) -> int:
        at = datetime.combine(day, time(), self.zone) + timedelta(
            milliseconds=self.since_midnight_ms
        )
        # In whole numbers: a float has no room for every millisecond.
        return round(at.replace(microsecond=0).timestamp()) * 1000 + at.microsecond // 1000

    def end_ms(self, day: date) -> int:
        if self.lasts_ms < DAY_MS:
            return self.start_ms(day) + self.lasts_ms
        return self.start_ms(day + timedelta(days=1))  # a day may have 23 or 25 hours


def read_span(text: str) -> TimeSpan | DaySpan:
    """Read a span. Raises ValueError with a sentence."""
    first, dots, last = text.partition("..")
    try:
        start = _moment(first) if first or not dots else None
        end = (_moment(last) if last else None) if dots else start
        return _span(start, end)
    except OverflowError:
        raise ValueError("time: that is beyond the years of the calendar.") from None


def write_span(first_ms: int, end_ms: int) -> str:
    """Write a span in UTC, so that `read_span` gives just that one: to the second, else to the ms.

    Raises ValueError where it is empty or beyond the years that a filter knows.
    """
    unit_ms = 1000 if first_ms % 1000 == end_ms % 1000 == 0 else 1
    text = f"{_written(first_ms, unit_ms)}..{_written(end_ms - unit_ms, unit_ms)}"
    if read_span(text) != TimeSpan(first_ms, end_ms):
        raise ValueError("time: has no words for that span.")
    return text


def _written(at_ms: int, unit_ms: int) -> str:
    try:
        second = datetime.fromtimestamp(at_ms // 1000, UTC).replace(tzinfo=None).isoformat()
    except (OverflowError, OSError, ValueError):
        raise ValueError("time: that is beyond the years of the calendar.") from None
    return f"{second}Z" if unit_ms == 1000 else f"{second}.{at_ms % 1000:03}Z"


def _span(start: _Moment | None, end: _Moment | None) -> TimeSpan | DaySpan:
    dated = next((m for m in (start, end) if m is not None and m.day is not None), None)
    if dated is None:
        return _day_span(start, end)
    first_ms = end_ms = None
    if start is not None:
        if start.day is None:
            raise ValueError("time: needs a date at its beginning too: 2026-11-23T20:02..20:05.")
        first_ms = start.start_ms(start.day)
    if end is not None:
        assert dated.day is not None
        if end.day is None:  # it takes the date, and the zone, of the beginning
            end = _Moment(dated.day, end.since_midnight_ms, end.lasts_ms, end.zone or dated.zone)
        end_ms = end.end_ms(end.day or dated.day)
    if first_ms is not None and end_ms is not None and end_ms <= first_ms:
        raise ValueError("time: ends before it begins.")
    return TimeSpan(first_ms, end_ms)


def _day_span(start: _Moment | None, end: _Moment | None) -> DaySpan:
    if start is None and end is None:
        raise ValueError(f"time: has neither a beginning nor an end: {_EXAMPLES}.")
    zone = next((m.zone for m in (start, end) if m is not None and m.zone), None)
    first_ms = 0 if start is None else start.since_midnight_ms
    end_ms = DAY_MS if end is None else end.since_midnight_ms + end.lasts_ms
    return DaySpan(first_ms, end_ms, zone)


def _moment(text: str) -> _Moment:
    found = _MOMENT.fullmatch(text)
    if found is None or not (found[1] or found[2]):
        raise ValueError(f"time: is written as in {_EXAMPLES}.")
    try:
        day = date.fromisoformat(found[1]) if found[1] else None
        is_far = day is not None and not date(1970, 1, 2) <= day <= date(9999, 12, 30)
        hour, minute, second = (int(found[n] or 0) for n in (2, 3, 4))
        time(hour, minute, second)
        zone = _zone(found[6] or "")
    except ValueError:
        raise ValueError(f"time: there is no such time as {text}.") from None
    if is_far:
        raise ValueError("time: goes from the year 1970 to 9999.")
    fraction = (found[5] or "").ljust(3, "0")
    lasts = DAY_MS if not found[2] else 60_000 if not found[4] else 1000
    if found[5]:
        lasts = 10 ** (3 - len(found[5]))
    at = ((hour * 60 + minute) * 60 + second) * 1000 + int(fraction)
    return _Moment(day, at, lasts, zone)


def _zone(text: str) -> tzinfo | None:
    if not text:
        return None
    if text in "Zz":
        return UTC
    hours, minutes = map(int, text[1:].split(":"))
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if text[0] == "-" else offset)


def offset_ms(at_ms: int, zone: tzinfo | None) -> int:
    """Return how far a zone is ahead of UTC at a moment (ms); 0 where the calendar has no such."""
    try:
        moment = datetime.fromtimestamp(at_ms // 1000, UTC).astimezone(zone)
    except (OverflowError, ValueError, OSError):
        return 0
    ahead = moment.utcoffset() or timedelta()
    return round(ahead.total_seconds()) * 1000

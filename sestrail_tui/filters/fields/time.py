"""The field of time, whose column is a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sestrail_tui.filters.fields.field import Field, Test
from sestrail_tui.filters.fields.time_spans import DAY_MS, DaySpan, TimeSpan, offset_ms, read_span

if TYPE_CHECKING:
    from sestrail_tui.filters.fields.pattern import Pattern


@dataclass(frozen=True, kw_only=True)
class Time(Field):
    """A field that is matched by spans of time."""

    def span(self, pattern: Pattern) -> TimeSpan | DaySpan:
        """Return the span that a pattern means. Raises ValueError with a sentence."""
        if pattern.value is None:
            raise ValueError("time: takes no *; a span without an end is 2026-11-23T20:02.. .")
        return read_span(pattern.value)

    def compile(self, pattern: Pattern) -> Test:
        """Return the test of an event time in ms UTC, ``None`` where it is absent."""
        if pattern.is_none:
            return lambda value: value is None
        if pattern.is_any:
            return lambda value: value is not None
        match self.span(pattern):
            case TimeSpan(first, end):

                def within(value: Any) -> bool:
                    return (
                        isinstance(value, int)
                        and (first is None or value >= first)
                        and (end is None or value < end)
                    )

                return within
            case DaySpan(first_ms, end_ms, zone):

                def daily(value: Any) -> bool:
                    if not isinstance(value, int):
                        return False
                    of_day = (value + offset_ms(value, zone)) % DAY_MS
                    if first_ms < end_ms:
                        return first_ms <= of_day < end_ms
                    return of_day >= first_ms or of_day < end_ms

                return daily

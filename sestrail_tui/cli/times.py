"""Instants and spans as people type them: ``15m``, ``2d1h20m``, ``2026-11-23T10:00``, ``10:00``."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from collections.abc import Callable

_UNITS_S: Final = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
_SPAN: Final = re.compile(r"(?:\d+(?:\.\d+)?[wdhms])+")
_PART: Final = re.compile(r"(\d+(?:\.\d+)?)([wdhms])")
_CLOCK: Final = re.compile(r"\d{1,2}:\d{2}(:\d{2})?")


def span_s(text: str) -> float:
    """Give the seconds of ``90``, ``15m`` or ``1h30m``; raises ValueError for anything else."""
    text = text.strip().lower()
    if _SPAN.fullmatch(text):
        return sum(float(number) * _UNITS_S[unit] for number, unit in _PART.findall(text))
    return float(text)


def instant_ms(text: str, now_ms: int) -> int:
    """Give the instant, ms UTC: a span means that long ago; a time without a zone is local.

    Raises ValueError when the text is neither a span, a time of day nor an ISO 8601 time.
    """
    text = text.strip()
    if text.lower() == "now":
        return now_ms
    if _SPAN.fullmatch(text.lower()):
        return now_ms - round(span_s(text) * 1000)
    now = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone()
    if _CLOCK.fullmatch(text):
        return _ms(_last_time_of_day(text, now))
    when = datetime.fromisoformat(text)
    return _ms(when if when.tzinfo else when.replace(tzinfo=now.tzinfo))


def _last_time_of_day(text: str, now: datetime) -> datetime:
    hour, minute, *second = (int(part) for part in text.split(":"))
    when = now.replace(hour=hour, minute=minute, second=sum(second), microsecond=0)
    return when if when <= now else when - timedelta(days=1)


def _ms(when: datetime) -> int:
    return round(when.timestamp() * 1000)


class Instant(click.ParamType[int]):
    """A click type for `instant_ms`."""

    name = "when"

    def __init__(self, now_ms: Callable[[], int]) -> None:
        self._now_ms = now_ms

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read the instant or fail with what is accepted."""
        if isinstance(value, int):
            return value
        try:
            return instant_ms(value, self._now_ms())
        except (ValueError, OverflowError):
            self.fail(
                f"{value!r} is no time. Give a span such as 15m or 2d1h, a time of day such as "
                "10:00, or an ISO time such as 2026-11-23T10:00Z.",
                param,
                ctx,
            )


class Span(click.ParamType[float]):
    """A click type for `span_s`, in seconds above zero."""

    name = "seconds"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read the span or fail with what is accepted."""
        try:
            seconds = value if isinstance(value, float) else span_s(value)
        except ValueError:
            seconds = -1.0
        if not 0 < seconds < float("inf"):
            self.fail(
                f"{value!r} is no span. Give seconds such as 30, or 15m, or 1h30m.", param, ctx
            )
        return seconds

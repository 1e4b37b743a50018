"""Click's types for instants and spans: ``--since 15m``, ``--idle-timeout 1h30m``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from sestrail_tui.core.instants import WORDS, instant_ms, span_s

if TYPE_CHECKING:
    from collections.abc import Callable


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
                f"{value!r} is not a time. {WORDS}",
                param,
                ctx,
            )


class SpanType(click.ParamType[float]):
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
                f"{value!r} is not a duration. Give seconds (30), or 15m, or 1h30m.", param, ctx
            )
        return seconds

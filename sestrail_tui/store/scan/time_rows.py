"""Spans of time, evaluated over whole columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sestrail_tui.filters.fields.time_spans import DAY_MS, DaySpan, TimeSpan, offset_ms
from sestrail_tui.store.columns.columns import UNKNOWN, Segment
from sestrail_tui.store.scan.match_result import Leaf, MatchResult, Positions, decided

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sestrail_tui.filters.fields.pattern import Pattern
    from sestrail_tui.filters.fields.time import Time
    from sestrail_tui.store.columns.rows import Mask

_QUARTER_MS: Final = 900_000
"""Clocks are put forward and back at quarters of an hour of UTC."""


def timed(field: Time, pattern: Pattern) -> Leaf:
    """Return the leaf of a term of time, which the columns decide."""
    span = None if pattern.is_none or pattern.is_any else field.span(pattern)

    def leaf(segment: Segment, at: Positions) -> MatchResult:
        times = segment.time_ms[at]
        match span:
            case TimeSpan():
                return decided(_within(times, span))
            case DaySpan():
                return decided(_daily(times, span))
        return decided((times == UNKNOWN) == pattern.is_none)

    return leaf


def _within(times: NDArray[np.int64], span: TimeSpan) -> Mask:
    mask: Mask = times != UNKNOWN
    if span.first_ms is not None:
        mask &= times >= span.first_ms
    if span.end_ms is not None:
        mask &= times < span.end_ms
    return mask


def _daily(times: NDArray[np.int64], span: DaySpan) -> Mask:
    quarters, which = np.unique(times // _QUARTER_MS, return_inverse=True)
    ahead = [offset_ms(int(quarter) * _QUARTER_MS, span.zone) for quarter in quarters]
    of_day = (times + np.array(ahead, np.int64)[which]) % DAY_MS
    begun, over = of_day >= span.first_ms, of_day >= span.end_ms
    inside: Mask = begun & ~over if span.first_ms < span.end_ms else begun | ~over
    inside &= times != UNKNOWN
    return inside

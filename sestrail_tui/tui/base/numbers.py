"""Counts, rates and shares as the screen writes and draws them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

PART: Final = " · "
"""Between the parts of a count: of those that have no room the first go first."""
_BARS: Final = "▁▂▃▄▅▆▇█"
_BAR_CELLS: Final = 8


def count_text(number: int) -> str:
    """Write a count with thousands apart: ``98,331``."""
    return f"{number:,}"


def rate_text(per_second: float) -> str:
    """Write a rate: ``3.1/s``, ``0.05/s``, ``1,204/s``; nothing when there is none."""
    if per_second <= 0:
        return ""
    if per_second >= 100:
        return f"{per_second:,.0f}/s"
    return f"{per_second:.1f}/s" if per_second >= 0.1 else f"{per_second * 60:.1f}/min"


def progress_bar(share: float) -> str:
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

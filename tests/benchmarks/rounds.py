"""Cases measured interleaved in one run, and what their rounds come to."""

from __future__ import annotations

from statistics import median, quantiles
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


def interleaved(cases: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """Measure every case once a round: what disturbs the machine disturbs all of them."""
    measured: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(rounds):
        for name, case in cases.items():
            measured[name].append(case())
    return measured


def spread(values: Sequence[float]) -> str:
    """Write the least and the most."""
    return f"{min(values):,.4g} to {max(values):,.4g}"


def middle(values: Sequence[float]) -> float:
    """Give the median."""
    return median(values)


def p99(values: Sequence[float]) -> float:
    """Give what 99 in 100 stay below."""
    return quantiles(values, n=100)[98]

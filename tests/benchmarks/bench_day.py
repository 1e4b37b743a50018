"""A simulated day at 50 sends a second: memory, CPU, calls made, quota used.

``python -m tests.benchmarks.bench_day [HOURS]``: minutes for a day of 4.3 million records. Each
hour's figures go to stderr.
"""

from __future__ import annotations

import asyncio
import resource
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.benchmarks.day import Following, following
from tests.benchmarks.result import Result, line

if TYPE_CHECKING:
    from collections.abc import Iterator

CAP: Final = 1_000_000
_PAGE: Final = resource.getpagesize()


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour of following."""

    shown: int
    """Records so far."""
    full: bool
    """Whether the store had reached its cap before."""
    rss_mb: float
    cpu_s: float
    calls: int
    quota: float
    """The share that the last minute took."""


def rss_mb() -> float:
    """Give the resident memory, in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE / 1e6


async def follow(one: Following, hours: float) -> list[Hour]:
    """Follow, and measure each hour."""
    told: list[Hour] = []
    calls, cpu_s = 0, time.process_time()
    async for _ in one.hours(hours):
        now_s = time.process_time()
        usage = one.last.usage if one.last is not None else None
        share = usage.per_s / usage.quota_per_s if usage is not None else 0.0
        full = bool(told) and one.shown > CAP
        hour = Hour(one.shown, full, rss_mb(), now_s - cpu_s, one.log_group.calls - calls, share)
        calls, cpu_s = one.log_group.calls, now_s
        told.append(hour)
        sys.stderr.write(f"{len(told):3} {hour}\n")
    return told


def measure(hours: float) -> Iterator[Result]:
    """Follow so many hours."""
    before_mb = rss_mb()
    told = asyncio.run(follow(following(CAP), hours))
    cpu = [hour.cpu_s / 36 for hour in told]
    calls = [hour.calls / 3600 for hour in told]
    quota = [100 * hour.quota for hour in told]
    yield Result("records shown", told[-1].shown, "records")
    full = [hour.rss_mb for hour in told if hour.full] or [told[-1].rss_mb]
    yield Result(
        "memory while the store is full",
        statistics.median(full),
        "MB",
        f"{min(full):,.0f} to {max(full):,.0f}; {before_mb:,.0f} at the start",
        max(full[-1:]) / full[0],
        "of the first such hour",
        "<= 1.1",
    )
    yield Result("CPU", statistics.median(cpu), "% of a core", span(cpu))
    yield Result("calls", statistics.median(calls), "a second", span(calls))
    yield Result("quota used, us-east-1", statistics.median(quota), "%", span(quota))


def span(values: list[float]) -> str:
    """Write the least and the most."""
    return f"{min(values):.3g} to {max(values):.3g}"


def main() -> None:
    """Print the results."""
    for one in measure(float(sys.argv[1]) if len(sys.argv) > 1 else 24.0):
        print(line(one), flush=True)


if __name__ == "__main__":
    main()

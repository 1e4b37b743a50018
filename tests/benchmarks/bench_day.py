"""A simulated day at 50 sends a second: memory, CPU, calls made, quota used, nothing lost.

``python -m tests.benchmarks.bench_day [HOURS [CAP]]``: minutes for a day of 4.3 million records.
Each hour's figures go to stderr.
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

    sends: int
    """Shown in this hour."""
    turns: float
    """How often the store's records had been replaced before this hour began."""
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
    shown, calls, cpu_s, turns = 0, 0, time.process_time(), 0.0
    async for _ in one.hours(hours):
        now_s = time.process_time()
        usage = one.last.usage if one.last is not None else None
        share = usage.per_s / usage.quota_per_s if usage is not None else 0.0
        sends, made = one.shown - shown, one.log_group.calls - calls
        hour = Hour(sends, turns, rss_mb(), now_s - cpu_s, made, share)
        shown, turns = one.shown, one.store.evicted / one.store.cap
        calls, cpu_s = one.log_group.calls, now_s
        told.append(hour)
        sys.stderr.write(f"{len(told):3} {hour}\n")
    return told


def measure(hours: float, cap: int = CAP) -> Iterator[Result]:
    """Follow so many hours into a store of ``cap`` records."""
    before_mb = rss_mb()
    one = following(cap)
    told = asyncio.run(follow(one, hours))
    yield Result("sends shown", one.shown, "sends", f"memory {before_mb:,.0f} MB at the start")
    yield Result("sends lost", one.lost, "sends", ratio=one.lost, goal="<= 0")
    yield Result("sends shown twice", one.twice, "sends", ratio=one.twice, goal="<= 0")
    full = [hour for hour in told if hour.turns > 0]
    for case, since in (
        (f"memory, the store full at {cap:,}", full),
        ("memory, all it holds replaced once", [hour for hour in full if hour.turns >= 1]),
    ):
        held = [hour.rss_mb for hour in since]
        if held:
            each = "by hour " + " ".join(f"{mb:.0f}" for mb in held)
            ratio = held[-1] / held[0]
            yield Result(case, held[-1], "MB", each, ratio, "of the first such hour", "<= 1.1")
    spent = [1e6 * hour.cpu_s / hour.sends for hour in told]
    calls = [hour.calls / 3600 for hour in told]
    quota = [100 * hour.quota for hour in told]
    yield Result("CPU for 1,000 sends", statistics.median(spent), "ms", span(spent))
    yield Result("calls", statistics.median(calls), "a second", span(calls))
    yield Result("quota used, us-east-1", statistics.median(quota), "%", span(quota))


def span(values: list[float]) -> str:
    """Write the least and the most."""
    return f"{min(values):.3g} to {max(values):.3g}"


def main() -> None:
    """Print the results."""
    hours = float(sys.argv[1]) if len(sys.argv) > 1 else 24.0
    for one in measure(hours, int(sys.argv[2]) if len(sys.argv) > 2 else CAP):
        print(line(one), flush=True)


if __name__ == "__main__":
    main()

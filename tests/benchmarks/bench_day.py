"""A simulated day at 50 sends a second: memory, CPU, calls made, quota used, hour by hour.

``python -m tests.benchmarks.bench_day [HOURS]``: some minutes for a day of 4.3 million records.
"""

from __future__ import annotations

import asyncio
import resource
import sys
import time
from pathlib import Path
from typing import Final

from tests.benchmarks.day import Following, following

CAP: Final = 1_000_000
_PAGE: Final = resource.getpagesize()


def rss_mb() -> float:
    """Give the resident memory, in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE / 1e6


async def run(hours: float) -> None:
    """Follow, and print a line an hour."""
    one = following(CAP)
    print(
        f"{'hour':>4} {'records':>10} {'held':>10} {'RSS MB':>8} {'CPU s':>7} {'calls/s':>8} "
        f"{'quota':>5} window"
    )
    began_s = before_s = time.process_time()
    calls = 0
    async for passed_ms in one.hours(hours):
        now_s = time.process_time()
        told = one.log_group.calls - calls
        calls = one.log_group.calls
        print(
            f"{passed_ms / 3.6e6:4.0f} {one.shown:10,} {len(one.store):10,} {rss_mb():8.0f} "
            f"{now_s - before_s:7.1f} {told / 3600:8.2f} {quota(one):>5} "
            f"{one.meter.width_ms / 1000:.0f} s",
            flush=True,
        )
        before_s = now_s
    cpu_s = time.process_time() - began_s
    print(
        f"{one.shown:,} records in {hours:g} h: {cpu_s:.0f} s of CPU ({cpu_s / hours / 36:.2f} % "
        f"of a core), {one.log_group.calls:,} calls, {rss_mb():.0f} MB at the end"
    )


def quota(one: Following) -> str:
    """Write the share of the quota that the last minute took."""
    usage = one.last.usage if one.last is not None else None
    return f"{usage.per_s / usage.quota_per_s:.0%}" if usage is not None else "-"


if __name__ == "__main__":
    asyncio.run(run(float(sys.argv[1]) if len(sys.argv) > 1 else 24.0))

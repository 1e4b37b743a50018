"""Reading a log group of which AWS refuses calls: the rate that is left, and how fast it is back.

``python -m tests.benchmarks.bench_throttled [SECONDS]``, of virtual time.
"""

from __future__ import annotations

import statistics
import sys
from typing import TYPE_CHECKING, Final

from tests.benchmarks.result import Result, line
from tests.follow import throttling
from tests.follow.throttling import Throttling, read

if TYPE_CHECKING:
    from collections.abc import Iterator

RATE: Final = 12.5
"""Half of the quota of us-east-1, in calls a second."""
_SEEDS: Final = range(9)
_SETTLED_S: Final = 60.0
_FROM_S: Final = 50.0


def measure(seconds: int) -> Iterator[Result]:
    """Read for so long in each case."""
    for groups in (1, 4):
        yield from _of(groups, seconds, f"{groups} log group{'s' if groups > 1 else ''}")


def _of(groups: int, seconds: int, name: str) -> Iterator[Result]:
    whole = read(throttling.nothing, seconds, rate=RATE, groups=groups).answered(0, seconds)
    yield Result(f"{name}, nothing refused", whole, "calls/s", ratio=1.0, against="of that")
    by_chance = [
        read(throttling.share(0.1, seed), seconds, rate=RATE, groups=groups).answered(0, seconds)
        for seed in _SEEDS
    ]
    yield _rate(f"{name}, one in 10 refused by chance", by_chance, whole, ">= 0.7")
    seventh = read(throttling.every(7), seconds, rate=RATE, groups=groups)
    yield _rate(f"{name}, every 7th refused", [seventh.answered(0, seconds)], whole, ">= 0.7")
    half = read(throttling.share(0.5), seconds, rate=RATE, groups=groups)
    yield _rate(f"{name}, half refused by chance", [half.answered(0, seconds)], whole)
    four = read(throttling.at_once(4, _FROM_S), seconds, rate=RATE, groups=groups)
    yield _back(f"{name}, 4 refused at once: full rate again after", four, whole, "<= 5")
    minute = read(throttling.between(_FROM_S, 110), max(seconds, 200), rate=RATE, groups=groups)
    yield _back(f"{name}, all refused for a minute: full rate again after", minute, whole)
    for per_s in (10.0, 5.0, 2.5):
        aws = read(throttling.bucket(per_s), seconds, rate=RATE, groups=groups)
        settled = aws.answered(_SETTLED_S, seconds)
        case = f"{name}, AWS takes {per_s:g} calls/s"
        yield _rate(case, [settled], per_s)
        refused = aws.refused(_SETTLED_S, seconds)
        ratio = refused / settled
        yield Result(f"{case}: refused", refused, "calls/s", "", ratio, "of those answered")


def _rate(case: str, rates: list[float], whole: float, goal: str = "") -> Result:
    spread = f"{min(rates):.3g} to {max(rates):.3g}" if len(rates) > 1 else ""
    median = statistics.median(rates)
    return Result(case, median, "calls/s", spread, min(rates) / whole, "of what could be", goal)


def _back(case: str, aws: Throttling, whole: float, goal: str = "") -> Result:
    after_s = aws.back_at_s(0.95 * whole, max(aws.refused_s))
    last = "after the last refusal"
    return Result(case, after_s, "s", last, after_s, "seconds", goal)


def main() -> None:
    """Print the results."""
    for one in measure(int(sys.argv[1]) if len(sys.argv) > 1 else 300):
        print(line(one), flush=True)


if __name__ == "__main__":
    main()

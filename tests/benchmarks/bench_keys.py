"""How long a key takes to its frame on a real terminal while events come in, and what is written.

A key moves the cursor; its frame is there when the detail's title has the next record's eventID.
``python -m tests.benchmarks.bench_keys [ROWS] [ROUNDS]``
"""

from __future__ import annotations

import random
import sys
from typing import TYPE_CHECKING

from tests.benchmarks import peers
from tests.benchmarks.corpus import event_id, file_of
from tests.benchmarks.result import Result, line
from tests.benchmarks.rounds import middle, p99, spread
from tests.benchmarks.terminal import PYTHON, Pty

if TYPE_CHECKING:
    from collections.abc import Iterator

RATES = (0, 1_000, 5_000)
_KEYS = 150
_PAUSE_S = (0.03, 0.11)
"""Between two keys; of one length it would keep step with what arrives ten times a second."""
_UP, _DOWN = b"\x1b[A", b"\x1b[B"
_TITLE = event_id(0)[:20].encode()
_FOLLOW_S = 8
_WATCH_S = 20
"""Figures beside a list that is read are painted every ten seconds."""


def one_run(rows: int, rate: int) -> tuple[list[float], dict[str, float]]:
    """Give the time of each key (ms), and what is written and spent a second in each state."""
    with Pty([PYTHON, "-m", "tests.benchmarks.busy_app", str(rows), str(rate)]) as pty:
        pty.until("● live".encode())  # all that was there at first is
        pty.watch(3.0)
        told = {"following": pty.watch(_FOLLOW_S) / _FOLLOW_S}
        for _ in range(12):  # away from the newest: browsing, with room for the cursor both ways
            pty.press(_UP, _TITLE)
        pty.watch(2.5)  # what was new is no longer tinted
        told["browsing"] = pty.watch(_WATCH_S) / _WATCH_S
        times = []
        pauses = random.Random(rate)
        for number in range(_KEYS):
            times.append(pty.press(_UP if number // 6 % 2 else _DOWN, _TITLE))
            pty.watch(pauses.uniform(*_PAUSE_S))
        pty.press(b" ")
        pty.watch(2.5)
        cpu_s = pty.cpu_s()
        told["paused"] = pty.watch(_WATCH_S) / _WATCH_S
        told["cpu"] = (pty.cpu_s() - cpu_s) / _WATCH_S * 100
    return times, told


def lnav_keys(rows: int, lnav: str) -> list[float]:
    """Give the time of each of lnav's cursor keys (ms) to the first byte that it writes."""
    with Pty([lnav, str(file_of(rows))], peers.lnav_home()) as pty:
        pty.until(b"SendEmail", b"SendRawEmail")
        pty.drain(2.0, 60.0)
        return [
            pty.press(_DOWN if number // 6 % 2 else _UP) + 0 * pty.watch(0.05)
            for number in range(_KEYS)
        ]


def measure(rows: int, rounds: int) -> Iterator[Result]:
    """Compare the rates, each in a run of its own, interleaved."""
    times: dict[int, list[float]] = {rate: [] for rate in RATES}
    told: dict[int, list[dict[str, float]]] = {rate: [] for rate in RATES}
    for _ in range(rounds):
        for rate in RATES:
            some, states = one_run(rows, rate)
            times[rate] += some
            told[rate].append(states)
    idle = times[0]
    for rate, some in times.items():
        at = f"{rate:,} events/s"
        half, most = middle(some), p99(some)
        goals = ("", "") if not rate else ("<= 1.2", "<= 2")
        yield Result(
            f"key p50, {at}", half, "ms", spread(some), half / middle(idle), "of idle", goals[0]
        )
        yield Result(f"key p99, {at}", most, "ms", "", most / p99(idle), "of idle", goals[1])
    if lnav := peers.command("lnav"):
        theirs = lnav_keys(rows, lnav)
        ratio = middle(idle) / middle(theirs)
        yield Result(
            "cursor key of lnav, to its first byte", middle(theirs), "ms", spread(theirs),
            ratio, "ours of lnav's", "<= 1",
        )  # fmt: skip
    else:
        yield Result("cursor key of lnav", None, "ms", peers.missing("lnav"))
    for state in ("following", "browsing", "paused"):
        base = middle([one[state] for one in told[1_000]])
        for rate in RATES:
            values = [one[state] for one in told[rate]]
            of_base = middle(values) / base if base and rate == RATES[-1] else None
            goal = "<= 1.1" if state == "following" and of_base is not None else ""
            yield Result(
                f"written while {state}, {rate:,} events/s", middle(values), "B/s", spread(values),
                of_base, "of 1,000 events/s" if of_base is not None else "", goal,
            )  # fmt: skip
    cpu = [one["cpu"] for one in told[0]]
    yield Result("processor, idle and paused", middle(cpu), "%", spread(cpu))


def main() -> None:
    """Print the results."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    for one in measure(rows, rounds):
        print(line(one), flush=True)


if __name__ == "__main__":
    main()

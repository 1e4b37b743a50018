"""How long the command takes to its first frame, to its whole screen and to its first row.

All against a bare Textual app.

``python -m tests.benchmarks.bench_start [ROUNDS]``
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from sestrail_tui.local_aws.process import start
from tests.benchmarks.corpus import file_of
from tests.benchmarks.result import Result, line
from tests.benchmarks.rounds import interleaved, middle, spread
from tests.benchmarks.terminal import PYTHON, Pty

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("first frame")
Bare().run()
"""


def measure(rounds: int) -> Iterator[Result]:
    """Time commands on a pseudo-terminal, and the event loop while a client is made."""
    one = str(file_of(1))
    with start(delay_s=0.1, rate=0, seed=1, backlog=40) as aws:
        env = {
            "AWS_ENDPOINT_URL": aws.endpoint,
            "AWS_ACCESS_KEY_ID": aws.access_key,
            "AWS_SECRET_ACCESS_KEY": aws.secret_key,
            "AWS_REGION": aws.region,
            "AWS_DEFAULT_REGION": aws.region,
        }
        tail = [PYTHON, "-m", "sestrail_tui", "tail", "--since", "2h"]
        opened = [PYTHON, "-m", "sestrail_tui", "open", one]
        times = interleaved(
            {
                "python -c pass": lambda: _whole([PYTHON, "-c", "pass"]),
                "bare Textual app, first frame": lambda: _until(
                    [PYTHON, "-c", BARE], b"first frame"
                ),
                "sestrail tail, first frame": lambda: _until(tail, b"sestrail", env=env),
                "sestrail tail, all parts of the screen": lambda: _until(
                    tail, b"commands", env=env
                ),
                "sestrail tail, first row": lambda: _until(tail, b"SendEmail", b"SendRaw", env=env),
                "sestrail open, first row": lambda: _until(opened, b"SendEmail", b"SendRaw"),
            },
            rounds,
        )
        bare = middle(times["bare Textual app, first frame"])
        for name, values in times.items():
            goal = "<= 1.1" if name == "sestrail tail, first frame" else ""
            ratio = middle(values) / bare
            yield Result(name, middle(values), "ms", spread(values), ratio, "of the bare app", goal)
        stalls = interleaved(
            {
                "loop stalled by a client made on it": lambda: _stall("on-loop", env),
                "loop stalled by opening the feed": lambda: _stall("feed", env),
            },
            rounds,
        )
    on_loop, ours = (middle(values) for values in stalls.values())
    for name, values in stalls.items():
        yield Result(name, middle(values), "ms", spread(values))
    yield Result("stall", ours, "ms", "", on_loop / ours, "times below", ">= 10")


def _until(command: Sequence[str], *marks: bytes, env: Mapping[str, str] | None = None) -> float:
    with Pty(command, env) as pty:
        return (pty.until(*marks) - pty.started) * 1e3


def _whole(command: Sequence[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True)
    return (time.perf_counter() - begun) * 1e3


def _stall(name: str, env: Mapping[str, str]) -> float:
    command = [PYTHON, "-m", "tests.benchmarks.stall", name]
    told = subprocess.run(command, env={**os.environ, **env}, check=True, capture_output=True)
    return float(told.stdout)


def main() -> None:
    """Print the results."""
    for one in measure(int(sys.argv[1]) if len(sys.argv) > 1 else 7):
        print(line(one), flush=True)


if __name__ == "__main__":
    main()

"""What reading a log group costs: our own loop and command against what others read with.

``python -m tests.benchmarks.bench_fetch [EVENTS] [ROUNDS]``. The loops are timed within their
process, from the first call on; commands as a whole, by what the kernel says of their CPU. awslogs
and the AWS CLI are taken from PATH, or from SESTRAIL_BENCH_AWSLOGS and SESTRAIL_BENCH_AWS.
"""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from typing import TYPE_CHECKING, Final

import msgspec

from tests.benchmarks import peers
from tests.benchmarks.fetch_loops import GROUP, REGION, Told
from tests.benchmarks.page_server import serving
from tests.benchmarks.result import Result, line
from tests.benchmarks.rounds import middle, spread
from tests.benchmarks.terminal import PYTHON

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_ENOUGH: Final = 100_000
"""awslogs' goal is for so many: it looks each id up among the last 10,000."""
_LOOPS: Final = (
    ("sestrail", "read"),
    ("aiobotocore", "read"),
    ("boto3", "read"),
    ("sestrail", "record"),
    ("aiobotocore", "record"),
    ("boto3", "record"),
    ("feed", "record"),
)
_GOAL: Final = "<= 0.65"


def commands() -> dict[str, Sequence[str] | None]:
    """Give the commands by name; ``None`` for one that is not installed."""
    aws, awslogs = peers.command("aws"), peers.command("awslogs")
    tail = [PYTHON, "-m", "sestrail_tui", "tail", "--log-group", GROUP, "--no-follow"]
    return {
        "sestrail tail --no-follow": [*tail, "--since", "50m", "--output", "jsonl"],
        "awslogs get": awslogs and [awslogs, "get", GROUP, "ALL", "--start", "1h"],
        "aws logs filter-log-events": aws
        and [aws, "logs", "filter-log-events", "--log-group-name", GROUP, "--output", "json"],
    }


def environment(url: str) -> dict[str, str]:
    """Give the environment in which all of them read the same server."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return kept | {
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "any",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }


def loop(name: str, work: str, env: Mapping[str, str]) -> Told:
    """Run one loop in a process of its own."""
    command = [PYTHON, "-m", "tests.benchmarks.fetch_loops", name, work]
    told = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE).stdout
    return msgspec.json.decode(told, type=Told)


def cpu_s(command: Sequence[str], env: Mapping[str, str]) -> float:
    """Run a command to its end; give the CPU that it took (s)."""
    process = subprocess.Popen(
        command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return usage.ru_utime + usage.ru_stime


def measure(events: int, rounds: int) -> Iterator[Result]:
    """Read so many log events in every way, interleaved."""
    loops: dict[tuple[str, str], list[Told]] = {case: [] for case in _LOOPS}
    whole: dict[str, list[float]] = {name: [] for name in commands()}
    with serving(events) as url:
        env = environment(url)
        run = {
            name: partial(cpu_s, command, env) for name, command in commands().items() if command
        }
        for _ in range(rounds):
            for name, work in _LOOPS:
                loops[name, work].append(loop(name, work, env))
            for command, run_it in run.items():
                whole[command].append(run_it())
    assert all(one.events == events for told in loops.values() for one in told)
    yield from _of_loops(loops)
    yield from _of_commands(
        whole, middle([one.cpu_s for one in loops["sestrail", "record"]]), events
    )


def _of_loops(loops: Mapping[tuple[str, str], Sequence[Told]]) -> Iterator[Result]:
    for (name, work), told in loops.items():
        did = {"read": "events read", "record": "records made"}[work]
        base = loops["aiobotocore", work]
        for clock in ("cpu_s", "wall_s"):
            seconds = [getattr(one, clock) for one in told]
            ratio = middle(seconds) / middle([getattr(one, clock) for one in base])
            yield Result(
                f"{_NAMES[name]}, {did}: {clock.removesuffix('_s').upper()}",
                middle(seconds),
                "s",
                spread(seconds),
                ratio,
                "of aiobotocore's",
                _GOAL if name == "sestrail" else "",
            )


_NAMES: Final = {
    "sestrail": "sestrail's loop",
    "aiobotocore": "aiobotocore's paginator",
    "boto3": "boto3's paginator",
    "feed": "sestrail's source and feed",
}


def _of_commands(
    whole: Mapping[str, Sequence[float]], our_s: float, events: int
) -> Iterator[Result]:
    command_s = middle(whole["sestrail tail --no-follow"])
    for name, seconds in whole.items():
        case = f"`{name}`, the whole command: CPU"
        if not seconds:
            yield Result(case, None, "s", peers.missing(name.split()[0]))
            continue
        yield Result(
            case,
            middle(seconds),
            "s",
            spread(seconds),
            middle(seconds) / command_s,
            "of `sestrail tail --no-follow`",
        )
    if whole["awslogs get"]:
        less = middle(whole["awslogs get"]) / our_s
        goal = ">= 8" if events >= _ENOUGH else ""
        yield Result(
            "sestrail's loop, records made, against `awslogs get`: CPU",
            our_s,
            "s",
            "",
            less,
            "times less than awslogs",
            goal,
        )


def main() -> None:
    """Print the results."""
    events = int(sys.argv[1]) if len(sys.argv) > 1 else _ENOUGH
    for one in measure(events, int(sys.argv[2]) if len(sys.argv) > 2 else 3):
        print(line(one), flush=True)


if __name__ == "__main__":
    main()

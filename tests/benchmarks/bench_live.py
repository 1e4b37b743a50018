"""From readable at the endpoint to painted, and what following costs, against how others follow.

``python -m tests.benchmarks.bench_live [PROBES] [SECONDS]``. All follow one log group of the
embedded AWS at once, each on a pseudo-terminal of its own, so that the very same records, readable
at the same instants, are timed. PROBES records come one by one at uneven times; then 50 a second
for SECONDS, for the CPU. awslogs is taken from PATH or SESTRAIL_BENCH_AWSLOGS.
"""

from __future__ import annotations

import random
import sys
import threading
import time
import uuid
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import boto3

from sestrail_tui.local_aws.process import start
from tests.benchmarks import peers
from tests.benchmarks.corpus import sends
from tests.benchmarks.result import Result, line
from tests.benchmarks.rounds import middle, spread
from tests.benchmarks.terminal import PYTHON, Pty

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sestrail_tui.local_aws.process import LocalAws

OURS, PUSHED, PRINTED = "sestrail tail", "sestrail tail --live", "sestrail tail --output jsonl"
AWS, AWSLOGS, SAW = "the loop of aws logs tail --follow", "awslogs get --watch", "saw's loop"
_STREAM: Final = "bench"
_APART_S: Final = (0.7, 2.3)
"""Between two probes, so that they fall anywhere between two looks."""
_SETTLED_S: Final = 7.0
"""Until all are up and have looked once; what a start takes is measured elsewhere."""
_RATE: Final = 50
_LONGEST_S: Final = 20.0
_SENDER: Final = b'"fromEmailAddress":"'


def followers(group: str) -> dict[str, Sequence[str] | None]:
    """Give the commands by name; ``None`` for one that is not installed."""
    awslogs = peers.command("awslogs")
    tail = [PYTHON, "-m", "sestrail_tui", "tail", "--log-group", group, "--since", "1m"]
    loop = [PYTHON, "-m", "tests.benchmarks.tail_loops"]
    return {
        OURS: tail,
        PUSHED: [*tail, "--live"],
        PRINTED: [*tail, "--output", "jsonl"],
        AWS: [*loop, "aws", group],
        AWSLOGS: awslogs and [awslogs, "get", group, "ALL", "--watch", "--start", "1m"],
        SAW: [*loop, "saw", group],
    }


class Watched:
    """A follower on its terminal, whose every write is looked through for the probes' senders."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str]) -> None:
        self.pty = Pty(command, env)
        self.seen: dict[bytes, float] = {}
        """By probe: when it was first written (s)."""
        self._tail = b""
        self._open = True
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while self._open:
            data = self.pty.read(0.2)
            now = time.perf_counter()
            text = self._tail + data
            at = text.find(b"probe-")
            while at >= 0 and (mark := text[at : at + 9])[-1:].isdigit() and len(mark) == 9:
                self.seen.setdefault(mark, now)
                at = text.find(b"probe-", at + 9)
            self._tail = text[-8:]

    def close(self) -> None:
        """End it."""
        self._open = False
        self._thread.join()
        self.pty.__exit__()


class Delivery:
    """Puts records into the log group; what is put is readable when the answer is there."""

    def __init__(self, aws: LocalAws) -> None:
        self._client: Any = boto3.client(
            "logs",
            region_name=aws.region,
            endpoint_url=aws.endpoint,
            aws_access_key_id=aws.access_key,
            aws_secret_access_key=aws.secret_key,
        )
        self._group = aws.log_group
        self._client.create_log_stream(logGroupName=self._group, logStreamName=_STREAM)
        self._raws = list(sends(500))

    def put(self, count: int, sender: bytes | None = None) -> float:
        """Deliver so many new records; give when they were readable (s)."""
        now = datetime.now(UTC)
        messages = [self._new(raw, now, sender) for raw in random.sample(self._raws, count)]
        stamp = int(now.timestamp() * 1000)
        self._client.put_log_events(
            logGroupName=self._group,
            logStreamName=_STREAM,
            logEvents=[{"timestamp": stamp, "message": message} for message in messages],
        )
        return time.perf_counter()

    def _new(self, raw: bytes, now: datetime, sender: bytes | None) -> str:
        for key, value in (
            (b'"eventID":"', str(uuid.uuid4()).encode()),
            (b'"eventTime":"', f"{now:%Y-%m-%dT%H:%M:%SZ}".encode()),
            (_SENDER, sender),
        ):
            if value is not None:
                before, _, rest = raw.partition(key)
                raw = before + key + value + rest[rest.index(b'"') :]
        return raw.decode()


def measure(probes: int, seconds: int) -> Iterator[Result]:
    """Follow in every way at once: first probes, then a steady rate."""
    with start(delay_s=0.1, rate=0, seed=1, extra=("--no-quotas",)) as aws, ExitStack() as stack:
        delivery = Delivery(aws)
        env = {
            "AWS_ENDPOINT_URL": aws.endpoint,
            "AWS_ACCESS_KEY_ID": aws.access_key,
            "AWS_SECRET_ACCESS_KEY": aws.secret_key,
            "AWS_REGION": aws.region,
            "AWS_DEFAULT_REGION": aws.region,
        }
        commands = followers(aws.log_group)
        watched = {}
        for name, command in commands.items():
            if command:
                watched[name] = Watched(command, env)
                stack.callback(watched[name].close)
        time.sleep(_SETTLED_S)
        readable = {}
        for number in range(probes):
            mark = f"probe-{number:03}"
            readable[mark.encode()] = delivery.put(1, f"{mark}@example.com".encode())
            time.sleep(random.uniform(*_APART_S))
        _all_seen(watched.values(), readable)
        yield from _of_times(watched, readable, commands)
        before = {name: one.pty.cpu_s() for name, one in watched.items()}
        due = time.perf_counter()
        for _ in range(seconds):
            delivery.put(_RATE)
            due += 1.0
            time.sleep(max(0.0, due - time.perf_counter()))
        sent = seconds * _RATE
        spent = {
            name: (one.pty.cpu_s() - before[name]) * 1e6 / sent for name, one in watched.items()
        }
        told = f"{sent:,} events"
        for name, ms in spent.items():
            case = f"{name}: CPU for 1,000 events, {_RATE} a second"
            did = "the screen" if name in (OURS, PUSHED) else "printed"
            against = f"of {PRINTED}"
            yield Result(case, ms, "ms", f"{told}, {did}", ms / spent[PRINTED], against)


def _all_seen(watched: Iterable[Watched], readable: Mapping[bytes, float]) -> None:
    end = time.perf_counter() + _LONGEST_S
    while time.perf_counter() < end and any(one.seen.keys() < readable.keys() for one in watched):
        time.sleep(0.1)


def _of_times(
    watched: Mapping[str, Watched],
    readable: Mapping[bytes, float],
    commands: Mapping[str, Sequence[str] | None],
) -> Iterator[Result]:
    base = 0.0
    for name in commands:
        case = f"{name}: readable to painted"
        if name not in watched:
            yield Result(case, None, "ms", peers.missing("awslogs"))
            continue
        seen = watched[name].seen
        times = [(seen[mark] - at) * 1e3 for mark, at in readable.items() if mark in seen]
        if not times:
            yield Result(case, None, "ms", f"none of {len(readable)} probes")
            continue
        if name == OURS:
            base = middle(times)
        lost = len(readable) - len(times)
        told = spread(times) + (f", {lost} of {len(readable)} never" if lost else "")
        yield Result(
            case,
            middle(times),
            "ms",
            told,
            middle(times) / base if base else None,
            "of sestrail tail",
        )


def main() -> None:
    """Print the results."""
    probes = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    for one in measure(probes, int(sys.argv[2]) if len(sys.argv) > 2 else 60):
        print(line(one), flush=True)


if __name__ == "__main__":
    main()

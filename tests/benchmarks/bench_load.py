"""How long a cold file takes: to a filtered count, to the first screen, to its last record.

``python -m tests.benchmarks.bench_load [RECORDS] [ROUNDS]``
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from tests.benchmarks import peers
from tests.benchmarks.corpus import file_of
from tests.benchmarks.result import Result, line
from tests.benchmarks.rounds import interleaved, middle, spread
from tests.benchmarks.terminal import PYTHON, Pty

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_MOST_FOR_TABLES = 100_000
_SQL = (
    "SELECT count(*) FROM sesbench "
    "WHERE json_extract(requestParameters, '$.configurationSetName') = 'config-3'"
)
_JQ = 'select(.requestParameters.configurationSetName == "config-3") | .eventID'


def measure(count: int, rounds: int) -> Iterator[Result]:
    """Compare the filtered records, then the screen, with what is installed here."""
    file = file_of(count)
    path = str(file)
    with file.open("rb", buffering=0) as all_of_it:  # none is to be the one that reads the disk
        while all_of_it.read(1 << 24):
            pass
    yield from _counted(path, count, rounds)
    yield from _shown(path, count, rounds)


def _counted(path: str, count: int, rounds: int) -> Iterator[Result]:
    lnav_env = {**os.environ, **peers.lnav_home()}
    ours = [PYTHON, "-m", "sestrail_tui", "open", path, "--filter", "config:config-3"]
    commands: dict[str, Callable[[], float]] = {
        "sestrail open --filter": lambda: peers.seconds([*ours, "--output", "jsonl"])
    }
    if lnav := peers.command("lnav"):
        select = [lnav, "-n", "-c", f";{_SQL}", path]
        commands["lnav, SQL"] = lambda: peers.seconds(select, lnav_env)
    if jq := peers.command("jq"):
        commands["jq select"] = lambda: peers.seconds([jq, "-c", _JQ, path])
    times = interleaved(commands, rounds)
    own = middle(times["sestrail open --filter"])
    goals = {"lnav, SQL": ">= 3.4", "jq select": ">= 5"}
    for name in ("sestrail open --filter", "lnav, SQL", "jq select"):
        case = f"file to filtered records, {count:,}: {name}"
        if name not in times:
            yield Result(case, None, "s", peers.missing(name.partition(",")[0].split()[0]))
            continue
        values = times[name]
        ratio = middle(values) / own if name in goals else None
        against = "times what sestrail takes" if name in goals else ""
        yield Result(case, middle(values), "s", spread(values), ratio, against, goals.get(name, ""))


@dataclass(frozen=True, slots=True)
class _Screen:
    """A program that shows the file, and what it writes once it shows the first rows, and all."""

    command: Sequence[str]
    first: Sequence[bytes]
    last: Sequence[bytes]
    env: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class _Shown:
    """Seconds until the first rows and until all were there, and MB resident then."""

    first: float
    last: float
    held: float


def _screens(path: str, count: int) -> Iterator[tuple[str, _Screen]]:
    """Yield what is installed here; a DataTable and VisiData only over as much as they bear."""
    rows = (b"SendEmail", b"SendRawEmail")
    counted = (f"{count:,} sends".encode(),)
    yield "sestrail", _Screen([PYTHON, "-m", "sestrail_tui", "open", path], rows, counted)
    if lnav := peers.command("lnav"):
        # Like toolong it knows every line before it shows one: the last ones.
        yield "lnav", _Screen([lnav, path], (b"100%",), (b"100%",), peers.lnav_home())
    if toolong := peers.command("tl"):
        yield "toolong", _Screen([toolong, path], (b"eventVersion",), (b"eventVersion",))
    if count > _MOST_FOR_TABLES:
        return
    table = [PYTHON, "-m", "tests.benchmarks.datatable_app", path]
    yield "DataTable", _Screen(table, counted, counted)
    if visidata := peers.command("vd"):
        # Of the number of rows it writes what changes; the file's name ends with it as well.
        ended = (f"{count} rows".encode(), f"H{count}\x1b".encode())
        yield "VisiData", _Screen([visidata, "-f", "jsonl", path], (b"1.11",), ended)


def _shown(path: str, count: int, rounds: int) -> Iterator[Result]:
    screens = dict(_screens(path, count))
    shown: dict[str, list[_Shown]] = {name: [] for name in screens}
    every: list[float] = []
    jq = peers.command("jq")
    for _ in range(rounds):
        for name, screen in screens.items():
            if (one := _open(screen)) is not None:
                shown[name].append(one)
        if jq:
            every.append(peers.seconds([jq, "-c", ".eventID", path]))
    own = shown.pop("sestrail")
    measures = (
        ("first screen", "s", [one.first for one in own], attrgetter("first")),
        ("last record", "s", [one.last for one in own], attrgetter("last")),
        ("resident", "MB", [one.held for one in own], attrgetter("held")),
    )
    for what, unit, ours, of in measures:
        yield Result(f"open {count:,}, {what}: sestrail", middle(ours), unit, spread(ours))
        others = {name: [of(one) for one in them] for name, them in shown.items()}
        if what == "last record" and jq:
            others["jq .eventID"] = every
        for name, theirs in others.items():
            yield _compared(f"open {count:,}, {what}: {name}", unit, theirs, ours)
    for tool in ("lnav", "jq", "tl", "vd"):
        if not peers.command(tool) and (tool != "vd" or count <= _MOST_FOR_TABLES):
            yield Result(f"open {count:,}: {tool}", None, "s", peers.missing(tool))


def _compared(case: str, unit: str, theirs: Sequence[float], ours: Sequence[float]) -> Result:
    if not theirs:
        return Result(case, None, unit, "what it writes then did not come")
    ratio = middle(theirs) / middle(ours)
    goal = ">= 10" if case.endswith("resident: VisiData") else ""
    return Result(case, middle(theirs), unit, spread(theirs), ratio, "times sestrail's", goal)


def _open(screen: _Screen) -> _Shown | None:
    """Show the file; ``None`` where what marks the first rows or all of them is not written."""
    with Pty(screen.command, screen.env) as pty:
        try:
            first = pty.until(*screen.first) - pty.started
            last = first
            if screen.first != screen.last:
                last = pty.until(*screen.last) - pty.started
        except TimeoutError:
            return None
        pty.watch(0.5)
        return _Shown(first, last, pty.resident() / 1e6)


def main() -> None:
    """Print the results."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    for one in measure(count, rounds):
        print(line(one), flush=True)


if __name__ == "__main__":
    main()

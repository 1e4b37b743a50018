"""How long a cold file takes: to a filtered count, to the first screen, to its last record.

``python -m tests.benchmarks.bench_load [RECORDS] [ROUNDS]``
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from tests.benchmarks import peers
from tests.benchmarks.corpus import file_of
from tests.benchmarks.result import Result, line
from tests.benchmarks.rounds import interleaved, middle, spread
from tests.benchmarks.terminal import PYTHON, Pty

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_MOST_FOR_DATATABLE = 100_000
_SQL = (
    "SELECT count(*) FROM sesbench "
    "WHERE json_extract(requestParameters, '$.configurationSetName') = 'config-3'"
)
_JQ = 'select(.requestParameters.configurationSetName == "config-3") | .eventID'


def measure(count: int, rounds: int) -> Iterator[Result]:
    """Compare with lnav and jq, then on the screen with a DataTable and VisiData."""
    path = str(file_of(count))
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


def _shown(path: str, count: int, rounds: int) -> Iterator[Result]:
    ours = [PYTHON, "-m", "sestrail_tui", "open", path]
    table = [PYTHON, "-m", "tests.benchmarks.datatable_app", path]
    marks = {
        "first row": (b"SendEmail", b"SendRawEmail"),
        "last record": (f"{count:,} sends".encode(),),
    }
    first: list[float] = []
    last: list[float] = []
    held: list[float] = []
    plain: list[float] = []
    plain_held: list[float] = []
    for _ in range(rounds):
        one, two, bytes_held = _open(ours, marks["first row"], marks["last record"])
        first.append(one)
        last.append(two)
        held.append(bytes_held)
        if count <= _MOST_FOR_DATATABLE:
            _, two, bytes_held = _open(table, marks["last record"], marks["last record"])
            plain.append(two)
            plain_held.append(bytes_held)
    yield Result(f"screen, {count:,}: first row", middle(first), "s", spread(first))
    yield Result(f"screen, {count:,}: last record", middle(last), "s", spread(last))
    yield Result(f"screen, {count:,}: resident", middle(held), "MB", spread(held))
    if plain:
        ratio = middle(plain) / middle(last)
        yield Result(
            f"DataTable, {count:,}: filled",
            middle(plain),
            "s",
            spread(plain),
            ratio,
            "times what sestrail takes",
        )
        ratio = middle(plain_held) / middle(held)
        yield Result(
            f"DataTable, {count:,}: resident",
            middle(plain_held),
            "MB",
            spread(plain_held),
            ratio,
            "times sestrail's",
        )
    if count > _MOST_FOR_DATATABLE:
        return
    if vd := peers.command("vd"):
        with Pty([vd, "-f", "jsonl", path]) as pty:
            pty.until(f"{count} rows".encode(), f"{count:,}".encode())
            pty.watch(2.0)
            resident = pty.resident() / 1e6
        ratio = resident / middle(held)
        yield Result(
            f"VisiData, {count:,}: resident", resident, "MB", "", ratio, "times sestrail's", ">= 10"
        )
    else:
        yield Result(f"VisiData, {count:,}: resident", None, "MB", peers.missing("vd"))


def _open(
    command: Sequence[str], first: Sequence[bytes], last: Sequence[bytes]
) -> tuple[float, float, float]:
    """Give the seconds until each mark, and the MB resident then."""
    with Pty(command) as pty:
        begun = pty.until(*first) - pty.started
        ended = begun if first == last else pty.until(*last) - pty.started
        pty.watch(0.5)
        return begun, ended, pty.resident() / 1e6


def main() -> None:
    """Print the results."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    for one in measure(count, rounds):
        print(line(one), flush=True)


if __name__ == "__main__":
    main()

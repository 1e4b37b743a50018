"""How long a change of the filter takes from enter to its frame, on a real terminal.

While it is typed the filter waits a tenth of a second for the next key; enter waits for nothing.

``python -m tests.benchmarks.bench_filter [ROWS] [ROUNDS]``
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.filters.match import compile_node
from sestrail_tui.filters.syntax.parse import parse
from tests.benchmarks import peers
from tests.benchmarks.corpus import event_id, file_of
from tests.benchmarks.result import Result, line
from tests.benchmarks.rounds import middle, spread
from tests.benchmarks.terminal import PYTHON, Pty

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_FOR_DATATABLE = 100_000
_FIRST, _WHOLE = "free text, its first frame", "free text, all found"
_FILTERS = {
    "one value": "config:config-3",
    "wildcard": "principal:app-1*",
    _WHOLE: "beef",
}
_PASTE = b"\x1b[200~%s\x1b[201~"
_PASTED_S = 0.08
"""So long a pasted filter takes to stand there; after 0.12 s it would be tried without enter."""
_TITLE = event_id(0)[:20].encode()


def hits(rows: int) -> dict[str, int]:
    """Count what each filter keeps, record by record."""
    tests = {name: compile_node(parse(text)) for name, text in _FILTERS.items()}
    found = dict.fromkeys(tests, 0)
    with file_of(rows).open("rb") as file:
        for raw in file:
            record = decode(raw.rstrip(b"\n"))
            for name, test in tests.items():
                found[name] += test(record)
    return found


def ours(rows: int, rounds: int) -> dict[str, list[float]]:
    """Give the times (ms) of each filter, and of a cursor key on the same screen."""
    kept = hits(rows)
    times: dict[str, list[float]] = {name: [] for name in (*_FILTERS, _FIRST, "cursor key")}
    with Pty([PYTHON, "-m", "tests.benchmarks.busy_app", str(rows), "0"]) as pty:
        pty.until(f"{rows:,} sends".encode(), timeout=300)
        pty.watch(3.0)
        for _ in range(rounds):
            for name, text in _FILTERS.items():
                pty.press(b"/")
                pty.drain()
                pty.press(b"\x15")
                pty.drain(0.5)
                pty.press(_PASTE % text.encode())
                pty.watch(_PASTED_S)
                marks = [f"{kept[name]:,} of {rows:,}".encode()]
                if name == _WHOLE:
                    marks.insert(0, f" of {rows:,}".encode())
                *first, whole = pty.press_for(b"\r", *marks)
                times[name].append(whole)
                times[_FIRST] += first
                pty.drain(0.5, 60.0)
                pty.press(b"\x1b")
                pty.drain(0.5)
            for _ in range(8):
                times["cursor key"].append(pty.press(b"\x1b[A", _TITLE))
                pty.drain(0.1)
            pty.press(b"f")
            pty.drain()
    return times


def measure(rows: int, rounds: int) -> Iterator[Result]:
    """Compare with a cursor key, a DataTable filled anew, and lnav."""
    times = ours(rows, rounds)
    key = middle(times["cursor key"])
    large = rows > _MOST_FOR_DATATABLE
    goals = {"one value": "<= 3", "wildcard": "<= 3", _FIRST: "<= 10"} if large else {}
    for name, values in times.items():
        yield Result(
            f"{rows:,} rows: {name}",
            middle(values),
            "ms",
            spread(values),
            middle(values) / key,
            "cursor keys",
            goals.get(name, ""),
        )
    value = middle(times["one value"])
    if not large:
        filled = datatable(rows, rounds)
        yield Result(
            f"{rows:,} rows: DataTable filled anew",
            middle(filled),
            "ms",
            spread(filled),
            middle(filled) / value,
            "times sestrail's filter",
            ">= 250",
        )
    if command := peers.command("lnav"):
        taken = lnav(command, rows, min(rounds, 3))
        yield Result(
            f"{rows:,} rows: lnav :filter-in",
            middle(taken),
            "ms",
            spread(taken),
            middle(taken) / value,
            "times sestrail's filter",
        )


def datatable(rows: int, rounds: int) -> list[float]:
    """Give the times (ms) of showing everything again in a DataTable."""
    kept = f"{hits(rows)['one value']:,} sends".encode()
    times = []
    with Pty([PYTHON, "-m", "tests.benchmarks.datatable_app", str(file_of(rows))]) as pty:
        pty.until(f"{rows:,} sends".encode(), timeout=300)
        for _ in range(min(rounds, 2)):
            pty.press(b"c", kept)
            pty.drain()
            times.append(pty.press(b"a", f"{rows:,} sends".encode(), timeout=300))
            pty.drain()
    return times


def lnav(command: str, rows: int, rounds: int) -> list[float]:
    """Give the times (ms) of lnav's filter, to the last byte that it writes."""
    times = []
    with Pty([command, str(file_of(rows))], peers.lnav_home()) as pty:
        pty.watch(5.0 + rows / 50_000)
        for _ in range(rounds):
            pty.press(b":filter-in config-3")
            pty.drain(1.0)
            times.append(_to_quiet(pty, b"\r"))
            pty.press(b":delete-filter config-3\r")
            pty.drain(1.0)
    return times


def _to_quiet(pty: Pty, keys: bytes) -> float:
    """Type, and give the time (ms) to the last byte before 0.4 s without one."""
    begun = time.perf_counter()
    pty.press(keys)
    last = time.perf_counter()
    while pty.read(0.4):
        last = time.perf_counter()
    return (last - begun) * 1e3


def main() -> None:
    """Print the results."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    for one in measure(rows, rounds):
        print(line(one), flush=True)


if __name__ == "__main__":
    main()

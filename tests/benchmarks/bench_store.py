"""What a store and its views cost, against dicts and plain lists, cases interleaved in one run.

Run it by hand: ``python -m tests.benchmarks.bench_store [ROWS] [ROUNDS]``. Read the ratios, not the
times; the absolute numbers are the machine's.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.filters.match import compile_node
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.filters.syntax.tree import All
from sestrail_tui.store.store import Store
from sestrail_tui.store.view import View
from tests.benchmarks.result import Result
from tests.benchmarks.result import line as result_line
from tests.store.samples import raws, records

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.core.record import Record

SLICE = 1000
PLAIN = 20_000
"""Rows of the plain structures; what they cost is scaled to the store's."""

FILTERS = {
    "one value": "config:config-3",
    "wildcard": "principal:app-1*",
    "all but one value": "-config:config-3",
    "three conditions": "config:config-3 error:* -principal:app-0*",
    "one id": "id:951c9085-80c2-4dad-913a-cb3a4d5ef73a",
    "free text, columns": "boto",
    "free text, absent": "zzneedle",
    "no filter": "",
}


def resident() -> int:
    """Give the resident set size in bytes (Linux)."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def least(action: Callable[[], object], rounds: int) -> float:
    """Give the least CPU time of ``action`` in ms."""
    spent = []
    for _ in range(rounds):
        start = time.thread_time()
        action()
        spent.append((time.thread_time() - start) * 1e3)
    return min(spent)


RESULTS: list[Result] = []


def line(name: str, value: float, unit: str, ratio: float, against: str, goal: str = "") -> None:
    """Keep one result."""
    RESULTS.append(Result(name, value, unit, "the least", ratio, against, goal))


def dicts_bytes() -> float:
    """Give what a record costs as a dict."""
    source = [raw for raw, _ in raws(PLAIN // 2)]
    before = resident()
    held = [json.loads(raw) for raw in source]
    return (resident() - before) / len(held)


def fill(rows: int) -> tuple[Store, View]:
    """Load a store in slices under no filter; print what it cost."""
    store = Store(cap=2 * rows)
    view = View(store)
    before = resident()
    spent = {"decode": 0.0, "append": 0.0, "extend": 0.0}
    longest = 0.0
    source = raws(rows)
    for _ in range(rows // SLICE):
        part = [next(source) for _ in range(SLICE)]
        start = time.thread_time()
        decoded = [decode(raw, source="logs", delivered_ms=moment) for raw, moment in part]
        after_decode = time.thread_time()
        change = store.append(decoded)
        after_append = time.thread_time()
        view.extend(change)
        end = time.thread_time()
        spent["decode"] += after_decode - start
        spent["append"] += after_append - after_decode
        spent["extend"] += end - after_append
        longest = max(longest, end - after_decode)
    del part, decoded
    per_row = (resident() - before) / rows
    per_dict = dicts_bytes()
    line("memory per record", per_row, "B", per_dict / per_row, "below dicts", ">= 28")
    for name, seconds in spent.items():
        line(name, seconds / rows * 1e6, "us/record", seconds / spent["decode"], "decode")
    line("longest append and extend", longest * 1e3, "ms", longest / 0.016, "frame of 16 ms")
    return store, view


def filters(view: View, plain: list[Record], rounds: int) -> None:
    """Compare changing the filter with asking every record of a list."""
    view.read_at_once_s = 0
    scale = len(view.store) / len(plain)
    for name, text in FILTERS.items():
        node = parse(text)
        test = compile_node(node)

        def change(node: object = node) -> None:
            view.node = All()  # so that it is never narrowing
            view.set_filter(node)  # type: ignore[arg-type]
            view.scan.cancel()

        def ask(test: Callable[[Record], bool] = test) -> list[Record]:
            return [record for record in plain if test(record)]

        by_columns, by_list = least(change, rounds), least(ask, rounds) * scale
        line(f"filter: {name}", by_columns, "ms", by_list / by_columns, "faster than a list")
    view.set_filter(parse("config:config-3"))

    def narrow() -> None:
        view.set_filter(parse("config:config-3 principal:app-1*"))

    wide = least(lambda: view.set_filter(parse("config:config-3")), rounds)
    narrowing = [least(narrow, 1)]
    for _ in range(rounds):
        view.set_filter(parse("config:config-3"))
        narrowing.append(least(narrow, 1))
    line("filter: narrowing", min(narrowing), "ms", min(narrowing) / wide, "the filter before")
    facet = least(lambda: view.facets(["principal"]), rounds)
    line("facet under a filter", facet, "ms", facet / wide, "the filter")
    view.set_filter(parse("zzneedle"))
    start = time.thread_time()
    steps = 0
    while not view.scan.step(0.01):
        view.settle()
        steps += 1
    reading = (time.thread_time() - start) / len(view.store) * 1e6
    per_record = least(lambda: [b"zzneedle" in r.raw.lower() for r in plain], 3) / len(plain) * 1e3
    line("reading the rest of free text", reading, "us/record", reading / per_record, "bytes in")


def growth(view: View, rounds: int) -> None:
    """Compare taking in 1,000 arrivals with asking all rows again."""
    plain = records(SLICE, seed=9, first=len(view.store))
    for text in ("config:config-3", "principal:app-1* -error:*", "zzneedle"):
        node = parse(text)
        view.set_filter(node)
        view.scan.cancel()
        test = compile_node(node)
        again = least(lambda test=test: [r for r in plain if test(r)], rounds)  # type: ignore[misc]
        spent = []
        for _ in range(3 * rounds):
            change = view.store.append(plain)
            spent.append(least(lambda change=change: view.extend(change), 1))  # type: ignore[misc]
        full = again * len(view.store) / SLICE
        line(
            f"1,000 arrivals under {text}",
            min(spent),
            "ms",
            min(spent) / full,
            "of a rescan",
            "<= 0.001",
        )


def page(view: View) -> None:
    """Read what a table draws: 45 rows from the middle."""
    middle = len(view) // 2
    for index in range(middle, middle + 45):
        row = view.row(index)
        for column in ("call", "principal", "sender", "config_set", "client", "error"):
            view.store.value(row, column)
        view.store.time_ms(row)
        view.store.lag_ms(row)


def move(view: View) -> None:
    """Focus a hundred rows, all over the view."""
    for index in range(0, len(view), len(view) // 100):
        view.focus = view.row(index)
        assert view.index_of(view.focus or 0) == index


def table(small: View, large: View, rounds: int) -> None:
    """Compare what a table does with a view at 1,000 rows and at all of them."""
    news = records(100, seed=5, first=len(large))
    late = records(100, seed=5, first=len(large) - 6000)
    actions: dict[str, Callable[[View], object]] = {
        "draw 45 rows": page,
        "move the focus 100 times": move,
        "100 more": lambda view: view.extend(view.store.append(news)),
        "100 more, five minutes late": lambda view: view.extend(view.store.append(late)),
    }
    for name, action in actions.items():
        at_small, at_large = [], []
        for _ in range(4 * rounds):
            at_small.append(least(lambda action=action: action(small), 3))  # type: ignore[misc]
            at_large.append(least(lambda action=action: action(large), 3))  # type: ignore[misc]
        line(name, min(at_large), "ms", min(at_large) / min(at_small), "at 1,000 rows", "<= 1.1")


def measure(rows: int, rounds: int) -> list[Result]:
    """Fill a store, then try what a table, a filter and arrivals do with it."""
    RESULTS.clear()
    _, view = fill(rows)
    plain = records(min(PLAIN, rows))
    small = View(Store())
    small.extend(small.store.append(records(1000, first=rows - 1000)))
    table(small, view, rounds)
    filters(view, plain, rounds)
    growth(view, rounds)
    return [replace(one, case=f"{rows:,} records: {one.case}") for one in RESULTS]


def main() -> None:
    """Print the results."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    for one in measure(rows, rounds):
        print(result_line(one))


if __name__ == "__main__":
    main()

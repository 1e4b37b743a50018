"""Runs every benchmark and writes RESULTS.md; each in a process of its own.

None finds what another left in memory, and what was measured is kept part by part.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from dataclasses import asdict
from importlib import import_module
from typing import Final

import msgspec

from tests.benchmarks.report import Part, document, load, save, where
from tests.benchmarks.result import Result, line

PARTS: Final[dict[str, tuple[str, tuple[tuple[int, ...], ...], tuple[tuple[int, ...], ...]]]] = {
    "Decoding": ("bench_decode", ((5_000, 9),), ((2_000, 3),)),
    "Holding": ("bench_store", ((100_000, 7), (1_000_000, 3)), ((20_000, 3),)),
    "Files": ("bench_load", ((100_000, 7), (1_000_000, 1)), ((20_000, 1),)),
    "Filtering on the screen": ("bench_filter", ((100_000, 7), (1_000_000, 7)), ((20_000, 2),)),
    "Keys while events come in": ("bench_keys", ((100_000, 2),), ((20_000, 1),)),
    "Reading a log group": ("bench_fetch", ((100_000, 5),), ((10_000, 1),)),
    "Following": ("bench_live", ((60, 60),), ((8, 12),)),
    "Starting": ("bench_start", ((21,),), ((3,),)),
    "A simulated day": ("bench_day", ((24,),), ((1, 20_000),)),
    "Calls that AWS refuses": ("bench_throttled", ((300,),), ((120,),)),
    "Records that become readable late": ("bench_late", ((1,),), ((1,),)),
}
"""By heading: the module, and the arguments of each of its runs, in full and in short."""


def run_one(module: str, arguments: tuple[int, ...]) -> None:
    """Measure in this process; the results go to stdout as JSON, a line each."""
    measure = import_module(f"tests.benchmarks.{module}").measure
    for one in measure(*arguments):
        sys.stderr.write(line(one) + "\n")
        sys.stdout.write(msgspec.json.encode(asdict(one)).decode() + "\n")
        sys.stdout.flush()


def run_part(heading: str, *, short: bool) -> Part:
    """Measure one part in processes of its own."""
    sys.stderr.write(f"\n{heading}\n")
    module, full, less = PARTS[heading]
    results: list[Result] = []
    for arguments in less if short else full:
        command = [sys.executable, "-m", "tests.benchmarks", module, *map(str, arguments)]
        told = subprocess.run(command, check=True, stdout=subprocess.PIPE)
        results += (msgspec.json.decode(row, type=Result) for row in told.stdout.splitlines())
    return Part(where(), results)


def main() -> None:
    """Run one module as asked, or the parts."""
    asked = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    asked.add_argument("module", nargs="?", help="one module of this folder, e.g. bench_load")
    asked.add_argument("numbers", nargs="*", type=int, help="its arguments")
    asked.add_argument("--short", action="store_true", help="small sizes, to stdout only")
    asked.add_argument("--only", choices=PARTS, action="append", help="only this part; repeatable")
    options = asked.parse_args()
    if options.module:
        run_one(options.module, tuple(options.numbers))
        return
    parts = {} if options.short else load()
    for heading in options.only or PARTS:
        parts[heading] = run_part(heading, short=options.short)
        if not options.short:
            save({known: parts[known] for known in PARTS if known in parts})
    if options.short:
        sys.stdout.write(document(parts))


if __name__ == "__main__":
    main()

"""Runs every benchmark and writes RESULTS.md: ``python -m tests.benchmarks [--short]``.

Each runs in a process of its own, so that none finds what another left in memory.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from dataclasses import asdict
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Final

import msgspec

from tests.benchmarks.notes import NOTES
from tests.benchmarks.result import Result, line, table

RESULTS: Final = Path(__file__).parent / "RESULTS.md"
PARTS: Final[dict[str, tuple[str, tuple[tuple[int, ...], ...], tuple[tuple[int, ...], ...]]]] = {
    "Decoding": ("bench_decode", ((5_000, 9),), ((2_000, 3),)),
    "Holding": ("bench_store", ((100_000, 7), (1_000_000, 7)), ((20_000, 3),)),
    "Files": ("bench_load", ((100_000, 5), (1_000_000, 3)), ((20_000, 1),)),
    "Filtering on the screen": ("bench_filter", ((100_000, 5), (1_000_000, 5)), ((20_000, 2),)),
    "Keys while events come in": ("bench_keys", ((100_000, 3),), ((20_000, 1),)),
    "Reading a log group": ("bench_fetch", ((100_000, 3),), ((10_000, 1),)),
    "Starting": ("bench_start", ((9,),), ((3,),)),
    "A simulated day": ("bench_day", ((24,),), ((1, 20_000),)),
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


def run_all(*, short: bool) -> dict[str, list[Result]]:
    """Measure each part in processes of their own."""
    found: dict[str, list[Result]] = {}
    for heading, (module, full, less) in PARTS.items():
        sys.stderr.write(f"\n{heading}\n")
        for arguments in less if short else full:
            command = [sys.executable, "-m", "tests.benchmarks", module, *map(str, arguments)]
            told = subprocess.run(command, check=True, stdout=subprocess.PIPE)
            rows = [msgspec.json.decode(row, type=Result) for row in told.stdout.splitlines()]
            found.setdefault(heading, []).extend(rows)
    return found


def document(found: dict[str, list[Result]]) -> str:
    """Write the results as Markdown."""
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    parts = [
        f"# What sestrail costs\n\n{NOTES['']}\n\n"
        f"Measured {time.strftime('%Y-%m-%d')} on {os.cpu_count()} cores, {memory_gb:.0f} GB, "
        f"{platform.system()}, Python {platform.python_version()}, {libraries}."
    ]
    for heading, results in found.items():
        missed = [one.case for one in results if one.met is False]
        summary = f"Missed: {'; '.join(missed)}." if missed else ""
        note = NOTES.get(heading, "")
        parts.append("\n\n".join(filter(None, (f"## {heading}", note, table(results), summary))))
    return "\n\n".join(parts) + "\n"


_LIBRARIES: Final = ("textual", "msgspec", "numpy", "zstandard", "aiobotocore")


def main() -> None:
    """Run one part as asked, or all of them."""
    arguments = sys.argv[1:]
    if arguments and not arguments[0].startswith("-"):
        run_one(arguments[0], tuple(map(int, arguments[1:])))
        return
    text = document(run_all(short="--short" in arguments))
    if "--short" in arguments:
        sys.stdout.write(text)
    else:
        RESULTS.write_text(text)


if __name__ == "__main__":
    main()

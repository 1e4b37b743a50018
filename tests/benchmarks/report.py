"""What was measured, kept as data in results.json, and RESULTS.md written from it."""

from __future__ import annotations

import os
import platform
import time
from importlib.metadata import version
from pathlib import Path
from typing import Final

import msgspec

from tests.benchmarks.notes import NOTES, REASONS
from tests.benchmarks.result import Result, table

RESULTS: Final = Path(__file__).parent / "RESULTS.md"
DATA: Final = RESULTS.with_name("results.json")
_LIBRARIES: Final = ("textual", "msgspec", "numpy", "zstandard", "aiobotocore")


class Part(msgspec.Struct, frozen=True):
    """What one run of a part of the benchmarks gave, and where and when it ran."""

    where: str
    results: list[Result]


def where() -> str:
    """Say where this runs: day, machine, versions."""
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return (
        f"{time.strftime('%Y-%m-%d')} on {os.cpu_count()} cores, {memory_gb:.0f} GB, "
        f"{platform.system()}, Python {platform.python_version()}, {libraries}"
    )


def load() -> dict[str, Part]:
    """Read the parts measured before, by heading."""
    return msgspec.json.decode(DATA.read_bytes(), type=dict[str, Part]) if DATA.exists() else {}


def save(parts: dict[str, Part]) -> None:
    """Keep the parts, and write RESULTS.md from them."""
    DATA.write_bytes(msgspec.json.format(msgspec.json.encode(parts), indent=1) + b"\n")
    RESULTS.write_text(document(parts))


def reason(case: str) -> str:
    """Give why a goal is missed and what would reach it; empty where nobody has written it."""
    return next((text for start, text in REASONS.items() if case.startswith(start)), "")


def document(parts: dict[str, Part]) -> str:
    """Write the results as Markdown."""
    places = sorted({part.where for part in parts.values()})
    told = [
        f"# What sestrail costs\n\n{NOTES['']}",
        *(f"Measured {place}." for place in places[:1]),
    ]
    for heading, part in parts.items():
        missed = [
            f"- {one.case}: {reason(one.case) or 'no reason found yet.'}"
            for one in part.results
            if one.met is False
        ]
        elsewhere = f"Measured {part.where}." if part.where != places[0] else ""
        summary = "Missed, why, and what next:\n\n" + "\n".join(missed) if missed else ""
        texts = (
            f"## {heading}", NOTES.get(heading, ""), elsewhere, table(part.results), summary,
        )  # fmt: skip
        told.append("\n\n".join(filter(None, texts)))
    return "\n\n".join(told) + "\n"

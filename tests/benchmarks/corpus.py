"""Files of made-up sends, the same for every tool that is compared."""

from __future__ import annotations

import uuid
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

from tests.store.samples import raws

if TYPE_CHECKING:
    from collections.abc import Iterator


def event_id(number: int) -> str:
    """Give the eventID of the send of that number."""
    return str(uuid.UUID(int=(0x5E5 << 116) | number, version=4))


def sends(count: int, first: int = 0) -> Iterator[bytes]:
    """Give the JSON of ``count`` sends, of which the one called ``first`` is the first."""
    for number, (raw, _) in enumerate(raws(count, seed=3, first=first), first):
        begin = raw.index(b'"eventID":"') + len(b'"eventID":"')
        yield raw[:begin] + event_id(number).encode() + raw[begin + 36 :]


def file_of(count: int) -> Path:
    """Give a file of ``count`` sends as JSON lines, made once (about 2.2 KB each)."""
    path = Path(gettempdir()) / f"sestrail-bench-{count}.jsonl"
    if not path.exists():
        part = path.with_suffix(".part")
        with part.open("wb") as file:
            for raw in sends(count):
                file.write(raw + b"\n")
        part.rename(path)
    return path

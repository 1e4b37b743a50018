"""Records written to a file, in the form that its name asks for.

The store belongs to the event loop and files do not: records are taken in slices on the loop, each
shorter than a frame, and formatted, compressed and written in a thread.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import gzip
import os
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from sestrail_tui.core.safe_text import safe
from sestrail_tui.core.units import size_text
from sestrail_tui.writers.writer import BY_SUFFIX, Writing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sestrail_tui.core.record import Record

SUFFIXES: Final = "{} or {}".format(
    ", ".join(f".{suffix}" for suffix in list(BY_SUFFIX)[:-1]), f".{list(BY_SUFFIX)[-1]}"
)
"""What a file's name can end in, in words."""
SLICE_S: Final = 0.006
"""How long records are taken from the store at a time: well under a frame of 16 ms."""


@dataclass(frozen=True, slots=True)
class WriteOutcome:
    """What became of a file, in a sentence for the reader."""

    sentence: str
    ok: bool


async def write_rows(
    path: Path,
    records: Iterable[Record],
    progress: Callable[[int], None] | None = None,
    about: Record | None = None,
) -> WriteOutcome:
    """Write records to a new file in the form its suffix names, of `SUFFIXES`, zipped with ``.gz``.

    Only the owner may read the file; one that exists is left alone. What could not be written whole
    is removed. ``progress`` is called with how many records are written, on the event loop;
    ``about`` is the record that a form of one record in detail is about.
    """
    path = _at_home(path)
    shown = safe(str(path))
    zipped = path.suffix.lower() == ".gz"
    suffix = Path(path.stem).suffix if zipped else path.suffix
    form = BY_SUFFIX.get(suffix.lower().removeprefix("."))
    if form is None:
        return WriteOutcome(
            f"Not written: {shown} should end in {SUFFIXES}, with .gz after it or not", ok=False
        )
    with ExitStack() as clean_up:
        try:
            file = await asyncio.to_thread(_create, path)
            clean_up.callback(_remove, path)
            with file:
                written = await _write(file, zipped, Writing(form, about), iter(records), progress)
            size = (await asyncio.to_thread(path.stat)).st_size
        except (OSError, ValueError) as error:
            return WriteOutcome(f"Not written: {_reason(error, shown)}", ok=False)
        clean_up.pop_all()
    count = f"{written:,} record{'' if written == 1 else 's'}"
    return WriteOutcome(f"Wrote {count} ({size_text(size)}) to {shown}", ok=True)


async def _write(
    file: BinaryIO,
    zipped: bool,
    writing: Writing,
    records: Iterator[Record],
    progress: Callable[[int], None] | None,
) -> int:
    sink: BinaryIO | gzip.GzipFile = file
    if zipped:
        sink = gzip.GzipFile(filename="", mode="wb", fileobj=file, compresslevel=6)
    written = 0
    while taken := _slice(records):
        await asyncio.to_thread(_write_some, sink, writing, taken)
        written += len(taken)
        if progress is not None:
            progress(written)
    await asyncio.to_thread(_write_end, sink, writing)
    return written


def _slice(records: Iterator[Record]) -> list[Record]:
    taken = []
    end = time.perf_counter() + SLICE_S
    for record in records:
        taken.append(record)
        if time.perf_counter() >= end:
            break
    return taken


def _write_some(
    sink: BinaryIO | gzip.GzipFile, writing: Writing, records: Sequence[Record]
) -> None:
    sink.write(writing.some(records))


def _write_end(sink: BinaryIO | gzip.GzipFile, writing: Writing) -> None:
    sink.write(writing.end())
    sink.close()


def _at_home(path: Path) -> Path:
    """Read ``~`` as a shell does."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def _create(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def _reason(error: OSError | ValueError, shown: str) -> str:
    match error:
        case FileExistsError():
            return f"{shown} exists; choose another name"
        case FileNotFoundError():
            return f"{shown} is in a folder that does not exist"
        case PermissionError():
            return f"no permission to write {shown}; choose another folder"
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            return f"the disk is full; {shown} was removed again"
        case OSError():
            return f"{shown}: {error.strerror or type(error).__name__}"
        case _:
            return f"{shown} is no name of a file"

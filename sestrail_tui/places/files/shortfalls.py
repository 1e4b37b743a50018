"""Files that were not read to their end, and what is said of them, in one line however many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sestrail_tui.core.safe_text import safe

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_NAMED: Final = 3
"""Files that are named, of many."""


class Shortfall(NamedTuple):
    """A file that was not read to its end."""

    name: str
    reason: str
    records: int = 0
    """Read before that."""
    is_refused: bool = False
    """Whether it could not be read at all, or is something else than records."""
    alone: str = ""
    """What is said of it where it is the only file; ``""``: what is said of any."""


def shortfall_sentence(shortfalls: Sequence[Shortfall], files: int) -> str:
    """Say what was not read of so many files; ``""`` where all was."""
    if not shortfalls:
        return ""
    if files == 1:
        return _of_one(shortfalls[0])
    named = ", ".join(map(_short, shortfalls[:_NAMED]))
    more = f", and {len(shortfalls) - _NAMED:,} more" if len(shortfalls) > _NAMED else ""
    verb = "was" if len(shortfalls) == 1 else "were"
    return f"{len(shortfalls):,} of {files:,} files {verb} not read to the end: {named}{more}."


def no_json(name: str) -> Shortfall:
    """Return the shortfall of a file of something else."""
    return Shortfall(
        name,
        "it holds no JSON",
        is_refused=True,
        alone=f"{name} holds no JSON: give a file of CloudTrail records (a record, "
        '{"Records": [...]}, the output of lookup-events, or JSON lines; also as .gz).',
    )


def unusable(path: Path, error: OSError) -> Shortfall:
    """Return the shortfall of a file that cannot be opened."""
    name = str(path)
    match error:
        case FileNotFoundError():
            reason, alone = "there is no such file", f"There is no file {name}: check its name."
        case IsADirectoryError():
            reason = "it is a directory"
            alone = f"{name} is a directory: give the files in it, such as {name}/*.json."
        case _:
            reason = error.strerror or str(error)
            alone = f"{name} cannot be read ({reason}): check its permissions."
    return Shortfall(name, reason, is_refused=True, alone=alone)


def _of_one(one: Shortfall) -> str:
    name, reason = safe(one.name), safe(one.reason)
    if one.alone:
        return safe(one.alone)
    if one.is_refused:
        return f"{name} cannot be read: {reason}."
    verb = "record before that is" if one.records == 1 else "records before that are"
    return (
        f"{name} is damaged or cut short ({reason}): the {one.records:,} {verb} shown. "
        "Get the file again."
    )


def _short(one: Shortfall) -> str:
    kept = "" if one.is_refused else f"; {one.records:,} records of it are shown"
    return f"{safe(one.name)} ({safe(one.reason)}{kept})"

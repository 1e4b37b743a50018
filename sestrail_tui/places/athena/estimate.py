"""About how much Athena would scan: the sizes of the log files below the days asked for.

JSON is read whole, packed as it lies, so what is scanned is what the files weigh. Long ranges are
judged by a sample of their day folders: each listing is a call that S3 bills.
"""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from sestrail_tui.follow.history.answer import DAY_MS
from sestrail_tui.follow.tasks.in_parallel import in_parallel
from sestrail_tui.places.athena.partitions import EARLY_MS, LATE_MS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sestrail_tui.places.log_files.calls import ListObjects
    from sestrail_tui.places.log_files.layout import Folder

_FOLDERS: Final = 100
"""Day folders that are listed for one estimate."""
_PAGES: Final = 4
"""Pages that are listed of one of them, of 300 files each."""
_AT_ONCE: Final = 8


@dataclass(frozen=True, slots=True)
class Weight:
    """How much the files of a range weigh."""

    bytes: int
    files: int
    folders: int
    """Day folders in the range."""
    sampled: int
    """Of these, how many were listed."""
    cut: bool
    """Whether some held more files than were listed."""


async def weigh(
    list_objects: ListObjects, folders: Sequence[Folder], first_ms: int, last_ms: int
) -> Weight:
    """Weigh the files of the days from ``first_ms`` to ``last_ms``. Raises `SourceError`."""
    first_day, last_day = (first_ms - EARLY_MS) // DAY_MS, (last_ms + LATE_MS) // DAY_MS
    days = [(folder, day) for day in range(first_day, last_day + 1) for folder in folders]
    step = max(1, -(-len(days) // _FOLDERS))
    sample = days[::step]
    calls = [partial(_weigh_day, list_objects, folder, day) for folder, day in sample]
    weight, files, cut = 0, 0, False
    async with aclosing(in_parallel(calls, _AT_ONCE)) as results:
        async for size, count, more in results:
            weight, files, cut = weight + size, files + count, cut or more
    scale = len(days) / len(sample) if sample else 1.0
    return Weight(round(weight * scale), round(files * scale), len(days), len(sample), cut)


async def _weigh_day(list_objects: ListObjects, folder: Folder, day: int) -> tuple[int, int, bool]:
    """Give bytes and number of a day's files, and whether there are more."""
    prefix = folder.before(day * DAY_MS).rpartition("/")[0] + "/"
    size = files = 0
    after = ""
    for _ in range(_PAGES):
        page = await list_objects(prefix, after)
        size += sum(file.size for file in page.files)
        files += len(page.files)
        if not page.more or not page.files:
            return size, files, False
        after = page.files[-1].key
    return size, files, True

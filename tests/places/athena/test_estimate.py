"""Weighing day folders: exact where all are listed, and honest where not."""

from __future__ import annotations

from datetime import UTC, datetime

from sestrail_tui.follow.history.answer import DAY_MS
from sestrail_tui.places.athena.engine import _sentence
from sestrail_tui.places.athena.estimate import weigh
from sestrail_tui.places.log_files.calls import ObjectPage
from sestrail_tui.places.log_files.layout import Folder
from sestrail_tui.places.log_files.log_file import LogFile
from tests.follow.fakes import T0

NOON = T0 // DAY_MS * DAY_MS + DAY_MS // 2
FOLDER = Folder("AWSLogs/1/CloudTrail/us-east-1/", "1", "CloudTrail", "us-east-1")


class Bucket:
    """So many files a day, of 1000 bytes each, three to a page."""

    def __init__(self, files: int) -> None:
        self.files = files
        self.listed: list[str] = []

    async def __call__(self, prefix: str, after: str, *, folders: bool = False) -> ObjectPage:
        self.listed.append(prefix)
        keys = [f"{prefix}{number:03}" for number in range(self.files)]
        left = [key for key in keys if key > after]
        page = tuple(LogFile("b", key, size=1000) for key in left[:3])
        return ObjectPage(page, (), len(left) > 3)


async def test_every_day_of_the_range_is_weighed() -> None:
    bucket = Bucket(4)
    weight = await weigh(bucket, [FOLDER], NOON, NOON + 2 * DAY_MS)

    assert (weight.bytes, weight.files, weight.folders, weight.sampled) == (12_000, 12, 3, 3)
    assert not weight.cut
    days = (datetime.fromtimestamp((NOON + n * DAY_MS) / 1000, UTC) for n in range(3))
    assert sorted(set(bucket.listed)) == [f"{FOLDER.prefix}{day:%Y/%m/%d}/" for day in days]
    assert _sentence(weight, 1, by_day=True) == (
        "About 12 log files in 3 day folders weigh 12 kB. 1 query at $5 for each TB scanned, "
        "10 MB at least for each (list price in us-east-1); S3 bills reading the files that are "
        "found."
    )


async def test_a_long_range_is_judged_by_a_sample() -> None:
    bucket = Bucket(2)
    weight = await weigh(bucket, [FOLDER], NOON, NOON + 399 * DAY_MS)

    assert (weight.folders, weight.sampled) == (400, 100)
    assert (weight.bytes, weight.files) == (800_000, 800)
    assert len(bucket.listed) == 100
    assert "judged by 100 of the folders" in _sentence(weight, 30, by_day=True)


async def test_what_was_not_listed_to_its_end_is_said() -> None:
    weight = await weigh(Bucket(100), [FOLDER], NOON, NOON)

    assert (weight.bytes, weight.cut) == (12_000, True)
    told = _sentence(weight, 1, by_day=False)
    assert "1 day folder weigh 12 kB, and more: some folders were not listed to their end" in told
    assert "no partition by day" in told


async def test_no_folder_weighs_nothing() -> None:
    weight = await weigh(Bucket(1), [], NOON, NOON)
    assert (weight.bytes, weight.folders) == (0, 0)

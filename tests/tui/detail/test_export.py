from __future__ import annotations

import asyncio
import csv
import gzip
import io
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.tui.detail import export
from sestrail_tui.tui.detail.export import write_rows
from sestrail_tui.writers.writer import BY_SUFFIX, FORMS
from tests.paths import DATA
from tests.tui.hosting import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sestrail_tui.core.record import Record

SEND = decode((DATA / "v2-send-console.json").read_bytes())
CHANGE = decode((DATA / "delete-identity.json").read_bytes())
COMPACT = decode(b'{"eventName":"SendEmail","n":1.10,"a":"\\u001b"}')
BROKEN = decode(b"\xff\n{")
RECORDS = (SEND, CHANGE, COMPACT)


def test_jsonl_gives_back_every_value() -> None:
    out = FORMS["jsonl"].whole(RECORDS)
    assert out.endswith(b"\n")
    parsed = [json.loads(line) for line in out.splitlines()]
    assert parsed == [json.loads(record.raw) for record in RECORDS]
    assert COMPACT.raw + b"\n" in out


def test_json_is_one_document_whatever_was_delivered() -> None:
    assert json.loads(FORMS["json"].whole(())) == {"Records": []}
    document = json.loads(FORMS["json"].whole((*RECORDS, BROKEN)))
    assert document["Records"][:-1] == [json.loads(record.raw) for record in RECORDS]
    assert document["Records"][-1] == "\\xff\n{"


def test_csv_has_a_row_for_each_record() -> None:
    hostile = msgspec.structs.replace(SEND, agent="=cmd()", sender=HOSTILE)
    rows = list(csv.DictReader(io.StringIO(FORMS["csv"].whole((*RECORDS, hostile)).decode())))
    assert [row["call"] for row in rows] == [record.call for record in (*RECORDS, SEND)]
    assert rows[-1]["user_agent"] == "'=cmd()"
    assert rows[-1]["from"].isprintable()


@pytest.mark.parametrize(
    "name", ["rows.jsonl", "rows.json", "rows.csv", "rows.md", "rows.txt", "ROWS.JSONL"]
)
@pytest.mark.parametrize("zipped", [False, True])
async def test_a_file_holds_what_a_copy_would(tmp_path: Path, name: str, zipped: bool) -> None:
    path = tmp_path / (name + (".gz" if zipped else ""))
    outcome = await write_rows(path, iter(RECORDS))
    data = gzip.decompress(path.read_bytes()) if zipped else path.read_bytes()
    assert data == BY_SUFFIX[name.lower().rsplit(".")[-1]].whole(RECORDS)
    assert outcome.ok
    assert outcome.sentence.startswith("Wrote 3 records (")
    assert outcome.sentence.endswith(f") to {path}")
    assert path.stat().st_mode & 0o777 == 0o600


async def test_slices_join_without_a_seam(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "SLICE_S", 0)
    told: list[int] = []
    path = tmp_path / "rows.json"
    await write_rows(path, RECORDS, told.append)
    assert path.read_bytes() == FORMS["json"].whole(RECORDS)
    assert told == [1, 2, 3]


async def test_the_loop_goes_on_while_a_hundred_thousand_are_written(tmp_path: Path) -> None:
    taken = 0

    def many() -> Iterator[Record]:
        nonlocal taken
        for _ in range(100_000):
            taken += 1
            yield COMPACT

    ticks = 0
    task = asyncio.ensure_future(write_rows(tmp_path / "rows.jsonl", many()))
    while not task.done():
        await asyncio.sleep(0.001)
        ticks += 1
    outcome = await task
    assert outcome.sentence.startswith("Wrote 100,000 records (")
    assert taken == 100_000
    assert ticks > 5


async def test_a_file_that_exists_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("precious")
    outcome = await write_rows(path, RECORDS)
    assert outcome.sentence == f"Not written: {path} exists; choose another name"
    assert path.read_text() == "precious"
    link = tmp_path / "link.csv"
    link.symlink_to(tmp_path / "nowhere")
    assert not (await write_rows(link, RECORDS)).ok


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("rows.xml", "should end in .jsonl, .json, .csv, .txt or .md"),
        ("rows", "should end in .jsonl, .json, .csv, .txt or .md"),
        ("rows.gz", "should end in .jsonl, .json, .csv, .txt or .md"),
        ("none/rows.csv", "is in a folder that does not exist"),
        ("x" * 300 + ".csv", "File name too long"),
        ("a\0b.csv", "is no name of a file"),
        ("\x1b[2J.xml", "␛[2J.xml should end"),
    ],
)
async def test_what_cannot_be_written_is_said(tmp_path: Path, name: str, said: str) -> None:
    outcome = await write_rows(tmp_path / name, RECORDS)
    assert not outcome.ok
    assert outcome.sentence.startswith("Not written: ")
    assert said in outcome.sentence
    assert outcome.sentence.isprintable()


async def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    outcome = await write_rows(tmp_path / "rows.csv", RECORDS)
    assert outcome.sentence.startswith("Not written: no permission to write ")


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.jsonl.gz"])
async def test_a_full_disk_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    create = export._create
    path = tmp_path / name

    def full(path: Path) -> Any:
        create(path).close()
        return Path("/dev/full").open("wb")

    monkeypatch.setattr(export, "_create", full)
    outcome = await write_rows(path, RECORDS * 100)
    assert outcome.sentence == f"Not written: the disk is full; {path} was removed again"
    assert not path.exists()


async def test_a_write_that_is_cancelled_leaves_nothing_behind(tmp_path: Path) -> None:
    def endless() -> Iterator[Record]:
        while True:
            yield COMPACT

    path = tmp_path / "rows.jsonl"
    begun = asyncio.Event()
    task = asyncio.ensure_future(write_rows(path, endless(), lambda _: begun.set()))
    await begun.wait()
    assert path.exists()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not path.exists()


async def test_home_is_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert (await write_rows(Path("~/rows.csv"), [])).ok
    assert (tmp_path / "rows.csv").exists()
    assert not (await write_rows(Path("~nobody-at-all/rows.csv"), [])).ok

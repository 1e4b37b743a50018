from __future__ import annotations

import asyncio
import gzip
import json
import os
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sestrail_tui.core.clock import SystemClock
from sestrail_tui.core.errors import InputError
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.protocol import Arrivals
from sestrail_tui.places.connect_files import FileConnection
from sestrail_tui.places.files.reading import FileReading
from tests.follow.fakes import message
from tests.paths import DATA
from tests.places.files.opened import opened

if TYPE_CHECKING:
    import io

    from sestrail_tui.core.record import Record


def ids(records: list[Record]) -> list[str]:
    return [record.event_id for record in records]


FORMS = {
    "one record": message(1),
    "printed on several lines": json.dumps(json.loads(message(1)), indent=2),
    "Records": f'{{"Records": [{message(1)}]}}',
    "LookupEvents": json.dumps({"Events": [{"CloudTrailEvent": message(1)}]}, indent=1),
    "FilterLogEvents": json.dumps({"events": [{"message": message(1)}]}),
    "a list": f"[{message(1)}]",
    "JSON lines": message(1) + "\n",
    "JSON lines with blank ones": f"\n\n{message(1)}\r\n\n",
    "EventBridge": f'{{"detail": {message(1)}}}',
    "a byte order mark": "\ufeff" + message(1),
}


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gz"])
@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS)
async def test_forms(text: str, pack: type[bytes], tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(pack(text.encode()))
    records, healths = await opened(path)
    assert ids(records) == ["id-1"]
    assert healths[-1].state is State.ENDED
    assert healths[-1].sentence == ""
    assert healths[-1].records == 1


async def test_utf_16_as_powershell_writes_it(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(f"{message(1)}\n{message(2)}\n".encode("utf-16"))
    records, _ = await opened(path)
    assert ids(records) == ["id-1", "id-2"]


async def test_aws_published_samples_come_out_unchanged_in_value() -> None:
    paths = sorted(DATA.glob("*.json"))
    records, healths = await opened(*paths)
    assert len(records) == len(paths) == 5
    for path, record in zip(paths, sorted(records, key=lambda r: r.source), strict=True):
        assert record.source == str(path)
        kept = json.loads(path.read_bytes())
        assert json.loads(record.raw) in (kept, kept.get("Records", [None])[0])
    assert {health.state for health in healths} == {State.CATCHING_UP, State.ENDED}


async def test_json_lines_keep_what_is_broken_in_between(tmp_path: Path) -> None:
    path = tmp_path / "file.jsonl"
    path.write_text(f"{message(1)}\n{{broken\n{message(2)}\n")
    records, _ = await opened(path)
    assert [record.kind for record in records] == ["send", "unreadable", "send"]
    assert records[1].raw == b"{broken"


@pytest.mark.slow
async def test_a_large_file_of_lines_keeps_memory_flat(tmp_path: Path) -> None:
    path = tmp_path / "big.jsonl.gz"
    with gzip.open(path, "wt", compresslevel=1) as file:
        for number in range(60_000):
            file.write(message(number, pad="x" * 300) + "\n")
    tracemalloc.start()
    with path.open("rb", buffering=0) as raw:
        count = last = 0
        for part in FileReading(raw).slices():
            count += len(part.records)
            assert part.bytes_read >= last
            last = part.bytes_read
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 60_000
    assert last == path.stat().st_size
    assert peak < 8 << 20


async def test_progress_grows_to_the_end(tmp_path: Path) -> None:
    path = tmp_path / "big.jsonl"
    path.write_text("".join(message(number, pad="x" * 300) + "\n" for number in range(5000)))
    records, healths = await opened(path)
    assert len(records) == 5000
    shares = [health.progress for health in healths if health.progress is not None]
    assert len(shares) > 3
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert healths[-1].progress is None


async def test_a_cut_gzip_gives_what_came_before(tmp_path: Path) -> None:
    path = tmp_path / "cut.json.gz"
    lines = "".join(message(n, pad=os.urandom(150).hex()) + "\n" for n in range(3000))
    path.write_bytes(gzip.compress(lines.encode())[:-4000])
    records, healths = await opened(path)
    assert 2900 < len(records) < 3000
    assert "damaged or cut short" in healths[-1].sentence
    assert f"{healths[-1].records:,} records" in healths[-1].sentence
    assert healths[-1].state is State.INCOMPLETE


def test_a_gzip_that_is_rubbish_inside(tmp_path: Path) -> None:
    path = tmp_path / "bad.gz"
    path.write_bytes(gzip.compress(b"x" * 100)[:10] + b"\xff" * 50)
    with path.open("rb", buffering=0) as file:
        reading = FileReading(file)
        assert list(reading.slices()) == []
    assert reading.damage == "its gzip is damaged"


def test_text_is_no_records(tmp_path: Path) -> None:
    path = tmp_path / "notes"
    path.write_text("hello\n")
    with path.open("rb", buffering=0) as file:
        reading = FileReading(file)
        assert list(reading.slices()) == []
    assert not reading.holds_json


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
async def test_mistakes_are_told_before_anything_is_read(pack: type[bytes], tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_bytes(pack(b"Dear diary"))
    for path, words in (
        (tmp_path / "none.json", "There is no file"),
        (tmp_path, "is a directory"),
        (notes, "holds no JSON"),
    ):
        with pytest.raises(InputError, match=words) as raised:
            await opened(path)
        assert raised.value.exit_code == 2


async def test_a_name_cannot_write_to_the_terminal(tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        await opened(tmp_path / "\x1b[2J")
    assert "\x1b" not in raised.value.message


async def test_a_file_one_may_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret.json"
    path.write_text(message(1))

    def refuse(*_args: object, **_more: object) -> io.FileIO:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError, match="Permission denied"):
        await opened(path)


async def test_an_empty_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "empty.json"
    path.write_bytes(b"\n \n")
    records, healths = await opened(path)
    assert records == []
    assert "holds no records" in healths[-1].sentence


async def test_since_is_about_event_time(tmp_path: Path) -> None:
    path = tmp_path / "file.jsonl"
    path.write_text("\n".join(message(n, eventTime=f"1970-01-01T00:00:0{n}Z") for n in range(1, 5)))
    records, _ = await opened(path, since_ms=3000)
    assert ids(records) == ["id-3", "id-4"]


async def test_stdin_is_shown_as_it_is_written() -> None:
    read_end, write_end = os.pipe()
    feed = await FileConnection([Path("-")], SystemClock(), stdin=read_end).open()
    news = feed.news()
    assert feed.label == "stdin"
    seen: list[str] = []
    try:
        for number in range(3):
            os.write(write_end, message(number).encode() + b"\n")
            while len(seen) <= number:
                item = await asyncio.wait_for(anext(news), 5)
                if isinstance(item, Arrivals):
                    seen += [record.event_id for record in item.records]
        os.close(write_end)
        rest = [item async for item in news]
        assert isinstance(rest[-1], Health)
        assert rest[-1].state is State.ENDED
    finally:
        os.close(read_end)
        await feed.close()
    assert seen == ["id-0", "id-1", "id-2"]


async def test_a_silent_stdin_does_not_hold_up_the_end() -> None:
    read_end, write_end = os.pipe()
    feed = await FileConnection([Path("-")], SystemClock(), stdin=read_end).open()
    news = feed.news()
    assert isinstance(await anext(news), Health)
    await asyncio.wait_for(feed.close(), 1)
    os.close(write_end)
    os.close(read_end)


async def test_stdin_without_json_is_refused() -> None:
    read_end, write_end = os.pipe()
    os.write(write_end, b"hello\n")
    os.close(write_end)
    _, healths = await opened(Path("-"), stdin=read_end)
    os.close(read_end)
    assert healths[-1].state is State.REFUSED
    assert "holds no JSON" in healths[-1].sentence


async def test_a_process_substitution_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = asyncio.to_thread(path.write_text, message(1) + "\n")
    (records, _), _ = await asyncio.gather(opened(path), writer)
    assert ids(records) == ["id-1"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [("[" * 100_000, []), ('{"a":' * 50_000 + "1" + "}" * 50_000, ["unreadable"])],
    ids=["unclosed", "closed"],
)
async def test_nesting_beyond_all_measure_costs_nothing_else(
    tmp_path: Path, text: str, kinds: list[str]
) -> None:
    path = tmp_path / "deep.json"
    path.write_text(text)
    records, healths = await opened(path)
    assert [record.kind for record in records] == kinds
    assert healths[-1].state is State.INCOMPLETE

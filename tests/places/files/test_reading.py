"""Blocks of lines are read and tested as a whole; here against one record at a time."""

from __future__ import annotations

import errno
import gzip
import json
import os
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.core.parsing.split_records import split_records
from sestrail_tui.filters.pushdown.raw import RawTest, raw_test
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.places.files import reading as file_reading
from sestrail_tui.places.files.reading import FileReading

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FILTERS = ("config:a", "config:hoge from:x@example.com", "config:a | ip:192.0.2.1 region:eu")
PIECES = (
    b"a",
    b"A",
    b"HoGe",
    b"x@Example.com",
    b"192.0.2.1",
    b"EU",
    b"\\u0061",
    "É".encode(),
    b'","eventType":"AwsAggregatedEvent","b":"',
    b'","class_uid":6003,"b":"',
    b'"},{"eventVersion":"1"',
    b" ",
)
text = st.lists(st.sampled_from(PIECES), max_size=4).map(b"".join)
records = text.map(lambda inside: b'{"eventVersion":"1.11","q":"' + inside + b'"}')
others = st.sampled_from(
    (
        b"",
        b"  ",
        b"{broken",
        b"hoge a",
        b"[]",
        b'{"Records":[{"eventVersion":"1","q":"a"},{"eventVersion":"1","q":"HOGE"}]}',
        b'{"eventVersion":"1"}{"eventVersion":"2","q":"a"}',
        b'{"eventVersion":"1","Records":[{"eventVersion":"1","q":"a"}]}',
        b'{"message":"{\\"eventVersion\\":\\"1\\",\\"q\\":\\"a\\"}"}',
    )
)
lines = st.lists(st.tuples(records | others, st.sampled_from((b"\n", b"\r\n"))), max_size=12)


def by_slices(data: bytes, test: RawTest | None) -> tuple[list[bytes], int, bool]:
    """Give what is read, of how many, and whether the file turned out damaged."""
    kept: list[bytes] = []
    read = 0
    with TemporaryFile(buffering=0) as file:
        file.write(data)
        file.seek(0)
        reading = FileReading(file, test)
        for part in reading.slices():
            kept += part.records
            read += part.read
    return kept, read, bool(reading.damage)


def one_by_one(data: Sequence[bytes], test: RawTest | None) -> tuple[list[bytes], int]:
    every = [record for line in data for record in split_records(line)]
    kept = [one for one in every if test is None or test(one) or not is_json(one)]
    return kept, len(every)


def is_json(record: bytes) -> bool:
    try:
        json.loads(record)
    except ValueError:
        return False
    return True


@given(lines, st.sampled_from(FILTERS), st.booleans(), st.integers(16, 200), st.booleans())
def test_blocks_give_what_one_record_at_a_time_gives(
    drawn: list[tuple[bytes, bytes]], filter_text: str, filtered: bool, chunk: int, packed: bool
) -> None:
    test = raw_test(parse(filter_text)) if filtered else None
    data = [b'{"eventVersion":"1","q":"first"}\n', *(line + end for line, end in drawn)]
    whole = b"".join(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(file_reading, "CHUNK", chunk)
        kept, read, damaged = by_slices(gzip.compress(whole) if packed else whole, test)
    assert not damaged
    assert (kept, read) == one_by_one(data, test)


@given(lines, st.data())
def test_a_cut_file_gives_whole_what_came_before(
    drawn: list[tuple[bytes, bytes]], data: st.DataObject
) -> None:
    every = [b'{"eventVersion":"1","q":"first"}\n', *(line + end for line, end in drawn)]
    packed = gzip.compress(b"".join(every))
    cut = data.draw(st.integers(10, len(packed) - 9))
    test = raw_test(parse("config:a"))
    everything, _, damaged = by_slices(packed[:cut], None)
    kept, read, damaged_too = by_slices(packed[:cut], test)
    assert damaged
    assert damaged_too
    assert test is not None
    assert kept == [one for one in everything if test(one) or not is_json(one)]
    assert read == len(everything)


@given(st.lists(records, min_size=1, max_size=8), st.sampled_from(FILTERS))
def test_a_form_that_is_one_document_is_tested_by_the_record(
    inside: list[bytes], filter_text: str
) -> None:
    test = raw_test(parse(filter_text))
    wrapped = b'{"Records": [\n' + b",\n".join(inside) + b"\n]}\n"
    kept, read, _ = by_slices(wrapped, test)
    assert (kept, read) == one_by_one([wrapped], test)


@pytest.mark.parametrize("count", [499, 500, 501, 1001])
@pytest.mark.parametrize("wrap", [b"%s\n".__mod__, b'{"Records":[%s]}'.__mod__])
def test_a_slice_holds_no_more_than_500(count: int, wrap: Callable[[bytes], bytes]) -> None:
    between = b"\n" if wrap(b"") == b"\n" else b","
    one = [json.dumps({"eventVersion": "1", "n": n}).encode() for n in range(count)]
    with TemporaryFile(buffering=0) as file:
        file.write(wrap(between.join(one)))
        file.seek(0)
        parts = list(FileReading(file).slices())
    assert max(len(part.records) for part in parts) <= 500
    assert [record for part in parts for record in part.records] == one
    assert sum(part.read for part in parts) == count


def test_what_was_read_before_a_disk_fails_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    one = b'{"eventVersion":"1","q":"a"}\n'
    reads = iter((2 * one, one + one[:5]))

    def failing(_descriptor: int, _size: int) -> bytes:
        data = next(reads, None)
        if data is None:
            raise OSError(errno.EIO, "Input/output error")
        return data

    monkeypatch.setattr(os, "read", failing)
    kept: list[bytes] = []
    with TemporaryFile(buffering=0) as file, pytest.raises(OSError, match="Input/output"):
        kept.extend(record for part in FileReading(file).slices() for record in part.records)
    assert kept == [one.strip()] * 3

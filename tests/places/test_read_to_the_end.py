"""Every record that is there is given once, as it is; and what was not read is said."""

from __future__ import annotations

import gzip
import json
import os
import tracemalloc
import zlib
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, NamedTuple

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.core.decoding.decode import decode
from sestrail_tui.core.parsing.json_documents import JsonDocuments
from sestrail_tui.core.parsing.record_formats import FORMATS
from sestrail_tui.filters.pushdown.raw import raw_test
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.places.files import reading as file_reading
from sestrail_tui.places.files.reading import FileReading
from sestrail_tui.places.log_files.log_file import contents
from tests.core.wrapped import LAYOUTS, WRAPPINGS, Wrapped

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from sestrail_tui.core.parsing.json_documents import DocumentPiece

EVERY = WRAPPINGS | LAYOUTS
ODD_TEXTS = ('a "quote"', "}{", "]}", "\\", "é\U0001f389", "\u2028", '{"eventVersion":', "x" * 300)


def record(number: int, text: str, style: int) -> bytes:
    value = {
        "eventVersion": "1.11",
        "eventSource": "ses.amazonaws.com",
        "eventName": "SendEmail",
        "eventID": f"id-{number}",
        "q": {"text": text, "list": [{"a": [1.5e3, None, True]}, {}], "e": {}},
    }
    if style == 1:
        return json.dumps(value).encode()
    if style == 2:
        return json.dumps(value, indent=1, ensure_ascii=False).encode()
    if style == 3:
        return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
    return json.dumps(value, separators=(",", ":")).encode()


class Packing(NamedTuple):
    pack: Callable[[bytes], bytes]
    before: Callable[[bytes], bytes]
    """What a cut file holds, by a reader that is not ours."""


def members(data: bytes) -> bytes:
    middle = len(data) // 2
    return gzip.compress(data[:middle], mtime=0) + gzip.compress(data[middle:], mtime=0)


def gunzip(data: bytes) -> bytes:
    plain = b""
    while data:
        one = zlib.decompressobj(31)
        plain += one.decompress(data)
        if not one.eof:
            break
        data = one.unused_data
    return plain


def frames(data: bytes) -> bytes:
    pack = zstandard.ZstdCompressor().compress
    return pack(data[: len(data) // 3]) + pack(data[len(data) // 3 :])


PACKINGS = {
    "plain": Packing(bytes, bytes),
    "gzip": Packing(lambda data: gzip.compress(data, mtime=0), gunzip),
    "gzip members": Packing(members, gunzip),
    "gzip twice": Packing(
        lambda data: gzip.compress(members(data), mtime=0), lambda data: gunzip(gunzip(data))
    ),
}
WHOLE: dict[str, Callable[[bytes], bytes]] = {
    **{name: one.pack for name, one in PACKINGS.items()},
    "zstd frames": frames,
    "zstd in gzip": lambda data: gzip.compress(frames(data)),
    "gzip, filled up with zeros": lambda data: gzip.compress(data) + bytes(999),
    "gzip, then plain": lambda data: gzip.compress(b'{"Records":[]}\n') + data,
    "UTF-16 with a mark": lambda data: data.decode().encode("utf-16"),
    "UTF-16, little end first": lambda data: data.decode().encode("utf-16-le"),
    "UTF-16, big end first": lambda data: data.decode().encode("utf-16-be"),
    "UTF-8 with a mark": lambda data: b"\xef\xbb\xbf" + data,
}


class Got(NamedTuple):
    records: list[bytes]
    unreadable: list[bytes]
    damage: str
    is_text: bool

    @property
    def is_amiss(self) -> bool:
        """Whether something is said of what was not read."""
        return bool(self.unreadable or self.damage or self.is_text)


def read(data: bytes, chunk: int = 1 << 17, filter_text: str = "") -> Got:
    test = raw_test(parse(filter_text)) if filter_text else None
    with pytest.MonkeyPatch.context() as patch, TemporaryFile(buffering=0) as file:
        patch.setattr(file_reading, "CHUNK", chunk)
        file.write(data)
        file.seek(0)
        reading = FileReading(file, test)
        found = [raw for part in reading.slices() for raw in part.records]
    kinds = [(raw, decode(raw).kind == "unreadable") for raw in found]
    whole, broken = ([raw for raw, odd in kinds if odd is wanted] for wanted in (False, True))
    return Got(whole, broken, reading.damage, reading.is_text)


@st.composite
def files(draw: st.DrawFn) -> tuple[list[bytes], Wrapped]:
    """Draw documents one after another, each of any form."""
    records: list[bytes] = []
    data = b""
    ends: list[int] = []
    stops: list[int] = []
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(sorted(EVERY)))
        some: list[bytes] = []
        for _ in range(draw(st.integers(1, 4))):
            style = draw(st.integers(0, 3))
            if style == 2 and name in LINES:
                style = 1
            some.append(record(len(records) + len(some), draw(st.sampled_from(ODD_TEXTS)), style))
        wrapped = EVERY[name](some)
        data += b"\n" if data else b""
        ends += [len(data) + end for end in wrapped.ends]
        stops += [len(data) + stop for stop in wrapped.stops]
        data += wrapped.data
        records += some
    return records, Wrapped(data, tuple(ends), tuple(stops))


LINES = ("aws logs tail", "awslogs", "filter-log-events --output text")
"""Forms of which a record is a line."""


@given(files(), st.sampled_from(sorted(WHOLE)), st.integers(1, 5000))
def test_all_of_a_whole_file_is_read_and_nothing_is_amiss(
    drawn: tuple[list[bytes], Wrapped], packing: str, chunk: int
) -> None:
    records, wrapped = drawn
    got = read(WHOLE[packing](wrapped.data), chunk)
    assert got == Got(records, [], "", is_text=False)


@given(files(), st.sampled_from(sorted(PACKINGS)), st.integers(1, 5000), st.booleans(), st.data())
def test_what_is_whole_before_a_cut_is_read_and_the_cut_is_said(
    drawn: tuple[list[bytes], Wrapped],
    packing: str,
    chunk: int,
    filtered: bool,
    data: st.DataObject,
) -> None:
    records, wrapped = drawn
    packed = PACKINGS[packing].pack(wrapped.data)
    cut = data.draw(st.integers(0, len(packed) - 1))
    before = len(PACKINGS[packing].before(packed[:cut]))
    got = read(packed[:cut], chunk, "config:nothing-has-it" if filtered else "")
    if not filtered:
        assert given_in_order(got, records) >= sum(end <= before for end in wrapped.ends)
    if not wrapped.may_end(before) or (packing != "plain" and cut):
        assert got.is_amiss


def given_in_order(got: Got, records: list[bytes]) -> int:
    """Count the records given: the first ones, each once, as they are."""
    count = len(got.records)
    assert got.records == records[:count]
    return count


@given(files(), st.integers(0, 3), st.data())
def test_a_cut_file_costs_the_next_one_nothing(
    drawn: tuple[list[bytes], Wrapped], style: int, data: st.DataObject
) -> None:
    """As when a writer was killed, and began again on a line of its own."""
    records, wrapped = drawn
    cut = data.draw(st.integers(0, len(wrapped.data)))
    more = [record(100 + number, "}{", style) for number in range(3)]
    got = read(wrapped.data[:cut] + b"\n" + b"\n".join(more))
    assert got.records[-3:] == more
    first = Got(got.records[:-3], [], "", is_text=False)
    assert given_in_order(first, records) >= sum(end <= cut for end in wrapped.ends)
    # What begins a line of a log may as well be the beginning of the line after it.
    line = wrapped.data[:cut].rstrip().rpartition(b"\n")[2]
    if not wrapped.may_end(cut) and (b"{" in line or b'"' in line):
        assert got.is_amiss


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize(("chunk", "step"), [(1 << 17, 5), (7, 31)])
def test_every_form_at_every_cut(name: str, chunk: int, step: int) -> None:
    records = [record(number, '}{\\"é', number % 2) for number in range(2)]
    wrapped = EVERY[name](records)
    assert read(wrapped.data, chunk) == Got(records, [], "", is_text=False)
    for cut in range(0, len(wrapped.data), step):
        got = read(wrapped.data[:cut], chunk)
        assert given_in_order(got, records) >= sum(end <= cut for end in wrapped.ends), cut
        assert got.is_amiss or wrapped.may_end(cut), cut


def test_every_format_is_tried() -> None:
    """A row more needs a document here; those that can hold no record are tried below."""
    may_hold = {one.name for one in FORMATS if one.no_record is None}
    assert may_hold == {*WRAPPINGS, "health check of a subscription"}


NO_RECORDS = {
    "SES event": b'{"eventType":"Send","mail":{"messageId":"m"},"send":{}}',
    "digest": b'{"awsAccountId":"1","digestS3Object":"x","logFiles":[]}',
    "notification of S3, CloudTrail or EventBridge": b'{"Records":[{"eventVersion":"2.1",'
    b'"eventSource":"aws:s3","eventName":"ObjectCreated:Put","s3":{"object":{"key":"k"}}}]}',
    "row of a Logs Insights answer without its message": b'[{"@timestamp":"2026","@ptr":"x"}]',
}


@pytest.mark.parametrize("name", [one.name for one in FORMATS if one.no_record is not None])
def test_what_holds_no_record_is_called_what_it_is(name: str) -> None:
    (row,) = [one for one in FORMATS if one.name == name]
    with TemporaryFile(buffering=0) as file:
        file.write(NO_RECORDS[name] * 2)
        file.seek(0)
        reading = FileReading(file)
        assert not [raw for part in reading.slices() for raw in part.records]
    assert dict(reading.left_out) == {row.no_record: 2}
    assert not reading.damage


@pytest.mark.parametrize("pack", WHOLE)
def test_a_buckets_file_is_read_to_its_end_too(pack: str) -> None:
    records = [record(number, "}{", 0) for number in range(4)]
    plain = b'{"Records":[%s,%s]}{"Records":[%s]}\n%s' % tuple(records)
    got = contents(WHOLE[pack](plain))
    assert (got.records, got.damage) == (tuple(records), "")


def test_a_hole_costs_what_stood_there_and_is_said() -> None:
    one, two, three = (record(number, "x", 0) for number in range(3))
    got = read(one + b"\n" + two[:50] + bytes(9999) + two[70:] + b"\n" + three + b"\n")
    assert got.records == [one, three]
    assert got.unreadable == [two[:50], two[70:]]
    assert got.damage == "it has holes of 9,999 NUL bytes, where nothing was written"


def test_what_follows_a_packed_file_is_said() -> None:
    one = record(1, "x", 0)
    assert read(gzip.compress(one + b"\n") + b"text") == Got([one], [b"text"], "", is_text=False)
    got = read(gzip.compress(one) + b"\xff" * 7)
    assert (got.records, got.unreadable) == ([one], [])
    assert got.damage == "7 bytes behind what is packed are something else"


@pytest.mark.parametrize(
    "line",
    [
        b"x" * (20 << 20),
        b'{"a":"' + b"x" * (20 << 20),
        b'{"a":"' + b"\\n" * (10 << 20) + b'"}',
        bytes(20 << 20),
        b"[" * (1 << 16),
    ],
    ids=["text", "an open string", "a record", "zeros", "brackets"],
)
def test_a_line_without_end_costs_little_memory_and_nothing_else(line: bytes) -> None:
    one, two = record(1, "x", 0), record(2, "x", 0)
    packed = gzip.compress(one + b"\n" + line + b"\n" + two + b"\n", 1)
    with TemporaryFile(buffering=0) as file:
        file.write(packed)
        file.seek(0)
        reading = FileReading(file)
        tracemalloc.start()
        found = [raw for part in reading.slices() for raw in part.records]
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 36 << 20
    assert [raw for raw in found if raw in (one, two)] == [one, two]
    assert reading.damage or len(found) == 3


def steps(count: int, joint: bytes, wrap: tuple[bytes, bytes]) -> int:
    """Count the bytes that the scanner looks at in a file of so many records."""
    looked = 0

    class Counting(JsonDocuments):
        def feed(self, data: bytes) -> list[DocumentPiece]:
            nonlocal looked
            looked += len(self._buffer) + len(data)
            return super().feed(data)

    data = wrap[0] + joint.join([record(1, "x", 0)] * count) + wrap[1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(file_reading, "JsonDocuments", Counting)
        assert len(read(data, 4096).records) == count
    return looked


@pytest.mark.parametrize(
    ("joint", "wrap"),
    [(b"", (b"", b"")), (b"\n", (b"", b"")), (b",", (b'{"Records":[', b"]}")), (b" ", (b"", b""))],
)
def test_four_times_the_records_are_four_times_the_work(
    joint: bytes, wrap: tuple[bytes, bytes]
) -> None:
    assert steps(2000, joint, wrap) < 5 * max(steps(500, joint, wrap), 1)


def test_a_file_that_becomes_shorter_while_it_is_read_is_said() -> None:
    lines = b"".join(record(number, "x", 0) + b"\n" for number in range(2000))
    with TemporaryFile(buffering=0) as file:
        file.write(lines)
        file.seek(0)
        reading = FileReading(file)
        parts = reading.slices()
        assert next(parts).records
        os.ftruncate(file.fileno(), 100)
        list(parts)
    assert reading.damage == "it became shorter while it was read"


@given(st.binary(max_size=300), st.integers(1, 50))
def test_any_bytes_at_all(data: bytes, chunk: int) -> None:
    one = read(data, chunk)
    assert one == read(data, 1 << 17)
    read(gzip.compress(data), chunk)


@given(st.randoms(use_true_random=False), st.integers(1, 60))
def test_json_that_is_torn_to_pieces(chance: random.Random, chunk: int) -> None:
    """Pieces of records and signs in any order: nothing fails, whole lines of records come."""
    signs = [b"{", b"}", b"[", b"]", b'"', b",", b":", b"\n", b"\\", b" ", b"x", b"\x00"]
    one = record(1, "x", 0)
    pieces = [*signs, b'{"eventVersion":', b'{"Records":[', one[:90], one[90:]]
    data = b"".join(chance.choice(pieces) for _ in range(chance.randrange(40)))
    whole = record(7, "}{", 0)
    got = read(one + b"\n" + data + b"\n" + whole + b"\n", chunk)
    assert whole in got.records

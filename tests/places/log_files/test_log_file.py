"""A log file's records, whole or damaged."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.places.log_files.log_file import contents
from tests.follow.fakes import message
from tests.places.log_files.fake_bucket import packed

SENDS = [message(number, text='é\\"]}{[', deep={"a": [1, {"b": "]}"}]}) for number in range(20)]
OTHER = '{"eventVersion":"1.11","eventSource":"sts.amazonaws.com"}'
RAW = tuple(text.encode() for text in SENDS)


def test_ses_records_come_out_byte_for_byte_and_others_are_counted() -> None:
    read = contents(packed([OTHER, *SENDS, OTHER]))
    assert read.records == RAW
    assert (read.others, read.damage) == (2, "")


def test_a_file_without_ses_is_not_decoded_and_still_counted() -> None:
    read = contents(packed([OTHER] * 3))
    assert (read.records, read.others, read.damage) == ((), 3, "")


def test_a_file_that_is_not_packed() -> None:
    assert contents(gzip.decompress(packed(SENDS))).records == RAW


def test_a_large_file_is_read_record_by_record() -> None:
    """So that no single call holds up the screen."""
    spaced = gzip.compress(b'{ "Records" : [\n' + b" ,\n\t".join(RAW) + b"\n] }")
    read = contents(spaced, at_once=0)
    assert (read.records, read.damage) == (RAW, "")


@given(st.integers(0, len(packed(SENDS)) - 1))
def test_a_cut_off_file_gives_what_precedes_the_cut(at: int) -> None:
    read = contents(packed(SENDS)[:at])
    assert read.damage
    assert read.records == RAW[: len(read.records)]


@given(st.integers(0, len(packed(SENDS)) - 1), st.integers(1, 255))
def test_an_altered_file_never_passes_for_a_whole_one(at: int, change: int) -> None:
    data = bytearray(packed(SENDS))
    data[at] ^= change
    read = contents(bytes(data))
    assert read.damage or read.records == RAW


@given(st.binary(max_size=200))
def test_anything_at_all(data: bytes) -> None:
    contents(data)
    contents(gzip.compress(data + b"ses.amazonaws.com"))


@pytest.mark.parametrize(
    ("plain", "kept", "damage"),
    [
        (b"", 0, "empty"),
        (b'{"Records": [' + RAW[0], 1, "breaks off"),
        (b'{"Records": [' + RAW[0] + b", nonsense", 1, "breaks off"),
        (b'{"Records": [' + RAW[0] + b', {"a":],\n' + RAW[1] + b"]}", 2, "breaks off"),
        (b'{"Records": [' + b"[" * 100_000 + b"ses.amazonaws.com", 0, "breaks off"),
    ],
)
def test_what_is_no_log_file_says_why(plain: bytes, kept: int, damage: str) -> None:
    read = contents(plain)
    assert len(read.records) == kept
    assert damage in read.damage


@pytest.mark.parametrize(
    "plain",
    [
        b'{"ses.amazonaws.com": 1}',
        b'{"digestS3Object": "ses.amazonaws.com"}',
        b'{"Records": [{"level": "info"}]}',
        b'{"Records": [{"eventSource": "aws:s3", "s3": {"object": {"key": "ses.amazonaws.com"}}}]}',
    ],
)
def test_what_holds_no_records_is_no_record_of_another_service(plain: bytes) -> None:
    read = contents(gzip.compress(plain))
    assert (read.records, read.others, read.damage) == ((), 0, "")
    assert sum(read.left_out.values()) == 1


def test_a_bomb_is_not_unpacked() -> None:
    assert "more than 1 MB" in contents(gzip.compress(bytes(3 << 20)), most=1 << 20).damage

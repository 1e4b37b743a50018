from __future__ import annotations

import json
from datetime import UTC, timedelta, timezone

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sestrail_tui.core.record import Record
from sestrail_tui.core.units import duration_text, time_text
from sestrail_tui.writers.lines import (
    WIDEST_CELL,
    jsonl_line,
    notes,
    text_line,
)
from tests.writers.records import HOSTILE, SEND

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(values, st.sampled_from([None, 0, 1, 2, "\t"]), st.booleans())
def test_jsonl_keeps_the_value_on_one_line(value: object, indent: int, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    raw = text.encode("utf-8", "surrogatepass").replace(b"\n", b"\r\n")
    line = jsonl_line(Record(raw=raw))
    assert b"\n" not in line
    assert b"\r" not in line
    assert json.loads(line) == value


def test_jsonl_of_a_record_on_one_line_is_the_bytes_delivered() -> None:
    raw = b' {"a" : 1.10,\t"a":"\\u001b"} '
    assert jsonl_line(Record(raw=raw)) is raw


def test_jsonl_of_what_is_no_json_stays_one_line_and_apart() -> None:
    assert jsonl_line(Record(raw=b"\xffone\n\n two\r\n")) == b"\xffone two"


def test_a_text_line_reads_like_the_table() -> None:
    assert text_line(SEND) == (
        "2025-04-14T20:02:52Z  SendEmail v2    hoge-iwasa                    "
        "sender@example.com                hoge-config     Chrome 135       4m12s  console mfa"
    )


def test_a_text_line_has_a_zone() -> None:
    assert text_line(SEND, timezone(timedelta(hours=9))).startswith("2025-04-15T05:02:52+09:00  ")


def test_text_lines_are_aligned_by_cells() -> None:
    wide = msgspec.structs.replace(SEND, principal="日本")
    assert text_line(wide).index("sender@") == text_line(SEND).index("sender@") - 2


def test_a_long_value_keeps_its_end_until_it_is_absurd() -> None:
    long = "a" * 80 + "@example.com"
    assert long in text_line(msgspec.structs.replace(SEND, sender=long))
    endless = msgspec.structs.replace(SEND, sender="a" * 10_000)
    assert "a" * (WIDEST_CELL - 1) + "… " in text_line(endless)


def test_the_empty_record_is_a_line_too() -> None:
    assert text_line(Record(raw=b"")).split() == ["unreadable", "(none)", "unreadable"]


@pytest.mark.parametrize(
    "field", ["call", "principal", "sender", "config_set", "client", "error", "error_message"]
)
def test_hostile_text_stays_text(field: str) -> None:
    record = msgspec.structs.replace(SEND, **{"error": "Refused", field: HOSTILE})
    line = text_line(record)
    assert line.isprintable()
    assert "[/]" in line


def test_notes_say_what_is_out_of_the_ordinary() -> None:
    assert notes(Record(raw=b"", kind="send")) == ""
    assert notes(Record(raw=b"", kind="change", console="yes")) == "change console"
    refused = Record(raw=b"", kind="send", mfa="yes", error="Throttling", error_message="Slow down")
    assert notes(refused) == "mfa Throttling: Slow down"


@pytest.mark.parametrize(
    ("duration_ms", "text"),
    [
        (None, ""),
        (999, "0s"),
        (1000, "1s"),
        (59_999, "59s"),
        (252_000, "4m12s"),
        (7_500_000, "2h05m"),
        (273_600_000, "3d04h"),
        (-1500, "-1s"),
    ],
)
def test_durations(duration_ms: int | None, text: str) -> None:
    assert duration_text(duration_ms) == text


def test_times_no_calendar_holds_are_said_in_ms() -> None:
    assert time_text(10**18) == "1000000000000000000 ms"
    assert time_text(0, UTC) == "1970-01-01T00:00:00Z"

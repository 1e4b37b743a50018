from __future__ import annotations

import csv

import msgspec
import pytest

from sestrail_tui.core.record import Record
from sestrail_tui.writers.csv import csv_header, csv_line
from tests.writers.records import HOSTILE, SEND


@pytest.mark.parametrize("field", ["call", "principal", "sender", "error_message"])
def test_hostile_text_stays_text(field: str) -> None:
    line = csv_line(msgspec.structs.replace(SEND, **{"error": "Refused", field: HOSTILE}))
    assert line.isprintable()
    assert "[/]" in line


def test_csv_reads_back() -> None:
    record = msgspec.structs.replace(SEND, error_message='said "no", twice', tags=("a=1", "b=2"))
    header, row = csv.reader([csv_header(), csv_line(record)])
    cells = dict(zip(header, row, strict=True))
    assert cells["error_message"] == 'said "no", twice'
    assert cells["tags"] == "a=1 b=2"
    assert cells["lag_s"] == "252.000"
    assert cells["time"] == "2025-04-14T20:02:52Z"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\uff1d", " =", "\xa0 +", "\n="])
def test_csv_runs_no_formula(start: str) -> None:
    record = Record(raw=b"", agent=f"{start}cmd|'/c calc'!A1")
    header, row = csv.reader([csv_header(), csv_line(record)])
    cell = dict(zip(header, row, strict=True))["user_agent"]
    assert cell.lstrip()[0] not in "=+-@\t\r\uff1d"
    assert cell.endswith("cmd|'/c calc'!A1")


def test_a_negative_lag_is_a_number_not_a_formula() -> None:
    early = msgspec.structs.replace(SEND, delivered_ms=1_744_660_970_500)
    assert "-1.500" in next(csv.reader([csv_line(early)]))

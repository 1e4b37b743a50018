"""A record as a row of CSV: safe text, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import re
from functools import partial
from typing import TYPE_CHECKING, Final

from sestrail_tui.core.safe_text import safe
from sestrail_tui.core.units import time_text
from sestrail_tui.filters.fields.registry import FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.core.record import Record
    from sestrail_tui.filters.fields.field import Field


def csv_header() -> str:
    """Return the names of the CSV columns."""
    return _csv_row(tuple(_COLUMNS))


def csv_line(record: Record) -> str:
    """Return a record as a row, without the newline."""
    return _csv_row(tuple(_unspreadsheet(safe(value(record))) for value in _COLUMNS.values()))


def _value(record: Record, field: Field) -> str:
    value = getattr(record, field.column)
    return value if isinstance(value, str) else " ".join(value)


_COLUMNS: Final[dict[str, Callable[[Record], str]]] = {
    "time": lambda record: time_text(record.time_ms),
    "delivered": lambda record: time_text(record.delivered_ms),
    "lag_s": lambda record: "" if record.lag_ms is None else f"{record.lag_ms / 1000:.3f}",
    **{field.csv: partial(_value, field=field) for field in FIELDS.values() if field.csv},
}

_FORMULA: Final = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
"""First characters of a formula in some spreadsheet, full-width ones too (OWASP), blanks before
them left aside."""


_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")


def _unspreadsheet(text: str) -> str:
    if text.lstrip().startswith(_FORMULA) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def _csv_row(cells: tuple[str, ...]) -> str:
    row = io.StringIO()
    csv.writer(row, lineterminator="").writerow(cells)
    return row.getvalue()

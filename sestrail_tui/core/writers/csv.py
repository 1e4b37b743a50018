"""A record as a row of CSV: safe text, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

from sestrail_tui.core.safe_text import safe
from sestrail_tui.core.units import time_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.core.record import Record


def csv_header() -> str:
    """Give the names of the CSV columns."""
    return _csv_row(tuple(_COLUMNS))


def csv_line(record: Record) -> str:
    """Give a record as a row, without the newline."""
    return _csv_row(tuple(_unspreadsheet(safe(value(record))) for value in _COLUMNS.values()))


_COLUMNS: Final[dict[str, Callable[[Record], str]]] = {
    "time": lambda record: time_text(record.time_ms),
    "delivered": lambda record: time_text(record.delivered_ms),
    "lag_s": lambda record: "" if record.lag_ms is None else f"{record.lag_ms / 1000:.3f}",
    "kind": lambda record: record.kind,
    "call": lambda record: record.call,
    "principal": lambda record: record.principal,
    "from": lambda record: record.sender,
    "config_set": lambda record: record.config_set,
    "template": lambda record: record.template,
    "tags": lambda record: " ".join(record.tags),
    "error": lambda record: record.error,
    "error_message": lambda record: record.error_message,
    "console": lambda record: record.console,
    "mfa": lambda record: record.mfa,
    "tls": lambda record: record.tls,
    "host": lambda record: record.host,
    "ip": lambda record: record.ip,
    "client": lambda record: record.client,
    "user_agent": lambda record: record.agent,
    "region": lambda record: record.region,
    "account": lambda record: record.account,
    "source": lambda record: record.source,
    "event_id": lambda record: record.event_id,
    "message_id": lambda record: record.message_id,
    "request_id": lambda record: record.request_id,
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

"""A record as one line, as delivered or readable; without the newline."""

from __future__ import annotations

from datetime import UTC
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len, set_cell_size

from sestrail_tui.core.safe_text import safe
from sestrail_tui.core.units import duration_text, time_text
from sestrail_tui.filters.columns import COLUMNS, FLAGS, LAG, TIME, Column

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from sestrail_tui.core.record import Record

WRITTEN: Final = [c for c in COLUMNS.values() if not c.layout.only_if_several]
"""The columns of text and Markdown."""
_LOCAL_TIME: Final = 25
"""Cells of a time with its zone."""
WIDEST_CELL: Final = 120
"""No value of a text line takes more cells than this; a caller chooses many of them."""


def jsonl_line(record: Record) -> bytes:
    """Return the record exactly as delivered; one that spans lines is joined into one.

    JSON allows a newline only between its tokens, so the value of the record stays what it was.
    """
    raw = record.raw
    if b"\n" not in raw and b"\r" not in raw:
        return raw
    return b" ".join(line.strip(b" \t") for line in raw.splitlines() if line.strip())


def text_line(record: Record, zone: tzinfo | None = UTC) -> str:
    """Return one readable line: the columns of the table, without those seldom worth their room.

    ``zone`` is the zone of the time; ``None`` is the machine's own. Long values push the ones
    after them to the right rather than lose their end.
    """
    cells = [_padded(column, text, zone) for column, text in columns_of(record, zone)]
    return "  ".join(cells).rstrip()


def columns_of(record: Record, zone: tzinfo | None = UTC) -> Iterator[tuple[Column, str]]:
    """Yield the table's columns of one record, each with its text; not those seldom worth it."""
    for column in WRITTEN:
        if column is TIME:
            text = time_text(record.time_ms, zone)
        elif column is LAG:
            text = duration_text(record.lag_ms)
        elif column is FLAGS:
            text = notes(record)
        else:
            text = (column.layout.written or attrgetter(column.attribute))(record)
        yield column, text


def notes(record: Record) -> str:
    """Return what is out of the ordinary: no send, a console session, MFA, the refusal."""
    words: list[str] = [record.kind] if record.kind != "send" else []
    words += ["console"] if record.console == "yes" else []
    words += ["mfa"] if record.mfa == "yes" else []
    if record.error:
        message = f": {record.error_message}" if record.error_message else ""
        words.append(_crop(safe(record.error + message)))
    return " ".join(words)


def _padded(column: Column, text: str, zone: tzinfo | None) -> str:
    if column is FLAGS:  # its values are cropped one by one
        return text
    text = _crop(safe(text))
    width = _LOCAL_TIME if column is TIME and zone is not UTC else column.layout.in_text
    padding = " " * (width - cell_len(text))
    return padding + text if column.layout.is_number else text + padding


def _crop(text: str) -> str:
    if cell_len(text) <= WIDEST_CELL:
        return text
    return set_cell_size(text, WIDEST_CELL - 1) + "…"

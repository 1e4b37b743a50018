"""A record as one line, as delivered or readable; without the newline."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len, set_cell_size

from sestrail_tui.core.safe_text import safe
from sestrail_tui.core.units import duration_text, time_text

if TYPE_CHECKING:
    from datetime import tzinfo

    from sestrail_tui.core.record import Record

NONE: Final = "(none)"
"""How an absent value reads, here and in a filter."""

WIDEST_CELL: Final = 120
"""No value of a text line takes more cells than this; a caller chooses many of them."""


def jsonl_line(record: Record) -> bytes:
    """Give the record exactly as delivered; one that spans lines is joined into one.

    JSON allows a newline only between its tokens, so the value of the record stays what it was.
    """
    raw = record.raw
    if b"\n" not in raw and b"\r" not in raw:
        return raw
    return b" ".join(line.strip(b" \t") for line in raw.splitlines() if line.strip())


def text_line(record: Record, zone: tzinfo | None = UTC) -> str:
    """Give one readable line: time, call, principal, from, configuration set, client, lag, notes.

    ``zone`` is the zone of the time; ``None`` is the machine's own. Long values push the ones
    after them to the right rather than lose their end.
    """
    cells = (
        _cell(time_text(record.time_ms, zone), 20 if zone is UTC else 25),
        _cell(record.call or record.name or record.kind, 14),
        _cell(record.principal, 28),
        _cell(record.sender, 32),
        _cell(record.config_set or NONE, 14),
        _cell(record.client, 14),
        duration_text(record.lag_ms).rjust(6),
        notes(record),
    )
    return "  ".join(cells).rstrip()


def notes(record: Record) -> str:
    """Give what is out of the ordinary: no send, a console session, MFA, the refusal."""
    words: list[str] = [record.kind] if record.kind != "send" else []
    words += ["console"] if record.console == "yes" else []
    words += ["mfa"] if record.mfa == "yes" else []
    if record.error:
        said = f"{record.error}: {record.error_message}" if record.error_message else record.error
        words.append(_crop(safe(said)))
    return " ".join(words)


def _cell(text: str, width: int) -> str:
    text = _crop(safe(text))
    return text + " " * (width - cell_len(text))


def _crop(text: str) -> str:
    if cell_len(text) <= WIDEST_CELL:
        return text
    return set_cell_size(text, WIDEST_CELL - 1) + "…"

"""When two deliveries are the same record: same ``eventID`` and same content, however written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from sestrail_tui.core.parsing.tolerant_json import load

if TYPE_CHECKING:
    from sestrail_tui.core.record import Record

_sorted: Final = msgspec.json.Encoder(order="sorted").encode


def content_key(record: Record) -> int:
    """Return a 64-bit key, equal for equal records, for use within this process only.

    White space, the order of keys and the way strings are escaped do not count; all else does,
    so that two records under one ``eventID`` are both kept, as AWS's own published samples need
    it. A record without an ``eventID`` is known by its bytes alone.
    """
    raw = record.raw
    return hash(_canonical(raw) if record.event_id else raw)


def _canonical(raw: bytes) -> bytes:
    """Return the JSON with its keys in order and nothing between the tokens."""
    try:
        return _sorted(load(raw))
    except (ValueError, RecursionError, OverflowError, TypeError):
        return raw

"""When two deliveries are the same record: same ``eventID`` and same content, however written."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import adler32

import msgspec

if TYPE_CHECKING:
    from sestrail_tui.cloudtrail.record import Record


def content_key(record: Record) -> int:
    """Give a 64-bit key, equal for equal records, for use within this process only.

    White space, the order of keys and the way strings are escaped do not count; all else does,
    so that two records under one ``eventID`` are both kept, as AWS's own published samples need
    it. A record without an ``eventID`` is known by its bytes alone.
    """
    raw = record.raw
    if not record.event_id:
        return hash(raw)
    if b"\\" in raw:
        raw = _unescaped(raw)
    # Four passes of memchr are faster than one of translate.
    tokens = raw.replace(b" ", b"").replace(b"\n", b"").replace(b"\r", b"").replace(b"\t", b"")
    # The low half of Adler-32 is the sum of the bytes, which does not depend on their order.
    total = adler32(tokens) & 0xFFFF
    return hash(
        (
            record.event_id,
            record.time_ms,
            record.call,
            record.principal,
            record.sender,
            record.config_set,
            record.agent,
            record.error_message,
            record.message_id,
            record.request_id,
            record.account,
            len(tokens),
            total,
        )
    )


def _unescaped(raw: bytes) -> bytes:
    try:
        return msgspec.json.encode(msgspec.json.decode(raw))
    except (ValueError, RecursionError, OverflowError):
        return raw

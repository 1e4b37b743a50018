"""What GetQueryResults of CloudWatch Logs answers (see `typed_body`)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import msgspec

from sestrail_tui.account.session.typed_body import TypedBody

_BIG_BODY: Final = 1 << 20
"""Bytes that may take longer to decode than a frame."""


class ResultField(msgspec.Struct, frozen=True, gc=False):
    """One field of a row."""

    field: str = ""
    value: str = ""


class InsightsStatistics(msgspec.Struct, frozen=True, rename="camel"):
    """What a query found and scanned so far."""

    records_matched: float = 0.0
    bytes_scanned: float = 0.0


class InsightsPage(msgspec.Struct, frozen=True, rename="camel"):
    """One page of rows; of a query that still runs, some of them."""

    status: str = "Unknown"
    """Scheduled, Running, Complete, Failed, Cancelled, Timeout or Unknown."""
    results: list[list[ResultField]] = []
    statistics: InsightsStatistics = InsightsStatistics()
    next_token: str | None = None


RESULTS: Final = TypedBody("GetQueryResults", InsightsPage, _BIG_BODY, strict=False)


def moment_ms(text: str) -> int | None:
    """Read ``2026-11-23 09:00:00.123`` (UTC) as ms since the epoch; ``None`` for other text."""
    try:
        return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)
    except ValueError:
        return None

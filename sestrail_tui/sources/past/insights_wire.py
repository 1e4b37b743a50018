"""GetQueryResults bodies, decoded by msgspec on botocore's ``before-parse`` event (see `wire`)."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

EVENT: Final = "before-parse.cloudwatch-logs.GetQueryResults"
_KEY: Final = "sestrailResults"
_BIG_BODY: Final = 1 << 20
"""Bytes that may take longer to decode than a frame."""


class Cell(msgspec.Struct, frozen=True, gc=False):
    """One field of a row."""

    field: str = ""
    value: str = ""


class Statistics(msgspec.Struct, frozen=True, rename="camel"):
    """What a query found and scanned so far."""

    records_matched: float = 0.0
    bytes_scanned: float = 0.0


class Results(msgspec.Struct, frozen=True, rename="camel"):
    """One page of rows; of a query that still runs, some of them."""

    status: str = "Unknown"
    """Scheduled, Running, Complete, Failed, Cancelled, Timeout or Unknown."""
    results: list[list[Cell]] = []
    statistics: Statistics = Statistics()
    next_token: str | None = None


_decode = msgspec.json.Decoder(Results).decode


async def take_over(
    response_dict: dict[str, Any], customized_response_dict: dict[str, Any], **_rest: Any
) -> None:
    """Decode a GetQueryResults body in botocore's place (a handler of `EVENT`)."""
    body = response_dict["body"]
    if response_dict["status_code"] != 200:
        return
    try:
        found = await asyncio.to_thread(_decode, body) if len(body) > _BIG_BODY else _decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return
    customized_response_dict[_KEY] = found
    response_dict["body"] = b"{}"


def results_of(answer: dict[str, Any]) -> Results:
    """Give the results of an answer, whoever parsed it."""
    found = answer.get(_KEY)
    if isinstance(found, Results):
        return found
    return msgspec.convert(answer, Results, strict=False)


def moment_ms(text: str) -> int | None:
    """Read ``2026-11-23 09:00:00.123`` (UTC) as ms since the epoch; ``None`` for other text."""
    try:
        return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)
    except ValueError:
        return None

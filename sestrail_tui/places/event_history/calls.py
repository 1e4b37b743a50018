"""CloudTrail's LookupEvents call, typed (AWS: LookupEvents API reference)."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Protocol

import msgspec

from sestrail_tui.account.errors.call import CallName
from sestrail_tui.account.errors.source_errors import to_source_error

if TYPE_CHECKING:
    from sestrail_tui.account.session.clients import Clients

_WHOLE_ANSWER_S: Final = 60
_PAGE: Final = 50
"""The most that AWS gives."""


class HistoryEvent(msgspec.Struct, frozen=True, rename="pascal"):
    """One event of the history; the record is a JSON text inside."""

    event_id: str = ""
    event_time: datetime | None = None
    cloud_trail_event: str = ""


class Changes(msgspec.Struct, frozen=True, rename="pascal"):
    """One page, newest first."""

    events: list[HistoryEvent] = []
    next_token: str | None = None


class ReadChanges(Protocol):
    """Reads one page of event history."""

    async def __call__(self, start_ms: int, end_ms: int, token: str | None) -> Changes:
        """Return the SES events between two times (ms UTC), or the page of ``token``.

        A token is good only with the times it came from. Raises `SourceError`.
        """


class LookupEvents:
    """`ReadChanges` over aiobotocore."""

    def __init__(self, clients: Clients, region: str, login: str) -> None:
        self._clients = clients
        self._region = region
        self._call = CallName("cloudtrail:LookupEvents", region, login=login)

    async def __call__(self, start_ms: int, end_ms: int, token: str | None) -> Changes:
        """Return one page."""
        asked: dict[str, Any] = {
            "LookupAttributes": [
                {"AttributeKey": "EventSource", "AttributeValue": "ses.amazonaws.com"}
            ],
            "StartTime": datetime.fromtimestamp(start_ms / 1000, UTC),
            "EndTime": datetime.fromtimestamp(end_ms / 1000, UTC),
            "MaxResults": _PAGE,
        }
        if token is not None:
            asked["NextToken"] = token
        try:
            client = await self._clients.client("cloudtrail", self._region)
            async with asyncio.timeout(_WHOLE_ANSWER_S):
                answer = await client.lookup_events(**asked)
            return msgspec.convert(answer, Changes)
        except Exception as error:
            raise to_source_error(error, self._call) from error

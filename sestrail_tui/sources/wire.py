"""FilterLogEvents bodies, decoded by msgspec on botocore's ``before-parse`` event.

botocore walks each response along its service model, which takes half the time of a follow
loop; its ``before-parse`` event may take the body over. Signing, endpoints and errors stay
botocore's: only the body of a 200 answer is read here, and one that msgspec refuses (a lone
surrogate) is left to botocore's own parser.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

import msgspec

EVENT: Final = "before-parse.cloudwatch-logs.FilterLogEvents"
_KEY: Final = "sestrailPage"
_BIG_BODY: Final = 2 << 20
"""Bytes that take longer to decode than a frame; AWS's pages stay below 1 MB."""


class LogEvent(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    """One log event (AWS: FilteredLogEvent); times are ms since the epoch, UTC."""

    event_id: str = ""
    timestamp: int = 0
    ingestion_time: int | None = None
    message: str = ""

    @property
    def raw(self) -> bytes:
        """The message as the bytes that were delivered."""
        return self.message.encode("utf-8", "surrogatepass")


class Page(msgspec.Struct, frozen=True, rename="camel"):
    """One answer: at most 1 MB or 10,000 events; it may be empty and still not the last."""

    events: list[LogEvent] = []
    next_token: str | None = None


_decode = msgspec.json.Decoder(Page).decode


async def take_over(
    response_dict: dict[str, Any], customized_response_dict: dict[str, Any], **_rest: Any
) -> None:
    """Decode a FilterLogEvents body in botocore's place (a handler of `EVENT`)."""
    body = response_dict["body"]
    if response_dict["status_code"] != 200:
        return
    try:
        page = await asyncio.to_thread(_decode, body) if len(body) > _BIG_BODY else _decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return
    customized_response_dict[_KEY] = page
    response_dict["body"] = b"{}"


def page_of(answer: dict[str, Any]) -> Page:
    """Give the page of an answer, whoever parsed it."""
    page = answer.get(_KEY)
    if isinstance(page, Page):
        return page
    return msgspec.convert(answer, Page)

"""Sending an answer, and the faults that happen on the way: a stall, a reset connection."""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import TYPE_CHECKING, Final

from aiohttp import web

from .faults import WIRE

if TYPE_CHECKING:
    from .account import Account
    from .answer import Answer

LINGER_RST: Final = struct.pack("ii", 1, 0)
"""SO_LINGER on, zero seconds: closing sends RST instead of FIN."""


def plain(answer: Answer, request_id: str) -> web.Response:
    """Make the HTTP response of an answer."""
    headers = {"Content-Type": answer.content_type, "x-amzn-RequestId": request_id}
    return web.Response(
        body=answer.body, status=answer.status, headers={**headers, **answer.headers}
    )


async def send(
    account: Account, request: web.Request, answer: Answer, api: str, request_id: str
) -> web.StreamResponse:
    """Send an answer, after a stall or cut off in the middle where a fault says so."""
    fault = account.faults.take(WIRE, api)
    if fault is None:
        return plain(answer, request_id)
    if fault.name == "stall":
        await asyncio.sleep(fault.seconds)
        return plain(answer, request_id)
    response = web.StreamResponse(headers={"Content-Type": answer.content_type})
    response.content_length = len(answer.body) + 1
    await response.prepare(request)
    await response.write(answer.body[: len(answer.body) // 2 + 1])
    cut(request)
    return response


def cut(request: web.Request) -> None:
    """Reset the connection."""
    transport = request.transport
    if transport is not None:
        transport.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, LINGER_RST
        )
        transport.abort()

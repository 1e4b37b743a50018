"""Sending an answer, and the faults on its way: a stall, a reset, a cut, altered bytes."""

from __future__ import annotations

import socket
import struct
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from aiohttp import web

if TYPE_CHECKING:
    from sestrail_tui.core.clock import Clock
    from sestrail_tui.local_aws.wire.answer import Answer
    from sestrail_tui.local_aws.wire.faults import Fault

LINGER_RST: Final = struct.pack("ii", 1, 0)
"""SO_LINGER on, zero seconds: closing sends RST instead of FIN."""


def plain(answer: Answer, request_id: str) -> web.Response:
    """Make the HTTP response of an answer."""
    headers = {"Content-Type": answer.content_type, "x-amzn-RequestId": request_id}
    return web.Response(
        body=answer.body, status=answer.status, headers={**headers, **answer.headers}
    )


async def send(
    request: web.Request, answer: Answer, fault: Fault | None, clock: Clock, request_id: str
) -> web.StreamResponse:
    """Send an answer, after a stall or cut off in the middle where a fault says so."""
    if fault is None:
        return plain(answer, request_id)
    if fault.name == "stall":
        await clock.sleep(fault.seconds)
        return plain(answer, request_id)
    if fault.name == "corrupt_frame":
        return plain(replace(answer, body=damaged(answer.body)), request_id)
    headers = {"Content-Type": answer.content_type, **answer.headers}
    response = web.StreamResponse(headers=headers, status=answer.status)
    response.content_length = len(answer.body) + 1
    await response.prepare(request)
    await response.write(answer.body[: len(answer.body) // 2 + 1])
    if fault.name == "reset":
        cut(request)
    elif request.transport is not None:
        request.transport.close()
    return response


def damaged(body: bytes) -> bytes:
    """Alter some bytes in the middle, so that the body is no text any more."""
    middle = len(body) // 2
    return body[:middle] + b'"\xff{' + body[middle + 3 :]


def cut(request: web.Request) -> None:
    """Reset the connection."""
    transport = request.transport
    if transport is not None:
        transport.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, LINGER_RST
        )
        transport.abort()

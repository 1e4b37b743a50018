"""A Live Tail session on the wire: frames every second, and the ways in which it can end.

What comes and what is sent are two tasks, so that a reader that is too slow, or a stall, loses
updates as it does on AWS. The faults are those of `STREAMING` and of the wire, for the API
``StartLiveTail``; each happens at a session's next update.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from aiohttp import web

from sestrail_tui.local_aws.logs.live_tail import close_session, open_session
from sestrail_tui.local_aws.logs.live_tail_session import (
    SESSION_S,
    UPDATE_EVENTS,
    LiveTailSession,
    PendingUpdates,
    Update,
)
from sestrail_tui.local_aws.wire import event_stream
from sestrail_tui.local_aws.wire.faults import STREAMING, WIRE
from sestrail_tui.local_aws.wire.protocol import check_event
from sestrail_tui.local_aws.wire.sending import cut

if TYPE_CHECKING:
    from sestrail_tui.local_aws.logs.account import LogsAccount
    from sestrail_tui.local_aws.wire.answer import ApiCall
    from sestrail_tui.local_aws.wire.faults import Fault

OPERATION: Final = "StartLiveTail"
EVERY_S: Final = 1.0
TIMEOUT: Final = event_stream.exception("SessionTimeoutException", "The session has timed out.")
FAILURE: Final = event_stream.exception(
    "SessionStreamingException", "An unknown error has occurred in the session."
)


async def serve(
    account: LogsAccount, call: ApiCall, request: web.Request, request_id: str
) -> web.StreamResponse:
    """Open a session and send it until it ends or the reader leaves. Raises `AwsError`."""
    session = open_session(account, call)
    try:
        response = web.StreamResponse(
            headers={
                "Content-Type": event_stream.CONTENT_TYPE,
                "x-amzn-RequestId": request_id,
            }
        )
        response.enable_chunked_encoding()
        await response.prepare(request)
        await response.write(event_stream.event("initial-response", {}))
        await response.write(encoded("sessionStart", session.start))
        with suppress(ConnectionError):
            await Stream(account, session, request, response).run()
    finally:
        close_session(account, session)
    return response


def encoded(kind: str, payload: Update) -> bytes:
    """Encode an event after holding it against AWS's model of it."""
    check_event("logs", OPERATION, kind, payload)
    return event_stream.event(kind, payload)


class Stream:
    """One session being sent."""

    def __init__(
        self,
        account: LogsAccount,
        session: LiveTailSession,
        request: web.Request,
        response: web.StreamResponse,
    ) -> None:
        self.account = account
        self.session = session
        self.request = request
        self.response = response
        self.waiting = PendingUpdates()
        self.came = asyncio.Event()

    async def run(self) -> None:
        """Send until the session is over."""
        making = asyncio.create_task(self.make())
        try:
            while await self.send():
                pass
        finally:
            making.cancel()

    async def make(self) -> None:
        """Make an update every second, whether or not anybody takes it."""
        account = self.account
        while True:
            await account.clock.sleep(EVERY_S)
            sampled = account.faults.take(SAMPLED, OPERATION)
            most = UPDATE_EVENTS if sampled is None else 0
            update = self.session.update(account.clock.now_ms(), most)
            if sampled is not None:
                update["sessionMetadata"]["sampled"] = True
            self.waiting.put(update)
            self.came.set()

    async def send(self) -> bool:
        """Send what waits; False where that was the session's end."""
        await self.came.wait()
        self.came.clear()
        fault = self.account.faults.take(STREAMING | WIRE, OPERATION)
        if fault is not None and fault.name == "stall":
            await self.account.clock.sleep(fault.seconds)
        elif fault is not None:
            await self.fail(fault)
            return False
        for update in self.waiting.take():
            await self.response.write(encoded("sessionUpdate", update))
        if self.account.clock.monotonic() - self.session.opened_s >= SESSION_S:
            await self.response.write(TIMEOUT)
            return False
        return True

    async def fail(self, fault: Fault) -> None:
        """End the session as the fault says; what waits is lost."""
        update: Update = next(self.waiting.take(), {"sessionResults": []})
        whole = encoded("sessionUpdate", update)
        if fault.name == "session_timeout":
            await self.response.write(TIMEOUT)
        elif fault.name == "streaming_error":
            await self.response.write(FAILURE)
        elif fault.name == "corrupt_frame":
            await self.response.write(event_stream.corrupted(whole))
        elif fault.name == "truncated_stream":
            await self.response.write(whole[: len(whole) // 2])
        elif fault.name == "reset":
            await self.response.write(whole[: len(whole) // 2])
            cut(self.request)


SAMPLED: Final = frozenset({"sampled"})

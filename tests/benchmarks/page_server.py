"""FilterLogEvents served from memory: ``python -m tests.benchmarks.page_server COUNT``.

A process of its own whose pages were written beforehand, so that neither its CPU counts nor its
speed bounds a client. Prints its address, and ends when its standard input does.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec
from aiohttp import web

from tests.benchmarks.corpus import file_of

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE_BYTES: Final = 1 << 20
"""AWS: FilterLogEvents answers at most 1 MB, counted as the messages and 26 bytes each."""
_OVERHEAD: Final = 26
_AGE_S: Final = 1800
"""How old the log events are: within one hour's slice of whoever reads by the hour."""
_EMPTY: Final = b'{"events":[],"searchedLogStreams":[]}'


@dataclass(frozen=True, slots=True)
class LogPage:
    """One answer, and the time stamps in it (ms UTC)."""

    body: bytes
    first_ms: int
    last_ms: int


def pages(count: int, first_ms: int) -> list[LogPage]:
    """Write ``count`` records as answers; one is delivered each millisecond from ``first_ms``."""
    made: list[LogPage] = []
    events: list[dict[str, object]] = []
    size = 0
    with file_of(count).open("rb") as file:
        for number, row in enumerate(file):
            raw = row.rstrip(b"\n")
            if events and size + len(raw) + _OVERHEAD > PAGE_BYTES:
                made.append(_page(events, len(made) + 1, last=False))
                events, size = [], 0
            size += len(raw) + _OVERHEAD
            events.append(
                {
                    "logStreamName": "123456789012_CloudTrail_us-east-1",
                    "timestamp": first_ms + number,
                    "message": raw.decode(),
                    "ingestionTime": first_ms + number + 250,
                    "eventId": f"{number:056}",
                }
            )
    made.append(_page(events, len(made) + 1, last=True))
    return made


def _page(events: list[dict[str, object]], following: int, *, last: bool) -> LogPage:
    answer: dict[str, object] = {"events": events, "searchedLogStreams": []}
    if not last:
        answer["nextToken"] = str(following)
    stamps = [event["timestamp"] for event in (events[0], events[-1])]
    first_ms, last_ms = (stamp for stamp in stamps if isinstance(stamp, int))
    return LogPage(msgspec.json.encode(answer), first_ms, last_ms)


def application(made: list[LogPage]) -> web.Application:
    """Serve them; a window that holds none of the log events gets none, any other gets all."""

    async def handle(request: web.Request) -> web.Response:
        operation = request.headers.get("X-Amz-Target", "").rpartition(".")[2]
        if operation != "FilterLogEvents":
            refusal = b'{"__type":"AccessDeniedException","message":"only FilterLogEvents"}'
            return web.Response(status=400, body=refusal, content_type=_JSON)
        asked = msgspec.json.decode(await request.read(), type=dict[str, object])
        start, end, token = asked.get("startTime", 0), asked.get("endTime"), asked.get("nextToken")
        assert isinstance(start, int)
        beyond = isinstance(end, int) and end < made[0].first_ms
        if token is None and (beyond or start > made[-1].last_ms):
            return web.Response(body=_EMPTY, content_type=_JSON)
        return web.Response(body=made[int(str(token or 0))].body, content_type=_JSON)

    served = web.Application()
    served.router.add_post("/", handle)
    return served


_JSON: Final = "application/x-amz-json-1.1"


@contextmanager
def serving(count: int) -> Iterator[str]:
    """Run it as a process for the length of a ``with`` block; give its address."""
    command = [sys.executable, "-m", "tests.benchmarks.page_server", str(count)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            yield child.stdout.readline().decode().strip()
        finally:
            child.stdin.close()


async def serve(count: int) -> None:
    """Serve until the standard input ends."""
    made = await asyncio.to_thread(pages, count, int((time.time() - _AGE_S) * 1000))
    runner = web.AppRunner(application(made), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    print(f"http://{host}:{port}", flush=True)
    await asyncio.to_thread(sys.stdin.buffer.read)
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))

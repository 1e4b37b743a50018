"""The typed call over moto: an AWS of somebody else's."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from sestrail_tui.account.discovery.log_groups import LogGroup
from sestrail_tui.account.session.clients import Clients
from sestrail_tui.account.session.credentials import static
from sestrail_tui.core.errors import LogGroupMissing, Unreachable
from sestrail_tui.filters.pushdown.filter_pattern import SES_PATTERN
from sestrail_tui.follow.sweeps.pages import EventPage
from sestrail_tui.places.insights.results import RESULTS
from sestrail_tui.places.log_group.calls import PAGES, FilterLogEvents
from tests.account.isolated import boto, make_group, reset
from tests.follow.fakes import message

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sestrail_tui.account.session.typed_body import TypedBody


@asynccontextmanager
async def reading(
    url: str, name: str = "CloudTrail/logs", timeout_s: float = 60
) -> AsyncIterator[FilterLogEvents]:
    clients = Clients(static("a", "b"), endpoint_url=url)
    try:
        group = LogGroup(name, "us-east-1")
        yield FilterLogEvents(clients, group, SES_PATTERN, "", "log in", timeout_s=timeout_s)
    finally:
        await clients.close()


def put(url: str, *events: tuple[int, str]) -> None:
    boto("logs", url).put_log_events(
        logGroupName="CloudTrail/logs",
        logStreamName="s",
        logEvents=[{"timestamp": at, "message": text} for at, text in events],
    )


async def test_messages_arrive_byte_for_byte(moto_url: str) -> None:
    reset(moto_url)
    make_group(moto_url, "CloudTrail/logs")
    now = int(time.time() * 1000)
    texts = [
        message(1),
        json.dumps(json.loads(message(2)), indent=3),
        message(3, userAgent='quote " \\ / \u2028 \U0001f4e7 ünï'),
        '{"eventID": "escaped \\u00fc \\ud83d\\udce7"}',
        "no JSON at all \t\\",
    ]
    put(moto_url, *((now + n, text) for n, text in enumerate(texts)))
    async with reading(moto_url) as read:
        page = await read(now, None, None)
    assert [event.raw for event in page.events] == [text.encode() for text in texts]
    assert [event.timestamp for event in page.events] == [now + n for n in range(5)]
    assert all(event.ingestion_time and event.event_id for event in page.events)
    assert page.next_token is None


@pytest.mark.slow
async def test_pages_and_both_ends_included(moto_url: str) -> None:
    reset(moto_url)
    make_group(moto_url, "CloudTrail/logs")
    now = int(time.time() * 1000) - 60_000
    for start in range(0, 12_000, 6000):
        put(moto_url, *((now + n, message(n)) for n in range(start, start + 6000)))
    async with reading(moto_url) as read:
        first = await read(now + 1, now + 11_000, None)
        assert first.next_token is not None
        second = await read(now + 1, now + 11_000, first.next_token)
    stamps = [event.timestamp for event in (*first.events, *second.events)]
    assert stamps == list(range(now + 1, now + 11_001))


async def test_a_group_that_is_not_there(moto_url: str) -> None:
    reset(moto_url)
    async with reading(moto_url, "nowhere") as read:
        with pytest.raises(LogGroupMissing, match="no log group nowhere in us-east-1"):
            await read(0, None, None)


async def test_no_connection() -> None:
    async with reading("http://127.0.0.1:9") as read:
        with pytest.raises(
            Unreachable, match=r"answers at http://127\.0\.0\.1:9\. .*AWS_ENDPOINT_URL"
        ):
            await read(0, None, None)


async def test_a_stalled_answer_is_given_up() -> None:
    async def trickle(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{")
        await asyncio.sleep(1)
        writer.close()

    server = await asyncio.start_server(trickle, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    async with server, reading(f"http://{host}:{port}", timeout_s=0.2) as read:
        with pytest.raises(Unreachable, match="stalled"):
            await read(0, None, None)
        await asyncio.sleep(1)


async def hooked(
    body: bytes, status: int = 200, answer: TypedBody[Any] = PAGES
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give a body to what listens before botocore parses it."""
    response = {"body": body, "status_code": status, "headers": {}}
    custom: dict[str, Any] = {}
    clients = Clients(static("a", "b"), endpoint_url="http://127.0.0.1:1")
    try:
        client = await clients.client("logs", "us-east-1")
        for typed in (RESULTS, PAGES):  # one client makes both calls
            typed.register(client)
        service = client.meta.service_model
        model = service.operation_model(answer.operation)
        await client.meta.events.emit(
            f"before-parse.{service.service_id.hyphenize()}.{model.name}",
            operation_model=None,
            response_dict=response,
            customized_response_dict=custom,
        )
    finally:
        await clients.close()
    return response, custom


async def test_each_answer_of_one_client_is_decoded_by_its_own() -> None:
    for answer in (PAGES, RESULTS):
        response, custom = await hooked(b'{"nextToken": "t"}', answer=answer)
        assert response["body"] == b"{}"
        assert answer.of(custom).next_token == "t"


async def test_a_body_we_cannot_take_is_left_to_botocore() -> None:
    for body in (b"not json", b'{"events": [{"message": "\\ud800"}]}', b'{"events": 5}'):
        response, custom = await hooked(body)
        assert custom == {}
        assert response["body"] == body
    parsed = {"events": [{"eventId": "1", "timestamp": 5, "message": "\ud800"}]}
    page = PAGES.of(parsed)
    assert page.events[0].raw == b"\xed\xa0\x80"


async def test_an_error_is_botocores() -> None:
    response, custom = await hooked(b'{"__type": "ThrottlingException"}', 400)
    assert custom == {}
    assert response["body"].startswith(b'{"__type"')


async def test_a_big_body_is_decoded_in_a_thread() -> None:
    body = b'{"events": [{"message": "' + b"x" * (3 << 20) + b'"}], "nextToken": "t"}'
    response, custom = await hooked(body)
    page = PAGES.of(custom)
    assert isinstance(page, EventPage)
    assert page.next_token == "t"
    assert response["body"] == b"{}"

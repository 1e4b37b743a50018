"""The whole way over HTTP: every fault of the embedded AWS, shown = delivered, once."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from sestrail_tui.clock import SystemClock
from sestrail_tui.local_aws import bucket_delivery
from sestrail_tui.local_aws.faults import Fault
from sestrail_tui.local_aws.server import LocalServer, running
from sestrail_tui.local_aws.settings import Settings
from sestrail_tui.sources.connect import AwsConnection, Options
from sestrail_tui.sources.pacing import Backoff
from sestrail_tui.sources.source import Arrivals, Health, State
from tests.sources.fakes import message

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

RECORDS = 40


@asynccontextmanager
async def embedded(trail: str) -> AsyncIterator[LocalServer]:
    """Run one whose bucket has a name of its own: moto knows them all in this process."""
    async with running(Settings(trail=trail, log_file_s=0.2)) as server:
        yield server


async def follow(
    server: LocalServer, numbers: range, **more: Any
) -> tuple[Counter[str], list[Health]]:
    """Deliver records meanwhile, some twice, and read until all were shown."""
    options = Options(
        regions=("us-east-1",),
        poll_interval_s=0.2,
        endpoint_url=server.endpoint,
        credentials=("AKIATEST", "secret"),
        history=False,
    )
    feed = await AwsConnection(replace(options, **more), SystemClock()).open()
    counts: Counter[str] = Counter()
    healths: list[Health] = []
    writing = asyncio.create_task(deliver(server, numbers))
    try:
        async with asyncio.timeout(15):
            async for item in feed.news():
                if isinstance(item, Arrivals):
                    counts.update(record.event_id for record in item.records)
                else:
                    healths.append(item)
                    if len(counts) == len(numbers) and item.state is State.LIVE and writing.done():
                        break
    finally:
        await writing
        await feed.close()
    return counts, healths


async def deliver(server: LocalServer, numbers: range) -> None:
    files = server.account.delivery.files
    assert files is not None
    for number in numbers:
        for _ in range(1 + (number % 10 == 0)):
            files.put(server.account.clock.now_ms(), "us-east-1", message(number))
        if number % 8 == 0:
            await bucket_delivery.write(server.account, server.moto)
    await bucket_delivery.write(server.account, server.moto)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retry at once."""
    monkeypatch.setattr(Backoff, "wait_s", lambda _self, _error: 0.05)


FAULTS = {
    "throttle": (Fault("throttle", "ListObjectsV2", 3), State.THROTTLED, "s3:ListBucket"),
    "throttled get": (Fault("throttle", "GetObject", 3), State.THROTTLED, "s3:GetObject"),
    "5xx": (Fault("5xx", "GetObject", 2), State.RETRYING, "s3:GetObject"),
    "access_denied": (Fault("access_denied", "ListObjectsV2", 2), State.REFUSED, "s3:ListBucket"),
    "expired_token": (Fault("expired_token", "GetObject", 1), State.EXPIRED, "expired"),
    "missing_bucket": (Fault("missing_bucket", "ListObjectsV2", 2), State.MISSING, "NoSuchBucket"),
    "reset": (Fault("reset", "GetObject", 2), State.RETRYING, "s3:GetObject"),
    "stall": (Fault("stall", "ListObjectsV2", 1, seconds=0.3), State.LIVE, ""),
    "corrupt_gzip": (Fault("corrupt_gzip", "GetObject", 1), State.LIVE, ""),
    "truncated_gzip": (Fault("truncated_gzip", "GetObject", 1), State.LIVE, ""),
}


@pytest.mark.parametrize("name", FAULTS)
async def test_the_bucket_shows_each_delivery_once(name: str) -> None:
    fault, state, words = FAULTS[name]
    async with embedded(f"b-{name.replace('_', '-').replace(' ', '-')}") as server:
        server.account.faults.add(replace_fault(fault))
        counts, healths = await follow(server, range(RECORDS))
    assert counts == Counter({f"id-{number}": 1 for number in range(RECORDS)})
    assert any(health.state is state and words in health.sentence for health in healths)
    assert healths[-1].state is State.LIVE


QUEUE_FAULTS = {
    "sqs throttle": (Fault("throttle", "ReceiveMessage", 2), State.THROTTLED, "sqs:ReceiveMessage"),
    "sqs denied": (
        Fault("access_denied", "ReceiveMessage", 2),
        State.REFUSED,
        "sqs:ReceiveMessage",
    ),
    "delete denied": (
        Fault("access_denied", "DeleteMessageBatch", 1),
        State.REFUSED,
        "sqs:DeleteMessage",
    ),
    "get reset": (Fault("reset", "GetObject", 1), State.RETRYING, "s3:GetObject"),
    "truncated": (Fault("truncated_gzip", "GetObject", 1), State.LIVE, ""),
}


@pytest.mark.parametrize("name", QUEUE_FAULTS)
async def test_the_queue_shows_each_delivery_once(name: str) -> None:
    fault, state, words = QUEUE_FAULTS[name]
    async with embedded(f"q-{name.replace(' ', '-')}") as server:
        server.account.faults.add(replace_fault(fault))
        settings = server.account.settings
        url = f"{server.endpoint}/{server.moto.account}/{settings.queue}"
        counts, healths = await follow(server, range(RECORDS), queues=(url,))
    assert counts == Counter({f"id-{number}": 1 for number in range(RECORDS)})
    assert any(health.state is state and words in health.sentence for health in healths)


def replace_fault(fault: Fault) -> Fault:
    """Give a copy: the embedded AWS counts it down."""
    return Fault(fault.name, fault.api, fault.count, fault.seconds, fault.status, fault.prefix)

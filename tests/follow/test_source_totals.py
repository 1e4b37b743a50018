"""The bytes of AWS's answers, counted for the source that asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

from sestrail_tui.account.discovery.log_groups import LogGroup
from sestrail_tui.account.session.clients import Clients
from sestrail_tui.account.session.credentials import static
from sestrail_tui.account.traffic import ByteCounter, count_answer
from sestrail_tui.follow.dedupe.seen_content import SeenContent
from sestrail_tui.follow.feed import MergedFeed
from sestrail_tui.follow.health import Health
from sestrail_tui.follow.source import Batch, Message, Post
from sestrail_tui.places.log_group.calls import FilterLogEvents
from tests.local_aws.embedded import ONCE, in_thread

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator

    from sestrail_tui.local_aws.server.server import LocalServer


def answer(length: int, *, told: bool = True) -> None:
    """Do what botocore does at an answer."""
    headers = {"content-length": str(length)} if told else {}
    count_answer({"headers": headers, "body": b"x" * length})


class Answered:
    """A source whose every batch takes an answer of some length."""

    def __init__(self, name: str, length: int) -> None:
        self.name = name
        self._length = length

    async def follow(self, _post: Post, /) -> AsyncGenerator[Batch | Health, None]:
        yield Health(self.name)
        for _ in range(3):
            answer(self._length)
            yield Batch(self.name, (Message(b"12345", None),))
            yield Health(self.name)


async def test_each_source_has_its_own() -> None:
    answer(1000)
    feed = MergedFeed([Answered("a", 10), Answered("b", 100)], "two", SeenContent())
    last: dict[str, Health] = {}
    async for item in feed.news():
        if isinstance(item, Health):
            last[item.source] = item
    read = {name: (health.read_bytes, health.new_bytes) for name, health in last.items()}
    assert read == {"a": (30, 15), "b": (300, 15)}


async def test_an_answer_without_its_length_is_measured() -> None:
    counter = ByteCounter()
    counter.begin()
    answer(7, told=False)
    count_answer({"headers": {}, "body": object()})
    count_answer({"headers": {"content-length": "12"}, "body": object()})
    assert counter.read == 19


@pytest.fixture(scope="module")
def server() -> Iterator[LocalServer]:
    with in_thread(ONCE) as running:
        yield running


async def test_what_a_client_reads_is_counted(server: LocalServer) -> None:
    clients = Clients(static("AKIATEST", "secret"), endpoint_url=server.endpoint)
    counter = ByteCounter()
    counter.begin()
    logs = await clients.client("logs", "us-east-1")
    answered = await logs.describe_log_groups()
    first = counter.read
    assert first >= len(answered["logGroups"]) * 20
    with pytest.raises(ClientError):
        await logs.filter_log_events(logGroupName="nope")
    assert counter.read > first
    group = LogGroup("CloudTrail/logs", "us-east-1")
    read = FilterLogEvents(clients, group, "", "", "log in")
    before = counter.read
    page = await read(0, None, None)
    assert counter.read - before >= sum(len(one.message) for one in page.events)
    await clients.close()

"""An embedded AWS in a thread, and boto3 clients as its independent callers."""

from __future__ import annotations

import asyncio
import json
import threading
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.config import Config

from sestrail_tui.local_aws.account.settings import Settings
from sestrail_tui.local_aws.server.server import LocalServer, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sestrail_tui.core.clock import Clock

GROUP = Settings().log_group

ONCE = Settings(twice_chance=0, late_chance=0, quotas=False, resource_s=0)
"""No delay, no duplicate, no throttling: what comes out is what went in."""


@contextmanager
def in_thread(settings: Settings, clock: Clock | None = None) -> Iterator[LocalServer]:
    started: list[LocalServer] = []
    ready, loop = threading.Event(), asyncio.new_event_loop()
    stop = asyncio.Event()

    async def serve() -> None:
        async with running(settings, clock) as server:
            started.append(server)
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    try:
        assert ready.wait(10)
        yield started[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()


@dataclass
class Aws:
    """A running embedded AWS, and clients for it that are closed with it."""

    server: LocalServer
    stack: ExitStack

    def client(
        self, service: str, region: str = "us-east-1", key: str = "AKIATEST", **config: Any
    ) -> Any:
        client = boto3.client(
            service,
            region_name=region,
            endpoint_url=self.server.endpoint,
            aws_access_key_id=key,
            aws_secret_access_key="secret",
            config=Config(retries={"max_attempts": 0}, proxies={}, **config),
        )
        self.stack.callback(client.close)
        return client

    def records(self) -> list[dict[str, Any]]:
        """Give every record in the trail's log group that can be read."""
        now = self.server.account.clock.now_ms()
        events = self.server.account.delivery.group.events
        return [json.loads(event.message) for event in events if event.ingestion <= now]

    def sends(self) -> list[dict[str, Any]]:
        return [record for record in self.records() if not record["managementEvent"]]

    def last(self) -> dict[str, Any]:
        """Give the record that was delivered last."""
        events = self.server.account.delivery.group.events
        message = max(events, key=lambda event: event.number).message
        record: dict[str, Any] = json.loads(message)
        return record


@contextmanager
def embedded(settings: Settings = ONCE, clock: Clock | None = None) -> Iterator[Aws]:
    with in_thread(settings, clock) as server, ExitStack() as stack:
        yield Aws(server, stack)


@pytest.fixture(scope="module")
def aws() -> Iterator[Aws]:
    with embedded() as running_aws:
        yield running_aws


@pytest.fixture
def fresh() -> Iterator[Callable[..., Aws]]:
    """Start an embedded AWS of one's own, with settings of one's own."""
    with ExitStack() as stack:
        yield lambda **changes: stack.enter_context(embedded(replaced(**changes)))


def replaced(**changes: Any) -> Settings:
    values = {name: getattr(ONCE, name) for name in Settings.__dataclass_fields__}
    return Settings(**{**values, **changes})

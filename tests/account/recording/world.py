"""An account whose recording is switched, embedded or made up."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from sestrail_tui.account.discovery.trails import Trail
from sestrail_tui.account.recording.aws_context import AwsContext
from sestrail_tui.account.recording.saved_states import SavedStates
from sestrail_tui.account.session.clients import Clients
from sestrail_tui.account.session.credentials import Settled, static
from tests.follow.fakes import JumpingClock
from tests.local_aws.embedded import ONCE, in_thread

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator
    from pathlib import Path

    from sestrail_tui.local_aws.server.aws_account import AwsAccount
    from sestrail_tui.local_aws.server.server import LocalServer

T = TypeVar("T")

ACCOUNT = "123456789012"


@dataclass
class World:
    """One AWS and a command's view of it."""

    runner: asyncio.Runner
    reached: AwsContext
    memories: SavedStates
    clock: JumpingClock
    account: AwsAccount | None = None

    def do(self, work: Coroutine[object, object, T]) -> T:
        """Run it to its end."""
        return self.runner.run(work)

    def call(self, operation: str, **params: Any) -> dict[str, Any]:
        """Make a call to CloudTrail of its own."""

        async def ask() -> dict[str, Any]:
            client = await self.reached.clients.client("cloudtrail", "us-east-1")
            answer: dict[str, Any] = await getattr(client, operation)(**params)
            return answer

        return self.do(ask())

    @property
    def embedded(self) -> AwsAccount:
        """The embedded account, to look into."""
        assert self.account is not None
        return self.account


def trail(name: str = "ses-sends", group: str = "g", account: str = ACCOUNT) -> Trail:
    """Give a trail as DescribeTrails would."""
    return Trail(
        name=name,
        trail_arn=f"arn:aws:cloudtrail:us-east-1:{account}:trail/{name}",
        home_region="us-east-1",
        cloud_watch_logs_log_group_arn=f"arn:aws:logs:us-east-1:{account}:log-group:{group}:*"
        if group
        else "",
        s3_bucket_name="b",
    )


def world(url: str, folder: Path, account: AwsAccount | None = None) -> Iterator[World]:
    """Reach the AWS at ``url``."""
    with asyncio.Runner() as runner:
        credentials = static("AKIATEST", "secret")
        clients = Clients(credentials, endpoint_url=url)
        reached = AwsContext(
            clients, Settled(credentials, "us-east-1", "log in"), "us-east-1", ACCOUNT
        )
        yield World(runner, reached, SavedStates(folder), JumpingClock(), account)
        runner.run(clients.close())


@pytest.fixture(scope="session")
def server() -> Iterator[LocalServer]:
    """Run an embedded AWS."""
    with in_thread(ONCE) as running:
        yield running


@pytest.fixture
def embedded(server: LocalServer, tmp_path: Path) -> Iterator[World]:
    """Reach the embedded AWS; its trail is put back afterwards."""
    kept = server.account.trail
    state = (kept.advanced, kept.basic, kept.stopped, kept.before, kept.log_group)
    yield from world(server.endpoint, tmp_path, server.account)
    kept.advanced, kept.basic, kept.stopped, kept.before, kept.log_group = state
    server.account.trails[:] = [kept]
    server.account.faults.clear()

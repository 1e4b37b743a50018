"""The form of a log group's ARN that StartLiveTail takes, and the host it is sent to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sestrail_tui.account.discovery.log_group_arns import log_group_arn
from sestrail_tui.account.discovery.log_groups import LogGroup, named
from sestrail_tui.account.session.clients import Clients
from sestrail_tui.account.session.credentials import static
from sestrail_tui.core.errors import Unreachable
from tests.account.isolated import make_group, reset

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

NAME = "CloudTrail/logs"
ARN = f"arn:aws:logs:us-east-1:123456789012:log-group:{NAME}"


@pytest.fixture
async def clients(moto_url: str) -> AsyncIterator[Clients]:
    reset(moto_url)
    make_group(moto_url, f"{NAME}-more")
    make_group(moto_url, NAME)
    clients = Clients(static("a", "b"), endpoint_url=moto_url)
    yield clients
    await clients.close()


@pytest.mark.parametrize(
    ("typed", "account", "arn"),
    [
        (f"{ARN}:*", "", ARN),
        (ARN, "999999999999", ARN),
        (NAME, "123456789012", ARN),
        (NAME, "", ARN),  # asked of DescribeLogGroups
        ("CloudTrail/none", "", ""),
    ],
)
async def test_no_arn_ends_with_an_asterisk(
    clients: Clients, typed: str, account: str, arn: str
) -> None:
    [group] = named(typed, ("us-east-1",))
    assert await log_group_arn(clients, group, account, "log in") == arn


@pytest.mark.parametrize(
    ("region", "partition"),
    [("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov"), ("eu-west-1", "aws")],
)
async def test_each_partition_has_its_own(clients: Clients, region: str, partition: str) -> None:
    arn = await log_group_arn(clients, LogGroup("g", region), "1", "")
    assert arn == f"arn:{partition}:logs:{region}:1:log-group:g"


async def test_what_cannot_be_asked_is_an_error() -> None:
    clients = Clients(static("a", "b"), endpoint_url="http://127.0.0.1:9")
    with pytest.raises(Unreachable, match="logs:DescribeLogGroups"):
        await log_group_arn(clients, LogGroup("g", "us-east-1"), "", "")
    await clients.close()


@pytest.mark.parametrize(
    ("endpoint", "prefixed"),
    [
        (None, True),
        ("https://logs.us-east-1.amazonaws.com", True),
        ("http://127.0.0.1:4566", False),
        ("https://logs.example.com", False),
        ("https://amazonaws.com.example.com", False),
    ],
)
async def test_only_hosts_of_aws_have_the_prefix_of_live_tail(
    endpoint: str | None, prefixed: bool
) -> None:
    clients = Clients(static("a", "b"), endpoint_url=endpoint)
    logs = await clients.client("logs", "us-east-1")
    assert logs.meta.config.inject_host_prefix is prefixed
    await clients.close()


async def test_an_endpoint_of_the_environment_has_no_prefix_either(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS", "http://127.0.0.1:4566")
    clients = Clients(static("a", "b"))
    logs = await clients.client("logs", "us-east-1")
    assert logs.meta.config.inject_host_prefix is False
    await clients.close()

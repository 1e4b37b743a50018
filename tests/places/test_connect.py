"""The whole way, over two AWSes: moto, and the embedded one with its faults."""

from __future__ import annotations

import asyncio
import json
import random
import threading
import time
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from botocore.loaders import JSONFileLoader

from sestrail_tui.core.clock import SystemClock
from sestrail_tui.core.errors import NotSetUp, PersonNeeded, UsageError
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.protocol import Arrivals
from sestrail_tui.local_aws.process import start_async
from sestrail_tui.places.connect import AwsConnection
from sestrail_tui.places.flag_values import FlagValues
from sestrail_tui.places.options import Options
from tests.account.isolated import boto, make_group, make_trail, reset
from tests.follow.fakes import message
from tests.places.connected import admin, until

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def moto_options(url: str, **more: Any) -> Options:
    options = Options(
        regions=("us-east-1",),
        endpoint_url=url,
        credentials=("a", "b"),
        poll_interval_s=0.1,
        history=False,  # moto has none
        odd_messages=False,  # nor regular expressions in patterns
    )
    return replace(options, **more)


def put(url: str, texts: Iterable[str], group: str = "CloudTrail/logs") -> None:
    now = int(time.time() * 1000)
    events = [{"timestamp": now, "message": text} for text in texts]
    boto("logs", url).put_log_events(logGroupName=group, logStreamName="s", logEvents=events)


@pytest.mark.slow
async def test_over_moto_discovered_followed_and_reopened(moto_url: str) -> None:
    reset(moto_url)
    make_trail(moto_url, "trail", make_group(moto_url, "CloudTrail/logs"))
    other = message(9, eventSource="s3.amazonaws.com")
    put(moto_url, [message(1), other, message(1), message(2)])
    connection = AwsConnection(moto_options(moto_url), SystemClock())

    feed = await connection.open()
    assert (feed.label, feed.account, feed.region) == (
        "CloudTrail/logs",
        "123456789012",
        "us-east-1",
    )
    counts, healths = await until(feed, 2)
    assert counts == {"id-1": 1, "id-2": 1}, "moto filters nothing: the local check does"
    assert healths[-1].state is State.LIVE
    await feed.close()

    put(moto_url, [message(3)])
    feed = await connection.open()
    counts, _ = await until(feed, 1)
    await feed.close()
    assert counts == {"id-3": 1}, "what was shown before the login is not shown again"


async def test_over_moto_named_groups_and_no_follow(moto_url: str) -> None:
    reset(moto_url)
    arn = make_group(moto_url, "one")
    make_group(moto_url, "two")
    put(moto_url, [message(1)], "one")
    put(moto_url, [message(2)], "two")
    groups = FlagValues(log_groups=(arn, "two", "three"))
    options = moto_options(moto_url, flags=groups, follow=False)
    feed = await AwsConnection(options, SystemClock()).open()
    assert feed.label == "3 log groups"
    counts: Counter[str] = Counter()
    last: dict[str, Health] = {}
    async with asyncio.timeout(20):
        async for item in feed.news():
            if isinstance(item, Arrivals):
                counts.update(record.event_id for record in item.records)
            else:
                last[item.source] = item
    await feed.close()
    states = [health.state for health in last.values()]
    assert sorted(states) == [State.ENDED, State.ENDED, State.MISSING]
    assert counts == {"id-1": 1, "id-2": 1}
    assert "There is no log group three" in last["three"].sentence


async def test_the_filter_is_pushed_down_and_the_times_bound(moto_url: str) -> None:
    reset(moto_url)
    make_group(moto_url, "CloudTrail/logs")
    now = int(time.time() * 1000)
    stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now / 1000))
    put(moto_url, [message(1), message(2, eventTime=stamp)])
    options = moto_options(
        moto_url,
        flags=FlagValues(log_groups=("CloudTrail/logs",)),
        since_ms=now - 60_000,
        until_ms=now + 60_000,
        follow=False,
        filter=parse("config:hoge-config"),
    )
    feed = await AwsConnection(options, SystemClock()).open()
    counts, _ = await until(feed, 1)
    await feed.close()
    assert counts == {"id-2": 1}


async def test_a_past_end_is_about_the_call_not_its_late_delivery(moto_url: str) -> None:
    """A call of two and a half hours ago, delivered an hour late, lies before two hours ago."""
    reset(moto_url)
    make_group(moto_url, "CloudTrail/logs")
    now = int(time.time() * 1000)
    hour = 3_600_000
    events = [
        {
            "timestamp": now - 5 * hour // 2 + hour,
            "message": message(number, eventTime=stamp(now - ago * hour // 2)),
        }
        for number, ago in ((1, 5), (2, 3))
    ]
    boto("logs", moto_url).put_log_events(
        logGroupName="CloudTrail/logs", logStreamName="s", logEvents=events
    )
    options = moto_options(
        moto_url,
        flags=FlagValues(log_groups=("CloudTrail/logs",)),
        since_ms=now - 3 * hour,
        until_ms=now - 2 * hour,
        follow=False,
    )
    feed = await AwsConnection(options, SystemClock()).open()
    counts, _ = await until(feed, 2)
    await feed.close()
    assert counts == {"id-1": 1}


def stamp(time_ms: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time_ms / 1000))


async def test_no_region(aws_home: Path) -> None:
    (aws_home / ".aws" / "credentials").write_text(
        "[default]\naws_access_key_id = a\naws_secret_access_key = b\n"
    )
    with pytest.raises(NotSetUp, match="No AWS region is set: give --region"):
        await AwsConnection(Options(), SystemClock()).open()


@pytest.mark.slow
async def test_no_credentials() -> None:
    with pytest.raises(NotSetUp, match="No AWS credentials"):
        await AwsConnection(Options(regions=("us-east-1",)), SystemClock()).open()


async def test_credentials_and_models_are_read_off_the_loop(
    aws_home: Path, moto_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The screen draws while credentials are settled and service models are read."""
    reset(moto_url)
    make_trail(moto_url, "trail", make_group(moto_url, "CloudTrail/logs"))
    (aws_home / ".aws" / "config").write_text(
        "[profile p]\nregion = us-east-1\naws_access_key_id = a\naws_secret_access_key = b\n"
    )
    threads: set[int] = set()
    read = JSONFileLoader.load_file

    def noted(self: JSONFileLoader, path: str) -> object:
        threads.add(threading.get_ident())
        return read(self, path)

    monkeypatch.setattr(JSONFileLoader, "load_file", noted)
    options = Options(profile="p", endpoint_url=moto_url, history=False)
    feed = await AwsConnection(options, SystemClock()).open()
    await feed.close()
    assert feed.region == "us-east-1"
    assert threads
    assert threading.get_ident() not in threads


def test_login_without_a_login() -> None:
    with pytest.raises(PersonNeeded):
        AwsConnection(Options(), SystemClock()).login()
    with pytest.raises((NotSetUp, UsageError)):
        AwsConnection(Options(profile="nobody"), SystemClock()).login()


@pytest.mark.slow
async def test_over_the_embedded_aws_behind_every_fault() -> None:
    chance = random.Random(7)
    lines = [
        json.dumps(
            {
                "message": message(number),
                "deliver_in_ms": int(chance.uniform(0, 3000)),
                "times": 1 + (number % 9 == 0),
            }
        )
        for number in range(2000)
    ]
    chance.shuffle(lines)
    faults = [
        {"name": "empty_pages", "count": 5},
        {"name": "invalid_token", "count": 1},
        {"name": "throttle", "count": 2},
        {"name": "5xx", "count": 1},
        {"name": "reset", "count": 1},
    ]
    async with start_async(delay_s=1, rate=0) as aws:
        options = Options(
            regions=(aws.region,),
            poll_interval_s=0.2,
            odd_messages=False,  # every fault is for the reading that is watched
            endpoint_url=aws.endpoint,
            credentials=(aws.access_key, aws.secret_key),
        )
        feed = await AwsConnection(options, SystemClock()).open()
        assert feed.label == aws.log_group
        await asyncio.to_thread(admin, aws, "records", "\n".join(lines).encode())
        for fault in faults:
            body = json.dumps({"api": "FilterLogEvents", **fault}).encode()
            await asyncio.to_thread(admin, aws, "faults", body)
        counts, healths = await until(feed, 2000)
        await feed.close()
    assert counts == Counter({f"id-{number}": 1 for number in range(2000)})
    states = {health.state for health in healths if health.source == aws.log_group}
    assert {State.THROTTLED, State.RETRYING, State.LIVE} <= states
    history = [health for health in healths if health.source == "event history"]
    assert history
    assert not any(health.holds_sends for health in history)

"""The whole way over the embedded AWS: a store found, queried and read behind every fault."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections import Counter

import pytest

from sestrail_tui.core.clock import SystemClock
from sestrail_tui.core.errors import UsageError
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.protocol import Arrivals
from sestrail_tui.local_aws.process import LocalAws, start
from sestrail_tui.places.connect import AwsConnection
from sestrail_tui.places.flag_values import FlagValues
from sestrail_tui.places.options import Options
from tests.follow.fakes import message
from tests.places.connected import admin, until

FAULTS = [
    {"name": "throttle", "api": "StartQuery"},
    {"name": "query_failed"},
    {"name": "reset", "api": "GetQueryResults"},
    {"name": "invalid_token", "api": "GetQueryResults"},
]


def options(aws: LocalAws, **more: object) -> Options:
    asked: dict[str, object] = {
        "regions": (aws.region,),
        "query_interval_s": 0.3,
        "endpoint_url": aws.endpoint,
        "credentials": (aws.access_key, aws.secret_key),
        **more,
    }
    return Options(**asked)  # type: ignore[arg-type]


@pytest.mark.slow
async def test_over_the_embedded_aws_behind_every_fault() -> None:
    chance = random.Random(11)
    now = time.time()
    lines = [
        json.dumps({
            "message": message(
                number,
                eventTime=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now - number % 60)),
            ),
            "deliver_in_ms": int(chance.uniform(0, 2000)),
            "times": 1 + (number % 9 == 0),
            "event_data_store": True,
        })
        for number in range(1500)
    ]  # fmt: skip
    with start(delay_s=1, rate=0, extra=("--lake", "--no-quotas")) as aws:
        feed = await AwsConnection(options(aws), SystemClock()).open()
        assert (feed.label, feed.region) == ("ses-sends", aws.region)
        await asyncio.to_thread(admin, aws, "records", "\n".join(lines).encode())
        for fault in FAULTS:
            await asyncio.to_thread(admin, aws, "faults", json.dumps(fault).encode())
        counts, healths = await until(feed, 1500)
        await feed.close()
    assert counts == Counter({f"id-{number}": 1 for number in range(1500)})
    lake = [health for health in healths if health.source == "ses-sends"]
    assert {State.THROTTLED, State.RETRYING} <= {health.state for health in lake}
    assert (lake[-1].scanned_bytes or 0) > 100_000


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "state", "words"),
    [
        ("store_deleted", State.MISSING, "There is no event data store"),
        ("access_denied", State.REFUSED, "allow the action cloudtrail:StartQuery"),
    ],
)
async def test_what_a_person_has_to_mend_ends_a_reading_once(
    fault: str, state: State, words: str
) -> None:
    with start(delay_s=1, rate=0, extra=("--lake",)) as aws:
        body = json.dumps({"name": fault, "api": "StartQuery", "count": None}).encode()
        await asyncio.to_thread(admin, aws, "faults", body)
        asked = options(aws, follow=False, history=False)
        feed = await AwsConnection(asked, SystemClock()).open()
        async with asyncio.timeout(20):
            items = [item async for item in feed.news()]
        await feed.close()
    assert not any(isinstance(item, Arrivals) for item in items)
    last = items[-1]
    assert isinstance(last, Health)
    assert last.state is state
    assert words in last.sentence


@pytest.mark.slow
async def test_the_filter_is_pushed_down() -> None:
    with start(delay_s=0, rate=0, extra=("--lake",)) as aws:
        lines = [
            json.dumps({
                "message": message(
                    number,
                    eventTime=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                    requestParameters={"configurationSetName": "ab"[number % 2] * 6},
                ),
                "event_data_store": True,
            })
            for number in range(10)
        ]  # fmt: skip
        await asyncio.to_thread(admin, aws, "records", "\n".join(lines).encode())
        asked = options(aws, follow=False, history=False, filter=parse("config:aaaaaa"))
        feed = await AwsConnection(asked, SystemClock()).open()
        async with asyncio.timeout(20):
            items = [item async for item in feed.news()]
        await feed.close()
    found = [one for item in items if isinstance(item, Arrivals) for one in item.records]
    assert [one.config_set for one in found] == ["aaaaaa"] * 5


@pytest.mark.slow
async def test_a_store_is_named_and_its_past_read_once() -> None:
    with start(delay_s=0, rate=0, extra=("--lake",), backlog=20) as aws:
        found = await AwsConnection(options(aws, follow=False), SystemClock()).open()
        await found.close()
        named = options(
            aws, flags=FlagValues(event_data_stores=("0" * 8 + "-0000-0000-0000-" + "0" * 12,))
        )
        feed = await AwsConnection(named, SystemClock()).open()
        async with asyncio.timeout(20):
            async for item in feed.news():
                if isinstance(item, Health) and item.state is State.MISSING:
                    break
        await feed.close()
        with pytest.raises(UsageError, match="neither the id nor the ARN"):
            await AwsConnection(
                options(aws, flags=FlagValues(event_data_stores=("x",))), SystemClock()
            ).open()
        feed = await AwsConnection(options(aws, follow=False), SystemClock()).open()
        async with asyncio.timeout(20):
            items = [item async for item in feed.news()]
        await feed.close()
    sends = [one for item in items if isinstance(item, Arrivals) for one in item.records]
    assert sum(one.kind == "send" for one in sends) >= 15
    ended = [one for one in items if isinstance(one, Health) and one.source == "ses-sends"]
    assert ended[-1].state is State.ENDED
    assert ended[-1].scanned_bytes

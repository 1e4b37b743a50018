"""The engine over the embedded AWS: found, estimated, asked, and asked for by itself."""

from __future__ import annotations

import json
import time
import uuid
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sestrail_tui.account.discovery.log_groups import LogGroup
from sestrail_tui.account.session.clients import Clients
from sestrail_tui.account.session.credentials import Settled, static
from sestrail_tui.core.clock import SystemClock
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.filters.syntax.tree import All
from sestrail_tui.follow.connections.history import AskedHistory, HistoryConnection
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.history.engine import Question
from sestrail_tui.follow.protocol import Arrivals, Feed
from sestrail_tui.follow.retry.pacing import Pacers
from sestrail_tui.places.connect import AwsConnection
from sestrail_tui.places.context import PlaceContext
from sestrail_tui.places.flag_values import FlagValues
from sestrail_tui.places.insights.engine import insights_engines
from sestrail_tui.places.options import Options
from tests.follow.fakes import message
from tests.follow.fast_clock import FastClock
from tests.local_aws.admin import admin
from tests.local_aws.embedded import Aws, embedded, replaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HOUR_MS = 3_600_000


def options(aws: Aws, **more: object) -> Options:
    asked = Options(
        regions=("us-east-1",),
        endpoint_url=aws.server.endpoint,
        credentials=("AKIATEST", "secret"),
    )
    return replace(asked, **more)  # type: ignore[arg-type]


def put(aws: Aws, count: int, *, ago_s: int = 7200, span_s: int = 3600) -> list[str]:
    """Put sends into the log group, delivered 5 s after their call; give their ids."""
    account = aws.server.account
    now_ms = account.clock.now_ms()
    names = []
    for number in range(count):
        at = now_ms - ago_s * 1000 + number * span_s * 1000 // count
        stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at / 1000))
        names.append(str(uuid.uuid4()))
        call = "SendEmail" if number % 3 else "SendRawEmail"
        text = message(number, eventID=names[-1], eventTime=stamp, eventName=call)
        account.delivery.group.put("s", at + 5_000, at + 5_100, text)
    return names


def question(text: str = "", hours: float = 3.0) -> Question:
    now_ms = SystemClock().now_ms()
    return Question(parse(text) if text else All(), now_ms - int(hours * HOUR_MS), now_ms)


async def everything(feed: Feed) -> tuple[Counter[str], list[Health]]:
    counts: Counter[str] = Counter()
    healths: list[Health] = []
    async for item in feed.news():
        if isinstance(item, Arrivals):
            counts.update(record.event_id for record in item.records)
        else:
            healths.append(item)
    await feed.close()
    return counts, healths


def once(names: Sequence[str]) -> Counter[str]:
    return Counter(dict.fromkeys(names, 1))


@pytest.fixture
def rare() -> Iterator[Aws]:
    with embedded(replaced(infrequent=True, query_s=0)) as aws:
        yield aws


@pytest.mark.slow
async def test_found_estimated_and_asked(rare: Aws) -> None:
    names = put(rare, 40)
    past = await AwsConnection(options(rare), SystemClock()).history()
    engine = past.engines[0]
    assert (engine.kind, engine.name, engine.lack) == ("insights", "Insights CloudTrail/logs", "")
    assert "Infrequent Access" in engine.covers
    told = await engine.estimate(question("call:SendRawEmail"))
    assert "sendrawemail" in told.query
    assert "by AWS's own estimate" in told.sentence
    feed = await HistoryConnection(engine, question("call:SendRawEmail")).open()
    counts, healths = await everything(feed)
    assert counts == once(names[::3]), "the filter is pushed down"
    assert healths[-1].scanned_bytes == told.scanned_bytes
    assert (healths[-1].state, healths[-1].cost_usd) == (State.ENDED, told.cost_usd)
    await past.close()


@pytest.mark.slow
async def test_an_estimate_from_what_is_stored_where_aws_gives_none(rare: Aws) -> None:
    put(rare, 400, ago_s=80_000, span_s=79_000)
    admin(rare, "faults", {"name": "query_failed", "api": "StartQuery"})
    past = await AwsConnection(options(rare), SystemClock()).history()
    engine = past.engines[0]
    told = await engine.estimate(question(hours=6))
    share = (told.scanned_bytes or 0) / rare.server.account.delivery.group.stored_bytes
    assert share == pytest.approx(6 / 24, abs=0.01)
    assert "share of the range in what is stored" in told.sentence
    await past.close()


@pytest.mark.slow
async def test_more_rows_than_a_query_gives_behind_faults() -> None:
    with embedded(replaced(infrequent=True, query_s=0.05, insights_rows=10_000)) as aws:
        names = put(aws, 10_600)
        for fault in (
            {"name": "query_failed", "api": "StartQuery"},
            {"name": "reset", "api": "StartQuery"},
            {"name": "throttle", "api": "DescribeQueries"},
            {"name": "query_unknown", "api": "StartQuery"},
            {"name": "reset", "api": "GetQueryResults"},
            {"name": "invalid_token", "api": "GetQueryResults"},
            {"name": "5xx", "api": "GetQueryResults"},
            {"name": "expired_token", "api": "GetQueryResults"},
        ):
            admin(aws, "faults", fault)
        asked = AskedHistory(AwsConnection(options(aws), FastClock()), "insights", question())
        counts, healths = await everything(await asked.open())
        started = len(aws.server.account.insights.runs)
    assert counts == once(names)
    assert healths[-1].state is State.ENDED
    assert {State.THROTTLED, State.RETRYING, State.EXPIRED} <= {one.state for one in healths}
    assert started <= 4, "the failed one, the whole, and the rest: a lost answer starts none"


async def test_following_says_what_it_is_and_what_to_do(rare: Aws) -> None:
    for named in ((), ("CloudTrail/logs",)):
        asked = options(rare, flags=FlagValues(log_groups=named), history=False)
        _, healths = await everything(await AwsConnection(asked, SystemClock()).open())
        (health,) = healths
        assert (health.source, health.state) == ("CloudTrail/logs", State.REFUSED)
        assert "Infrequent Access" in health.sentence
        assert "key H" in health.sentence


@pytest.mark.slow
async def test_who_may_not_look_is_told_by_the_reading_itself(rare: Aws) -> None:
    admin(rare, "faults", {"name": "access_denied", "api": "DescribeLogGroups", "count": None})
    asked = options(
        rare, flags=FlagValues(log_groups=("CloudTrail/logs",)), history=False, odd_messages=False
    )
    feed = await AwsConnection(asked, SystemClock()).open()
    said = Health("nobody")
    async for item in feed.news():
        if isinstance(item, Health) and item.sentence:
            said = item
            break
    await feed.close()
    assert said.state is State.REFUSED
    assert "is of the class Infrequent Access" in said.sentence


async def test_read_once_it_asks_insights_by_itself_and_says_that_it_is_billed(rare: Aws) -> None:
    names = put(rare, 30)
    since_ms = SystemClock().now_ms() - 3 * HOUR_MS
    asked = options(rare, follow=False, history=False, since_ms=since_ms)
    counts, healths = await everything(await AwsConnection(asked, SystemClock()).open())
    assert counts == once(names)
    assert "AWS bills what is scanned" in healths[0].sentence
    assert healths[-1].state is State.ENDED


async def test_beside_a_group_that_can_be_read_it_is_left_to_the_person(rare: Aws) -> None:
    logs = rare.client("logs")
    logs.create_log_group(logGroupName="plain")
    row = {"record": json.loads(message(1)), "log_group": "plain"}
    admin(rare, "records", json.dumps(row).encode())
    groups = ("plain", "CloudTrail/logs")
    asked = options(rare, flags=FlagValues(log_groups=groups), follow=False, history=False)
    counts, healths = await everything(await AwsConnection(asked, SystemClock()).open())
    assert counts == once(["id-1"])
    states = {one.source: one.state for one in healths}
    assert states["plain"] is State.ENDED
    assert states["CloudTrail/logs"] is State.REFUSED
    assert not rare.server.account.insights.runs, "nothing billed was asked"


async def test_leaving_stops_the_query_at_aws() -> None:
    with embedded(replaced(infrequent=True, query_s=600)) as aws:
        put(aws, 5)
        asked = AskedHistory(AwsConnection(options(aws), SystemClock()), "insights", question())
        feed = await asked.open()
        async for item in feed.news():
            if isinstance(item, Health) and item.calls > 1:
                break
        await feed.close()
        (run,) = aws.server.account.insights.runs.values()
    assert run.cancelled


@pytest.mark.slow
async def test_groups_of_several_regions_and_classes() -> None:
    with embedded(replaced(query_s=0)) as aws:
        other = aws.client("logs", region="eu-west-1")
        other.create_log_group(logGroupName="CloudTrail/logs")
        for region in ("us-east-1", "eu-west-1"):
            made = aws.client("logs", region=region)
            made.create_log_group(logGroupName="sent-on", logGroupClass="DELIVERY")
        asked = options(
            aws,
            flags=FlagValues(log_groups=("CloudTrail/logs", "sent-on", "gone")),
            regions=("us-east-1", "eu-west-1"),
        )
        past = await AwsConnection(asked, SystemClock()).history()
        await past.close()
    assert [engine.name for engine in past.engines if engine.kind == "insights"] == [
        "Insights CloudTrail/logs us-east-1",
        "Insights CloudTrail/logs eu-west-1",
    ]
    assert sum("class Delivery" in note for note in past.notes) == 2
    assert "There is no log group gone in eu-west-1: check its name." in past.notes


def test_a_query_takes_fifty_log_groups() -> None:
    clock = SystemClock()
    clients = Clients(static("a", "b"))
    settled = Settled(static("a", "b"), "", "")
    reach = PlaceContext(clients, settled, Options(), ("r",), "1", Pacers(clock), clock)
    engines = insights_engines(reach, {LogGroup(f"g{one}", "r"): None for one in range(51)})
    assert [engine.name for engine in engines] == ["Insights 50 log groups", "Insights g50 (2)"]

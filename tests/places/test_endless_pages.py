"""A page's token that comes again is a fault that is said, by whatever reads in pages."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from sestrail_tui.account.discovery.buckets import TrailBucket
from sestrail_tui.account.page_tokens import EndlessPagesError
from sestrail_tui.filters.pushdown.insights import SES_MESSAGES
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.history.engine import Question
from sestrail_tui.follow.polling_source import PollingSource
from sestrail_tui.follow.retry.pacing import Pacer
from sestrail_tui.follow.source import Batch
from sestrail_tui.follow.sweeps.delay import DelayMeter
from sestrail_tui.follow.sweeps.pages import EventPage, PolledEvent
from sestrail_tui.follow.sweeps.read_position import ReadPosition
from sestrail_tui.places.athena.engine import AthenaEngine
from sestrail_tui.places.event_history.calls import Changes, HistoryEvent
from sestrail_tui.places.event_history.source import event_history_source
from sestrail_tui.places.insights.source import InsightsSource
from sestrail_tui.places.lake.engine import LakeEngine
from sestrail_tui.places.lake.event_data_stores import EventDataStore
from sestrail_tui.places.log_files.calls import S3List
from tests.follow.fakes import T0, JumpingClock, message, unposted
from tests.places.athena.fake_athena import FakeAthena, a_table
from tests.places.insights.fake_insights import FakeInsights, Logged
from tests.places.lake.fake_lake import FakeLake, Taken
from tests.places.log_files.fake_bucket import FakeBucket, log_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.follow.source import Source
    from sestrail_tui.places.athena.calls import Paths
    from sestrail_tui.places.insights.results import InsightsPage as InsightsResults
    from sestrail_tui.places.lake.calls import LakePage as LakeResults

QUESTION = Question(parse(""), T0, T0 + 60_000)


class RepeatingLake(FakeLake):
    async def results(self, query_id: str, token: str | None) -> LakeResults:
        page = await super().results(query_id, None)
        return type(page)(page.query_result_rows, "1")


class RepeatingInsights(FakeInsights):
    async def results(self, query_id: str, token: str | None) -> InsightsResults:
        page = await super().results(query_id, None)
        return page if page.status != "Complete" else replaced(page, "1")


class RepeatingAthena(FakeAthena):
    async def paths(self, query_id: str, token: str | None) -> Paths:
        page = await super().paths(query_id, None)
        return type(page)(page.found, "1")


def replaced(page: InsightsResults, token: str) -> InsightsResults:
    return msgspec.structs.replace(page, next_token=token)


def of_log_group(clock: JumpingClock) -> Source:
    async def read(start_ms: int, end_ms: int | None, token: str | None) -> EventPage:
        await clock.sleep(0.1)
        return EventPage([PolledEvent("1", T0, T0, message(1))], "again")

    position = ReadPosition(T0, T0 + 1, follow=False, every_s=5, width_ms=lambda: 60_000)
    return PollingSource(
        Health("g"), read, position=position, delay=DelayMeter(), pacer=Pacer(5, clock), clock=clock
    )


def of_history(clock: JumpingClock) -> Source:
    async def read(start_ms: int, end_ms: int, token: str | None) -> Changes:
        return Changes([HistoryEvent("id-1", None, message(1))], "again")

    return event_history_source(
        "event history",
        read,
        first_ms=T0,
        last_ms=None,
        follow=False,
        pacer=Pacer(1, clock),
        clock=clock,
    )


def of_lake(clock: JumpingClock) -> Source:
    store = EventDataStore("0f0e0d0c-aaaa-bbbb-cccc-0123456789ab", "us-east-1", name="sends")
    lake = RepeatingLake(clock, [Taken(1, T0, 0)])
    return LakeEngine(store, lake, pacer=Pacer(1.5, clock), clock=clock).source(QUESTION, "engine")


def of_insights(clock: JumpingClock) -> Source:
    fake = RepeatingInsights(clock, [Logged(T0, message(1))])
    first_s = T0 // 1000
    pacer = Pacer(5.0, clock)
    return InsightsSource(
        "Insights g",
        fake,
        SES_MESSAGES,
        first_s,
        first_s + 60,
        region="us-east-1",
        pacer=pacer,
        clock=clock,
    )


def of_athena(clock: JumpingClock) -> Source:
    bucket = FakeBucket(clock)
    bucket.put(log_key(T0 + 60_000, "u"), [message(1, eventTime="2025-10-09T08:53:20Z")])
    athena = RepeatingAthena(clock, bucket)
    return AthenaEngine(
        a_table(), athena, bucket, bucket.get, regions=(), bucket_region="us-east-1", clock=clock
    ).source(QUESTION, "engine")


@pytest.mark.parametrize("make", [of_log_group, of_history, of_lake, of_insights, of_athena])
async def test_a_token_that_comes_again_ends_in_a_fault(
    make: Callable[[JumpingClock], Source],
) -> None:
    clock = JumpingClock()
    healths: list[Health] = []
    batches = 0
    async with aclosing(make(clock).follow(unposted)) as items:
        async for item in items:
            batches += isinstance(item, Batch)
            if isinstance(item, Health):
                healths.append(item)
    assert healths[-1].state is State.GIVEN_UP
    assert "a page's token came again" in healths[-1].sentence
    if make is not of_athena:  # which reads files once it has all their names
        assert batches >= 1


class Answers:
    """A client that always lists the same."""

    def __init__(self, answer: dict[str, Any]) -> None:
        self.answer = answer

    async def client(self, *_: str) -> Answers:
        return self

    async def list_objects_v2(self, **_: object) -> dict[str, Any]:
        return self.answer


@pytest.mark.parametrize(
    ("answer", "after"),
    [
        ({"IsTruncated": True}, ""),
        ({"IsTruncated": True, "Contents": [{"Key": "a"}]}, "a"),
        ({"IsTruncated": True, "CommonPrefixes": [{"Prefix": "AWSLogs/1/"}]}, "AWSLogs/10"),
    ],
)
async def test_a_listing_that_does_not_go_on_is_a_fault(answer: dict[str, Any], after: str) -> None:
    clients: Any = Answers(answer)
    with pytest.raises(EndlessPagesError, match="S3 lists the same again"):
        await S3List(clients, TrailBucket("b", "", "us-east-1"), "")("", after)

"""Shown = delivered, once, from an event data store: whatever the delivery, whatever fails."""

from __future__ import annotations

import asyncio
import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sestrail_tui.account.errors.error_codes import InvalidParameterError
from sestrail_tui.core.errors import (
    AccessDenied,
    CredentialsExpired,
    LogGroupMissing,
    SourceError,
    Throttled,
    Unreachable,
)
from sestrail_tui.follow.dedupe.seen_content import SeenContent
from sestrail_tui.follow.feed import MergedFeed
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.protocol import Arrivals
from sestrail_tui.follow.retry.pacing import Pacer
from sestrail_tui.follow.sweeps.delay import CEILING_MS
from sestrail_tui.follow.sweeps.pages import PolledEvent
from sestrail_tui.follow.sweeps.read_position import ReadPosition
from sestrail_tui.places.lake.event_data_stores import Details
from sestrail_tui.places.lake.query import LakeQueries
from sestrail_tui.places.lake.source import SWEEPS, LakeDelay, LakeSource
from tests.examples import examples
from tests.follow.fakes import T0, JumpingClock
from tests.places.lake.fake_lake import SENDS, FakeLake, Taken

HOUR_MS = 3_600_000
MODELS = {
    "at once": (0, 0),
    "within five seconds": (0, 5),
    "about five minutes": (120, 480),
    "five minutes": (300, 300),
    "up to ninety minutes": (0, 5400),
}
"""Seconds from the call to the first query that may see its record."""


def deliveries(model: str, seed: int, count: int = 300) -> list[Taken]:
    """One hour of calls, every tenth taken in twice."""
    chance = random.Random(seed)
    low, high = MODELS[model]
    taken: list[Taken] = []
    for number in range(count):
        at = T0 + int(chance.uniform(0, HOUR_MS))
        taken += [
            Taken(number, at, at + int(1000 * chance.uniform(low, high)))
            for _ in range(1 + (number % 10 == 0))
        ]
    return taken


def a_source(
    lake: FakeLake, *, first_ms: int = T0, last_ms: int | None = None, follow: bool = True
) -> LakeSource:
    clock, delay = lake.clock, LakeDelay(lake.clock)
    position = ReadPosition(
        first_ms,
        last_ms,
        follow=follow,
        every_s=60,
        width_ms=lambda: delay.width_ms,
        sweeps=SWEEPS,
    )
    queries = LakeQueries(lake, "sends", clock)
    return LakeSource(
        "sends", queries, lake, position=position, delay=delay, pacer=Pacer(1.5, clock), clock=clock
    )


async def shown(
    source: LakeSource, clock: JumpingClock, until_ms: int
) -> tuple[Counter[str], list[Health]]:
    feed = MergedFeed([source], "sends", SeenContent())
    counts: Counter[str] = Counter()
    healths: list[Health] = []
    async for item in feed.news():
        if isinstance(item, Arrivals):
            counts.update(record.event_id for record in item.records)
        else:
            healths.append(item)
        if clock.now_ms() > until_ms:
            break
    await feed.close()
    return counts, healths


def once_each(count: int) -> Counter[str]:
    return Counter({f"id-{number}": 1 for number in range(count)})


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("column", ["eventJson", "eventjson"])
async def test_every_delivery_is_shown_once(model: str, column: str) -> None:
    clock = JumpingClock(1)
    lake = FakeLake(clock, deliveries(model, 1), column=column)
    latest = max(one.readable for one in lake.taken)

    counts, healths = await shown(a_source(lake), clock, latest + HOUR_MS)

    assert counts == once_each(300)
    assert healths[-1].state is State.LIVE
    assert healths[-1].scanned_bytes


async def test_what_is_readable_is_shown_within_two_looks() -> None:
    clock = JumpingClock()
    lake = FakeLake(clock, deliveries("about five minutes", 2))
    readable: dict[str, int] = {}
    for one in lake.taken:
        name = f"id-{one.number}"
        readable[name] = min(one.readable, readable.get(name, one.readable))
    late: list[float] = []

    feed = MergedFeed([a_source(lake)], "sends", SeenContent())
    async for item in feed.news():
        if isinstance(item, Arrivals):
            late += [(clock.now_ms() - readable[one.event_id]) / 1000 for one in item.records]
        if len(late) == len(readable):
            break
    await feed.close()

    assert max(late) <= 75


FAULTS: dict[str, SourceError] = {
    "throttle": Throttled("Fewer calls."),
    "access_denied": AccessDenied("Allow it."),
    "reset": Unreachable("Cut."),
    "stall": Unreachable("Stalled."),
    "store_deleted": LogGroupMissing("There is no event data store."),
    "expired_token": CredentialsExpired("Log in."),
    "invalid_token": InvalidParameterError("The token has run out."),
}
STATES = {
    "throttle": State.THROTTLED,
    "access_denied": State.REFUSED,
    "store_deleted": State.MISSING,
    "expired_token": State.EXPIRED,
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("operation", ["StartQuery", "DescribeQuery", "GetQueryResults"])
async def test_a_fault_of_each_call_loses_nothing_and_is_named(fault: str, operation: str) -> None:
    clock = JumpingClock(4)
    lake = FakeLake(clock, deliveries("about five minutes", 4, 120), page_size=9)
    lake.fault = lambda now, called: (
        FAULTS[fault] if called == operation and T0 + 600_000 < now < T0 + 1_500_000 else None
    )

    counts, healths = await shown(a_source(lake), clock, T0 + 2 * HOUR_MS)

    assert counts == once_each(120)
    told = [health for health in healths if health.sentence]
    if fault == "store_deleted":  # it is back, and not the same as if it had always been there
        assert "was not there for a while" in healths[-1].sentence
        told = [health for health in told if "was not there" not in health.sentence]
    assert {health.sentence for health in told} == {FAULTS[fault].message}
    assert {health.state for health in told} == {STATES.get(fault, State.RETRYING)}
    assert healths[-1].state is State.LIVE


@pytest.mark.parametrize(
    ("status", "words"), [("FAILED", "failed"), ("TIMED_OUT", "too long"), ("CANCELLED", "else")]
)
async def test_a_query_that_ends_badly_is_made_again(status: str, words: str) -> None:
    clock = JumpingClock(5)
    lake = FakeLake(clock, deliveries("five minutes", 5, 60))
    lake.fate = lambda now: status if T0 + 600_000 < now < T0 + 1_200_000 else "FINISHED"

    counts, healths = await shown(a_source(lake), clock, T0 + 2 * HOUR_MS)

    assert counts == once_each(60)
    told = {health.sentence for health in healths if health.state is State.RETRYING}
    assert len(told) == 1
    sentence = told.pop()
    assert words in sentence
    assert f"({status}). AWS says: Something broke." in sentence


@settings(max_examples=examples(10))
@given(
    model=st.sampled_from(sorted(MODELS)),
    seed=st.integers(0, 2**16),
    spells=st.lists(
        st.tuples(st.integers(0, 3600), st.integers(1, 1200), st.sampled_from(sorted(FAULTS))),
        max_size=3,
    ),
    page_size=st.integers(1, 60),
    flaky=st.sampled_from([0.0, 0.1]),
    query_s=st.sampled_from([0.0, 3.0, 40.0]),
)
async def test_nothing_is_lost_to_failures(
    model: str,
    seed: int,
    spells: list[tuple[int, int, str]],
    page_size: int,
    flaky: float,
    query_s: float,
) -> None:
    clock, chance = JumpingClock(seed), random.Random(seed)
    lake = FakeLake(clock, deliveries(model, seed, 80), page_size=page_size, query_s=query_s)

    def fault(now: int, _operation: str) -> SourceError | None:
        for start_s, length_s, kind in spells:
            if T0 + start_s * 1000 <= now < T0 + (start_s + length_s) * 1000:
                return FAULTS[kind]
        if chance.random() < flaky / 5:
            lake.forget()
        return Unreachable("reset") if chance.random() < flaky else None

    lake.fault = fault
    lake.fate = lambda _now: "FAILED" if chance.random() < flaky else "FINISHED"
    latest = max([one.readable for one in lake.taken] + [T0 + 5_000_000])

    counts, _ = await shown(a_source(lake), clock, latest + 2 * HOUR_MS)

    assert counts == once_each(80)


async def test_a_lost_answer_starts_no_second_query() -> None:
    clock = JumpingClock()
    lake = FakeLake(clock, [Taken(0, T0, T0)])
    failing = iter([True, True, False])
    lake.fault = lambda _now, called: (
        Unreachable("cut") if called == "DescribeQuery" and next(failing, False) else None
    )

    counts, healths = await shown(a_source(lake), clock, T0 + 20_000)

    assert counts == once_each(1)
    assert len(lake.statements) == len(set(lake.statements)) == 2
    assert healths[-1].scanned_bytes == 2000, "each query is counted once"


async def test_every_query_is_bounded_and_few_are_made() -> None:
    clock = JumpingClock()
    lake = FakeLake(clock, query_s=0, latency_s=0)

    await shown(a_source(lake), clock, T0 + 6 * HOUR_MS)

    assert all("eventTime >= '2025-10-0" in one for one in lake.statements)
    assert all("eventTime <= '2025-10-0" in one for one in lake.statements)
    assert all("eventSource = 'ses.amazonaws.com'" in one for one in lake.statements)
    assert lake.calls["StartQuery"] <= 6 * 60 + 6 * 2 + 3


async def test_the_window_narrows_to_the_delay_that_is_measured() -> None:
    clock = JumpingClock()
    delay = LakeDelay(clock)
    assert delay.width_ms == CEILING_MS
    await clock.sleep(300)
    for _ in range(60):
        delay.measure(PolledEvent("", T0 - 1), None)  # of a call before following began
    assert delay.width_ms == CEILING_MS
    for _ in range(60):
        delay.measure(PolledEvent("", T0), None)
    assert 375_000 <= delay.width_ms < CEILING_MS


async def test_leaving_cancels_what_runs() -> None:
    clock = JumpingClock()
    lake = FakeLake(clock, query_s=10_000)
    source = a_source(lake)
    feed = MergedFeed([source], "sends", SeenContent())

    async def read() -> None:
        async for _ in feed.news():
            pass

    reading = asyncio.ensure_future(read())
    for _ in range(100):
        await asyncio.sleep(0)
    await feed.close()
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)

    assert lake.calls["DescribeQuery"] >= 1
    assert lake.runs["q0"].cancelled
    assert lake.calls["CancelQuery"] == 1


async def test_a_query_that_takes_forever_is_cancelled_and_said() -> None:
    clock = JumpingClock()
    lake = FakeLake(clock, query_s=100_000)

    _, healths = await shown(a_source(lake), clock, T0 + 1_000_000)

    assert lake.runs["q0"].cancelled
    assert "15 minutes and was cancelled" in healths[-1].sentence


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (Details("arn:x", "sends", "STOPPED_INGESTION", [SENDS]), "start-event-data-store-ing"),
        (Details("arn:x", "sends", "PENDING_DELETION", [SENDS]), "restore-event-data-store"),
        (Details("arn:x", "sends", "ENABLED", []), "AWS::SES::EmailIdentity"),
    ],
)
async def test_a_store_that_takes_in_nothing_says_so_and_is_read_on(
    told: Details, words: str
) -> None:
    clock = JumpingClock()
    lake = FakeLake(clock, deliveries("five minutes", 6, 60), told=told)

    counts, healths = await shown(a_source(lake), clock, T0 + 2 * HOUR_MS)

    assert counts == once_each(60)
    assert healths[-1].state is State.MISSING
    assert words in healths[-1].sentence


async def test_who_may_not_look_at_the_store_reads_it() -> None:
    clock = JumpingClock()
    lake = FakeLake(clock, [Taken(0, T0, T0)])
    lake.fault = lambda _now, called: (
        AccessDenied("No.")
        if called.startswith("Get") and (called == "GetEventDataStore")
        else None
    )

    counts, healths = await shown(a_source(lake), clock, T0 + 120_000)

    assert counts == once_each(1)
    assert healths[-1].state is State.LIVE


async def test_the_past_is_read_once_and_its_cost_told() -> None:
    clock = JumpingClock()
    clock.ms += 2 * HOUR_MS
    lake = FakeLake(clock, deliveries("five minutes", 7, 200), page_size=7)
    source = a_source(lake, last_ms=clock.now_ms(), follow=False)

    counts, healths = await shown(source, clock, T0 + 9 * HOUR_MS)

    assert counts == once_each(200)
    assert healths[-1].state is State.ENDED
    assert (healths[-1].sentence, healths[-1].scanned_bytes) == ("", 220_000)
    assert "GetEventDataStore" not in lake.calls


async def test_what_is_no_record_is_handed_on() -> None:
    clock = JumpingClock()
    lake = FakeLake(clock)

    async def results(*_: object) -> object:
        from sestrail_tui.places.lake.calls import LakePage

        return LakePage([[{"eventJson": '{"cut off'}], [{"other": "x"}]])

    lake.results = results  # type: ignore[method-assign, assignment]
    page = await LakeQueries(lake, "sends", clock)(T0, T0 + 1000, None)
    assert [(event.timestamp, event.message) for event in page.events] == [(T0, '{"cut off')]

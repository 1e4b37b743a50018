"""A question to Logs Insights: shown = delivered, once, whatever the limits and whatever fails."""

from __future__ import annotations

import asyncio
import random
import uuid
from collections import Counter
from contextlib import aclosing
from dataclasses import dataclass, field
from hashlib import md5
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sestrail_tui.account.errors.error_codes import InvalidParameterError
from sestrail_tui.core.errors import (
    AccessDenied,
    CredentialsExpired,
    SourceError,
    Throttled,
    Unreachable,
)
from sestrail_tui.filters.pushdown.insights import SES_MESSAGES
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.retry.pacing import Pacer
from sestrail_tui.follow.source import Batch
from sestrail_tui.places.insights.query import LIMITS
from sestrail_tui.places.insights.source import InsightsSource
from tests.examples import examples
from tests.follow.fakes import T0, JumpingClock, message, unposted
from tests.places.insights.fake_insights import FakeInsights, Logged

if TYPE_CHECKING:
    from collections.abc import Callable

    from sestrail_tui.places.insights.results import InsightsPage

SPAN_S = 600
FIRST_S = T0 // 1000
SMALL = (1_000, 500)


def event(number: int, at: int) -> Logged:
    name = str(uuid.UUID(md5(b"%d" % number, usedforsecurity=False).hexdigest()))
    return Logged(at, message(number, eventID=name))


def spread(count: int, span_s: int = SPAN_S, seed: int = 1) -> list[Logged]:
    chance = random.Random(seed)
    return [event(one, T0 + chance.randrange(span_s * 1000)) for one in range(count)]


@dataclass
class Read:
    """What a source gave."""

    texts: Counter[str] = field(default_factory=Counter)
    healths: list[Health] = field(default_factory=list)
    biggest: int = 0

    @property
    def last(self) -> Health:
        return self.healths[-1]


def source(
    fake: FakeInsights,
    renew: Callable[[], object] | None = None,
    condition: str = SES_MESSAGES,
    last_s: int = FIRST_S + SPAN_S,
    limits: tuple[int, int] = LIMITS,
) -> InsightsSource:
    async def renewed() -> None:
        assert renew is not None
        renew()

    return InsightsSource(
        "Insights g",
        fake,
        condition,
        FIRST_S,
        last_s,
        region="us-east-1",
        pacer=Pacer(5.0, fake.clock),
        clock=fake.clock,
        renew=renewed if renew else None,
        limits=limits,
    )


async def read(asked: InsightsSource) -> Read:
    got = Read()
    async with aclosing(asked.follow(unposted)) as items:
        async for item in items:
            if isinstance(item, Batch):
                got.texts.update(one.raw.decode() for one in item.messages)
                got.biggest = max(got.biggest, len(item.messages))
            else:
                got.healths.append(item)
    return got


def delivered(events: list[Logged]) -> Counter[str]:
    return Counter({one.text: 1 for one in events})


async def test_rows_come_byte_exact_with_progress_bytes_and_cost() -> None:
    text = message(1, eventID="x", note='日本 "quoted" \\ /')
    events = [*spread(3000), Logged(T0 + 5, text)]
    fake = FakeInsights(JumpingClock(), events)
    got = await read(source(fake))
    assert got.texts == delivered(events)
    assert got.biggest <= 1000, "pages are small enough to be decoded within a frame"
    assert len(fake.asked) == 1
    assert got.last.state is State.ENDED
    assert got.last.records == 3001
    assert got.last.scanned_bytes == 100 * 3001
    assert got.last.cost_usd == pytest.approx(100 * 3001 / 1e9 * 0.005)
    shares = [one.progress for one in got.healths[:-1] if one.progress is not None]
    assert shares == sorted(shares)
    assert 0.5 < max(shares) <= 1.0


@pytest.mark.slow
@pytest.mark.parametrize("most", [100_000, 10_000])
@pytest.mark.parametrize("pages", [True, False])
async def test_more_than_ten_thousand_rows_by_paging_or_splitting(most: int, pages: bool) -> None:
    events = spread(25_000)
    fake = FakeInsights(JumpingClock(), events, most=most, pages=pages, page=5_000)
    got = await read(source(fake))
    assert got.texts == delivered(events)
    assert got.last.state is State.ENDED
    assert (len(fake.asked) == 1) == (most == 100_000 and pages)
    assert len(fake.asked) < 12, "each query is billed"


@pytest.mark.slow
async def test_more_than_a_query_can_give_within_one_second() -> None:
    chance = random.Random(4)
    events = [event(one, T0 + 3_000 + chance.randrange(3)) for one in range(4_700)]
    odd = [Logged(T0 + 3_001, f"odd {one} ses.amazonaws.com") for one in range(50)]
    rest = [event(100_000 + one, T0 + 1_000 * one) for one in range(400)]
    fake = FakeInsights(JumpingClock(), [*events, *odd, *rest], most=500, page=200)
    got = await read(source(fake, limits=SMALL))
    assert got.texts == delivered([*events, *odd, *rest])
    assert "no more" not in got.last.sentence


async def test_what_cannot_be_told_apart_is_not_lost_in_silence() -> None:
    same = [Logged(T0, f"{one} ses.amazonaws.com") for one in range(1_200)]
    fake = FakeInsights(JumpingClock(), same, most=500)
    got = await read(source(fake, last_s=FIRST_S, limits=SMALL))
    assert len(got.texts) == 500
    assert "gave 500 of 1,200 records of one second and no more" in got.last.sentence


async def test_rows_in_no_order_are_split_by_halves() -> None:
    events = spread(3_000)
    fake = FakeInsights(JumpingClock(), events, most=500, page=200, sorts=False)
    assert (await read(source(fake, limits=SMALL))).texts == delivered(events)


@settings(max_examples=examples(25))
@given(
    st.integers(0, 2**32),
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 300)), max_size=6),
    st.sampled_from(["spread", "same"]),
)
def test_shown_is_delivered_once_behind_every_fault(
    seed: int, crowds: list[tuple[int, int]], shape: str
) -> None:
    """Crowds of records in single seconds, behind lost answers and refusals at random."""
    chance = random.Random(seed)
    numbers = iter(range(10**6))
    events = [
        event(next(numbers), T0 + second * 1000 + (0 if shape == "same" else chance.randrange(999)))
        for second, count in crowds
        for _ in range(count)
    ]
    clock = JumpingClock(seed)
    troubles: list[SourceError] = [
        Throttled("slow down"),
        Unreachable("reset"),
        SourceError("odd"),
    ]

    def fault(_operation: str) -> SourceError | None:
        return chance.choice(troubles) if chance.random() < 0.15 else None

    fake = FakeInsights(
        clock,
        events,
        most=100,
        page=40,
        fault=fault,
        loses=lambda: chance.random() < 0.2,
        fate=lambda: "Complete" if chance.random() < 0.8 else "Failed",
    )
    got = asyncio.run(read(source(fake, limits=(1_000, 100))))
    assert not got.texts - delivered(events)
    if got.last.state is State.ENDED:
        assert got.texts == delivered(events)
        completed = [one for one in fake.runs.values() if one.status == "Complete"]
        assert all(one.reads for one in completed), "none was started, billed and left unread"


@pytest.mark.parametrize("status", ["Failed", "Timeout", "Unknown"])
async def test_a_query_that_ends_badly_is_asked_again(status: str) -> None:
    events = spread(500)
    fates = iter([status])
    fake = FakeInsights(JumpingClock(), events, fate=lambda: next(fates, "Complete"))
    got = await read(source(fake))
    assert got.texts == delivered(events)
    assert got.last.state is State.ENDED
    if status == "Failed":
        assert got.last.scanned_bytes == 2 * 100 * 500, "both are billed"
    if status == "Timeout":
        assert len(fake.asked) == 3, "in halves: the whole would take as long again"
    if status == "Unknown":
        assert fake.runs["q0"].stopped, "after more than AWS's own hour"


async def test_a_query_that_somebody_stopped_stays_stopped() -> None:
    fake = FakeInsights(JumpingClock(), spread(5), fate=lambda: "Cancelled")
    got = await read(source(fake))
    assert got.last.state is State.REFUSED
    assert "Somebody else stopped" in got.last.sentence
    assert len(fake.asked) == 1


async def test_a_lost_answer_starts_no_second_query() -> None:
    lost = iter([True])
    fake = FakeInsights(JumpingClock(), spread(50), loses=lambda: next(lost, False))
    got = await read(source(fake))
    assert len(got.texts) == 50
    assert len(fake.asked) == 1
    marks = [line for line in fake.asked[0][0].splitlines() if line.startswith("# sestrail ")]
    assert len(marks) == 1


async def test_who_may_not_look_for_queries_starts_again() -> None:
    lost = iter([True])
    denied = AccessDenied("no logs:DescribeQueries")
    fake = FakeInsights(
        JumpingClock(),
        spread(50),
        loses=lambda: next(lost, False),
        fault=lambda operation: denied if operation == "DescribeQueries" else None,
    )
    assert len((await read(source(fake))).texts) == 50
    assert len(fake.asked) == 2


async def test_expired_credentials_are_read_anew_and_the_query_goes_on() -> None:
    expired = iter([None, CredentialsExpired("expired")])
    renewed: list[bool] = []
    fake = FakeInsights(JumpingClock(), spread(50), fault=lambda _: next(expired, None))
    got = await read(source(fake, lambda: renewed.append(True)))
    assert renewed == [True]
    assert len(got.texts) == 50
    assert len(fake.asked) == 1
    assert State.EXPIRED in {one.state for one in got.healths}


async def test_what_a_person_has_to_mend_ends_it_at_once() -> None:
    denied = AccessDenied("logs:StartQuery was refused")
    fake = FakeInsights(JumpingClock(), spread(5), fault=lambda _: denied)
    got = await read(source(fake))
    assert (got.last.state, got.last.errors) == (State.REFUSED, 1)


async def test_a_filter_that_aws_cannot_read_is_left_out() -> None:
    refused: list[str] = []

    class Picky(FakeInsights):
        async def start(self, query: str, first_s: int, last_s: int, limit: int) -> str:
            if "odd" in query:
                refused.append(query)
                raise InvalidParameterError("MalformedQueryException")
            return await super().start(query, first_s, last_s, limit)

    fake = Picky(JumpingClock(), spread(50))
    got = await read(source(fake, condition=f"{SES_MESSAGES} and @message like /odd/"))
    assert len(got.texts) == 50
    assert len(refused) == 2, "once with the lower limit, which may have been it"


async def test_nothing_kept_of_that_time_is_an_answer() -> None:
    too_old = InvalidParameterError("end date and time is before the log groups creation time")
    fake = FakeInsights(JumpingClock(), fault=lambda _: too_old)
    got = await read(source(fake))
    assert got.last.state is State.ENDED
    assert "keeps anything of that time" in got.last.sentence


async def test_leaving_early_stops_what_runs() -> None:
    fake = FakeInsights(JumpingClock(), spread(50), query_s=1000)
    async with aclosing(source(fake).follow(unposted)) as items:
        async for item in items:
            if isinstance(item, Health) and item.calls == 2:
                break
    assert fake.runs["q0"].stopped


async def test_leaving_after_the_end_stops_nothing() -> None:
    calls: list[str] = []

    def count(operation: str) -> None:
        calls.append(operation)

    fake = FakeInsights(JumpingClock(), spread(50), fault=count)
    await read(source(fake))
    assert "StopQuery" not in calls


async def test_leaving_while_a_query_is_being_started_finds_and_stops_it() -> None:
    reached = asyncio.Event()

    class Slow(FakeInsights):
        async def start(self, query: str, first_s: int, last_s: int, limit: int) -> str:
            name = await super().start(query, first_s, last_s, limit)
            reached.set()
            await asyncio.sleep(3600)
            return name

    fake = Slow(JumpingClock(), spread(5))
    task = asyncio.create_task(read(source(fake)))
    await reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert fake.runs["q0"].stopped


async def test_a_token_that_ran_out_reads_the_same_query_again() -> None:
    events = spread(2500)
    spoilt = iter([False, False, False, True])

    class Forgetful(FakeInsights):
        async def results(self, query_id: str, token: str | None) -> InsightsPage:
            if token and next(spoilt, False):
                raise InvalidParameterError("The specified nextToken is invalid.")
            return await super().results(query_id, token)

    fake = Forgetful(JumpingClock(), events, page=500)
    got = await read(source(fake))
    assert got.texts == delivered(events)
    assert len(fake.asked) == 1


async def test_a_range_that_has_not_come_yet_asks_nothing() -> None:
    fake = FakeInsights(JumpingClock(), spread(5))
    got = await read(source(fake, last_s=FIRST_S - 1))
    assert got.last.state is State.ENDED
    assert fake.asked == []

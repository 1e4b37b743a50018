"""Shown = delivered, once, from CloudTrail Lake asked for the past: split, paged, failing, left."""

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
from sestrail_tui.filters.syntax.parse import parse
from sestrail_tui.follow.connections.history import HistoryConnection
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.history.answer import DAY_MS
from sestrail_tui.follow.history.engine import Question
from sestrail_tui.follow.protocol import Arrivals
from sestrail_tui.follow.retry.pacing import Pacer
from sestrail_tui.follow.source import Batch
from sestrail_tui.places.lake.engine import LakeEngine
from sestrail_tui.places.lake.event_data_stores import EventDataStore
from tests.examples import examples
from tests.follow.fakes import T0, JumpingClock, unposted
from tests.follow.virtual_time import LoopClock, in_virtual_time
from tests.places.lake.fake_lake import FakeLake, Taken

STORE = EventDataStore("0f0e0d0c-aaaa-bbbb-cccc-0123456789ab", "us-east-1", name="sends")
LAST = T0 + 10 * DAY_MS


def taken(seed: int, count: int = 400) -> list[Taken]:
    """Ten days of calls, some taken in twice, on whole seconds and the ends of the days too."""
    chance = random.Random(seed)
    found: list[Taken] = []
    for number in range(count):
        day = T0 + chance.randrange(11) * DAY_MS
        anywhere = int(chance.uniform(T0, LAST))
        at = min(LAST, chance.choice([day, day - 1, anywhere, anywhere // 1000 * 1000]))
        found += [Taken(number, max(at, T0), 0) for _ in range(1 + (number % 10 == 0))]
    return found


def an_engine(lake: FakeLake) -> LakeEngine:
    return LakeEngine(STORE, lake, pacer=Pacer(1.5, lake.clock), clock=lake.clock)


def a_question(written: str = "", first_ms: int = T0, last_ms: int = LAST) -> Question:
    return Question(parse(written), first_ms, last_ms)


async def shown(lake: FakeLake, question: Question) -> tuple[Counter[str], list[Health]]:
    feed = await HistoryConnection(an_engine(lake), question).open()
    counts: Counter[str] = Counter()
    healths: list[Health] = []
    async for item in feed.news():
        if isinstance(item, Arrivals):
            counts.update(record.event_id for record in item.records)
        else:
            healths.append(item)
    await feed.close()
    return counts, healths


def once_each(count: int) -> Counter[str]:
    return Counter({f"id-{number}": 1 for number in range(count)})


async def test_every_record_of_the_range_is_shown_once() -> None:
    lake = FakeLake(JumpingClock(), taken(1))

    counts, healths = await shown(lake, a_question())

    assert counts == once_each(400)
    last = healths[-1]
    assert last.state is State.ENDED
    assert last.scanned_bytes
    assert last.cost_usd is None, "AWS names no price of Lake's"
    steps = [one.progress for one in healths if one.progress is not None]
    assert steps == sorted(steps)
    assert steps[0] == 0.0
    assert steps[-1] == 1.0
    assert len(lake.statements) == 11


async def test_what_lies_outside_the_range_is_not_shown() -> None:
    lake = FakeLake(
        JumpingClock(), [Taken(0, T0 - 1000, 0), Taken(1, T0, 0), Taken(2, LAST + 1000, 0)]
    )

    counts, _ = await shown(lake, a_question(last_ms=LAST))

    assert counts == {"id-1": 1}


@pytest.mark.slow
async def test_more_rows_than_ten_thousand_are_paged() -> None:
    many = [Taken(number, T0 + number, 0) for number in range(12_000)]
    lake = FakeLake(JumpingClock(), many, page_size=1000)

    counts, healths = await shown(lake, a_question(last_ms=T0 + DAY_MS - 1))

    assert len(counts) == 12_000
    assert healths[-1].records == 12_000
    assert len(lake.statements) == 1


ERRORS = [
    Throttled("slow"),
    Unreachable("no answer"),
    SourceError("5xx"),
    InvalidParameterError("The query ID does not exist."),
]


@settings(max_examples=examples(25))
@given(st.integers(0, 10_000), st.floats(0.0, 0.3), st.floats(0.0, 0.2))
def test_failures_lose_nothing_and_double_nothing(seed: int, share: float, fatal: float) -> None:
    chance = random.Random(seed)
    lake = FakeLake(JumpingClock(seed), taken(seed, 60), page_size=7)
    lake.fault = lambda _ms, _operation: chance.choice(ERRORS) if chance.random() < share else None
    lake.fate = lambda _ms: "FAILED" if chance.random() < fatal else "FINISHED"

    counts, healths = asyncio.run(shown(lake, a_question()))

    if healths[-1].state is State.ENDED:
        assert counts == once_each(60)
    else:  # given up after six tries of one part, and said so
        assert healths[-1].state in (State.GIVEN_UP, State.REFUSED)
        assert healths[-1].sentence
        assert set(counts.values()) <= {1}


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (AccessDenied("allow cloudtrail:StartQuery"), State.REFUSED),
        (LogGroupMissing("no store"), State.MISSING),
        (CredentialsExpired("run aws sso login"), State.EXPIRED),
    ],
)
async def test_what_a_person_has_to_mend_ends_it_with_the_sentence(
    error: SourceError, state: State
) -> None:
    lake = FakeLake(JumpingClock(), taken(2))
    lake.fault = lambda _ms, _operation: error

    counts, healths = await shown(lake, a_question())

    assert not counts
    assert (healths[-1].state, healths[-1].sentence) == (state, error.message)


async def test_an_answer_that_was_lost_starts_no_second_query() -> None:
    lake = FakeLake(JumpingClock(), taken(3, 50))
    failing = iter([Unreachable("reset")] * 2)
    lake.fault = lambda _ms, operation: (
        next(failing, None) if operation == "DescribeQuery" else None
    )

    counts, _ = await shown(lake, a_question(last_ms=T0 + DAY_MS - 1))

    assert counts
    assert len(lake.statements) == 1


@pytest.mark.parametrize("leave_after_s", [0.05, 1.0, 2.2])
def test_leaving_cancels_what_runs(leave_after_s: float) -> None:
    async def leave() -> FakeLake:
        lake = FakeLake(LoopClock(), taken(4), query_s=30)
        feed = await HistoryConnection(an_engine(lake), a_question()).open()

        async def read() -> None:
            async for _ in feed.news():
                pass

        reading = asyncio.create_task(read())
        await asyncio.sleep(leave_after_s)
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        await feed.close()
        return lake

    lake = in_virtual_time(leave())
    assert lake.runs
    assert all(run.cancelled for run in lake.runs.values())


async def test_the_filter_is_asked_of_lake() -> None:
    lake = FakeLake(JumpingClock(), taken(5, 5))

    await shown(lake, a_question("config:billing"))

    assert all("LIKE '%billing%'" in where for where in lake.statements)


async def test_an_estimate_says_what_aws_does_not_tell() -> None:
    lake = FakeLake(JumpingClock())

    estimate = await an_engine(lake).estimate(a_question("config:billing"))

    assert estimate.query.startswith(f"SELECT eventJson FROM {STORE.id} WHERE eventSource")
    assert "%billing%" in estimate.query
    assert estimate.scanned_bytes is None
    assert estimate.cost_usd is None
    assert "11 queries" in estimate.sentence
    assert "does not tell beforehand" in estimate.sentence
    assert not lake.calls


async def test_batches_hold_the_records_byte_for_byte() -> None:
    lake = FakeLake(JumpingClock(), [Taken(0, T0, 0)])
    source = an_engine(lake).source(a_question(last_ms=T0 + 1000), "Lake")

    batches = [item async for item in source.follow(unposted) if isinstance(item, Batch)]

    assert [message.raw.decode() for one in batches for message in one.messages] == [
        lake.taken[0].text
    ]

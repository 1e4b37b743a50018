"""Shown = delivered, once, from Athena: split, paged, failing, damaged, refused, left."""

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
    NotSetUp,
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
from sestrail_tui.places.athena.engine import AthenaEngine, MissingTable
from tests.examples import examples
from tests.follow.fakes import T0, JumpingClock, message
from tests.follow.virtual_time import LoopClock, in_virtual_time
from tests.places.athena.fake_athena import FakeAthena, a_table
from tests.places.athena.stamps import stamp
from tests.places.log_files.fake_bucket import FakeBucket, damaged_sometimes, log_key

LAST = T0 + 20 * DAY_MS


def a_bucket(seed: int, clock: JumpingClock, files: int = 60) -> FakeBucket:
    """Twenty days of log files with up to three records each; some records are in two files."""
    chance = random.Random(seed)
    bucket = FakeBucket(clock)
    number = 0
    for unique in range(files):
        at = int(chance.uniform(T0, LAST))
        messages = []
        for _ in range(chance.randint(1, 3)):
            messages.append(message(number, eventTime=stamp(at)))
            number += 1
        if number > 3 and chance.random() < 0.2:
            messages.append(message(number - 1, eventTime=stamp(at)))
        delivered = at + int(chance.uniform(0, 4 * 3_600_000))
        bucket.put(log_key(delivered, f"u{unique}"), messages)
    return bucket


def an_engine(athena: FakeAthena, *, lack: str = "") -> AthenaEngine:
    bucket = athena.bucket
    return AthenaEngine(
        a_table(),
        athena,
        bucket,
        bucket.get,
        regions=(),
        bucket_region="us-east-1",
        clock=athena.clock,
        lack=lack,
    )


def a_question(written: str = "", first_ms: int = T0, last_ms: int = LAST) -> Question:
    return Question(parse(written), first_ms, last_ms)


async def shown(
    athena: FakeAthena, question: Question | None = None
) -> tuple[Counter[str], list[Health]]:
    feed = await HistoryConnection(an_engine(athena), question or a_question()).open()
    counts: Counter[str] = Counter()
    healths: list[Health] = []
    async for item in feed.news():
        if isinstance(item, Arrivals):
            counts.update(record.event_id for record in item.records)
        else:
            healths.append(item)
    await feed.close()
    return counts, healths


def delivered(bucket: FakeBucket) -> Counter[str]:
    import gzip
    import json

    contents = (gzip.decompress(stored.data) for stored in bucket.objects.values())
    ids = {one["eventID"] for data in contents for one in json.loads(data)["Records"]}
    return Counter(dict.fromkeys(ids, 1))


async def test_every_record_of_the_range_is_shown_once() -> None:
    clock = JumpingClock()
    athena = FakeAthena(clock, a_bucket(1, clock))

    counts, healths = await shown(athena)

    assert counts == delivered(athena.bucket)
    last = healths[-1]
    assert last.state is State.ENDED
    assert len(athena.statements) == 3
    assert last.scanned_bytes == 3_000_000
    assert last.cost_usd == pytest.approx(3 * 10 * 5e-6)
    steps = [one.progress for one in healths if one.progress is not None]
    assert steps == sorted(steps)
    assert (steps[0], steps[-1]) == (0.0, 1.0)


async def test_a_file_is_read_for_what_lies_in_the_range_only() -> None:
    clock = JumpingClock()
    bucket = FakeBucket(clock)
    inside, outside = (message(n, eventTime=stamp(at)) for n, at in ((0, T0), (1, T0 - 5000)))
    bucket.put(log_key(T0, "a"), [inside, outside])
    bucket.put(log_key(T0, "b"), [message(2, eventTime=stamp(LAST + 5000))])

    counts, _ = await shown(FakeAthena(clock, bucket))

    assert counts == {"id-0": 1}
    assert len(bucket.got) == 1


ERRORS = [
    Throttled("slow"),
    Unreachable("no answer"),
    SourceError("5xx"),
    InvalidParameterError("QueryExecution was not found"),
]


@settings(max_examples=examples(25))
@given(st.integers(0, 10_000), st.floats(0.0, 0.25), st.floats(0.0, 0.3), st.booleans())
def test_failures_lose_nothing_and_double_nothing(
    seed: int, share: float, fatal: float, damaged: bool
) -> None:
    chance, clock = random.Random(seed), JumpingClock(seed)
    athena = FakeAthena(clock, a_bucket(seed, clock, 25), page_size=5)
    bucket = athena.bucket
    athena.fault = lambda _ms, _operation: (
        chance.choice(ERRORS) if chance.random() < share else None
    )
    bucket.fault = lambda _operation, _place: (
        Throttled("SlowDown") if chance.random() < share else None
    )
    athena.fate = lambda: (
        ("FAILED", "Internal error", True) if chance.random() < fatal else ("SUCCEEDED", "", False)
    )
    wanted = delivered(bucket)
    if damaged:
        bucket.spoil = damaged_sometimes(seed, 0.2)

    counts, healths = asyncio.run(shown(athena))

    assert set(counts.values()) <= {1}
    if healths[-1].state is State.ENDED and "could not be read" not in healths[-1].sentence:
        assert counts == wanted
    else:
        assert healths[-1].sentence


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (AccessDenied("allow athena:StartQueryExecution"), State.REFUSED),
        (CredentialsExpired("run aws sso login"), State.EXPIRED),
    ],
)
async def test_what_a_person_has_to_mend_ends_it_with_the_sentence(
    error: SourceError, state: State
) -> None:
    clock = JumpingClock()
    athena = FakeAthena(clock, a_bucket(2, clock))
    athena.fault = lambda _ms, _operation: error

    counts, healths = await shown(athena)

    assert not counts
    assert (healths[-1].state, healths[-1].sentence) == (state, error.message)


@pytest.mark.parametrize("fate", ["FAILED", "CANCELLED"])
async def test_a_query_that_cannot_succeed_is_not_asked_again(fate: str) -> None:
    clock = JumpingClock()
    athena = FakeAthena(clock, a_bucket(2, clock))
    athena.fate = lambda: (fate, "Access denied when writing output", False)

    _, healths = await shown(athena)

    assert healths[-1].state is State.REFUSED
    assert "AWS says: Access denied when writing output." in healths[-1].sentence
    assert len(athena.statements) == 1
    assert (healths[-1].cost_usd or 0) == (0 if fate == "FAILED" else pytest.approx(50e-6))


async def test_an_answer_that_was_lost_starts_no_second_query() -> None:
    clock = JumpingClock()
    athena = FakeAthena(clock, a_bucket(3, clock))
    failing = iter([Unreachable("reset")] * 3)
    athena.fault = lambda _ms, _operation: next(failing, None)

    counts, _ = await shown(athena, a_question(last_ms=T0 + DAY_MS * 7 - 1))

    assert counts
    assert len(athena.statements) == 1


async def test_files_that_may_not_be_read_leave_the_others() -> None:
    clock = JumpingClock()
    athena = FakeAthena(clock, a_bucket(4, clock))
    keys = sorted(athena.bucket.objects)[:2]
    athena.bucket.fault = lambda operation, place: (
        AccessDenied("allow s3:GetObject.") if operation == "get" and place in keys else None
    )

    counts, healths = await shown(athena)

    assert 0 < len(counts) < len(delivered(athena.bucket))
    assert healths[-1].state is State.REFUSED
    assert healths[-1].sentence.startswith("allow s3:GetObject. The same goes for 1 more.")


@pytest.mark.parametrize("leave_after_s", [0.01, 0.06, 1.0, 2.0])
def test_leaving_stops_what_runs(leave_after_s: float) -> None:
    async def leave() -> FakeAthena:
        clock = LoopClock()
        athena = FakeAthena(clock, a_bucket(5, clock), query_s=30)
        feed = await HistoryConnection(an_engine(athena), a_question()).open()

        async def read() -> None:
            async for _ in feed.news():
                pass

        reading = asyncio.create_task(read())
        await asyncio.sleep(leave_after_s)
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        await feed.close()
        return athena

    athena = in_virtual_time(leave())
    assert athena.runs
    assert all(run.stopped for run in athena.runs.values())


async def test_an_estimate_weighs_the_files_of_the_days() -> None:
    clock = JumpingClock()
    athena = FakeAthena(clock, a_bucket(6, clock))

    estimate = await an_engine(athena).estimate(a_question("config:billing"))

    assert estimate.query.startswith('SELECT DISTINCT "$path" FROM "default"."logs" WHERE events')
    assert "LIKE '%billing%'" in estimate.query
    assert estimate.scanned_bytes == 0  # the fake's files weigh nothing
    assert estimate.cost_usd == pytest.approx(3 * 50e-6)
    assert estimate.sentence.startswith("About 60 log files in 21 day folders weigh 0 B. 3 q")
    assert not athena.statements


async def test_what_is_lacking_is_said_and_nothing_asked() -> None:
    clock = JumpingClock()
    athena = FakeAthena(clock, FakeBucket(clock))
    with pytest.raises(NotSetUp, match="no place"):
        await HistoryConnection(an_engine(athena, lack="There is no place."), a_question()).open()

    missing = MissingTable("s3://b/AWSLogs/1", "no table", "CREATE ...")
    with pytest.raises(NotSetUp, match="no table"):
        await HistoryConnection(missing, a_question()).open()
    with pytest.raises(NotSetUp, match="no table"):
        await missing.estimate(a_question())


async def test_a_table_without_days_is_weighed_by_nobody() -> None:
    clock = JumpingClock()
    bucket = a_bucket(6, clock)
    engine = AthenaEngine(
        a_table("s3://b/AWSLogs/123456789012/CloudTrail/us-east-1"),
        FakeAthena(clock, bucket),
        bucket,
        bucket.get,
        regions=(),
        bucket_region="us-east-1",
        clock=clock,
    )

    estimate = await engine.estimate(a_question())

    assert "no partition by day" in engine.covers
    assert (estimate.scanned_bytes, estimate.cost_usd) == (None, None)
    assert "each query scans all its files" in estimate.sentence


async def test_a_statement_that_aws_does_not_take_is_not_tried_again() -> None:
    clock = JumpingClock()
    athena = FakeAthena(clock, a_bucket(2, clock))
    refusal = InvalidParameterError("StartQueryExecution does not accept what it was asked")
    athena.fault = lambda _ms, operation: refusal if operation == "StartQueryExecution" else None

    _, healths = await shown(athena)

    assert (healths[-1].state, healths[-1].sentence) == (State.REFUSED, refusal.message)
    assert healths[-1].errors == 1

"""Shown = delivered, once: whatever lies in the bucket and whenever, whatever fails."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sestrail_tui.account.discovery.buckets import TrailBucket
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
from sestrail_tui.follow.sweeps.read_position import ReadPosition
from sestrail_tui.places.bucket.folder_cursor import WIDTH_MS, FolderCursors
from sestrail_tui.places.bucket.source import BucketSource
from sestrail_tui.places.log_files.calls import FileLostError
from sestrail_tui.places.log_files.log_file_reader import LogFileReader
from tests.examples import examples
from tests.follow.fakes import T0, JumpingClock, message
from tests.places.log_files.fake_bucket import FakeBucket, damaged_sometimes, log_key

MINUTE = 60_000
HOUR = 60 * MINUTE
OTHER = '{"eventVersion":"1.11","eventSource":"sts.amazonaws.com","eventID":"x"}'
Late = Callable[[random.Random], int]
"""How long after its name's minute a file can be read, in ms."""

LATE: dict[str, Late] = {
    "within its minute": lambda chance: chance.randrange(MINUTE),
    "up to 10 min late": lambda chance: chance.randrange(10 * MINUTE),
    "up to 100 min late": lambda chance: chance.randrange(100 * MINUTE),
}


def make_shelves(
    clock: JumpingClock,
    first_ms: int = T0,
    last_ms: int | None = None,
    *,
    follow: bool = True,
    every_s: float = 30.0,
) -> FolderCursors:
    def place() -> ReadPosition:
        return ReadPosition(
            first_ms, last_ms, follow=follow, every_s=every_s, width_ms=lambda: WIDTH_MS
        )

    return FolderCursors(place, every_s)


def a_source(
    bucket: FakeBucket,
    clock: JumpingClock,
    shelves: FolderCursors | None = None,
    *,
    prefix: str = "",
    follow: bool = True,
    regions: tuple[str, ...] = (),
    **more: object,
) -> BucketSource:
    pacer = Pacer(100, clock)
    return BucketSource(
        TrailBucket("b", prefix, "us-east-1"),
        bucket,
        LogFileReader(bucket.get, pacer, clock),
        cursors=make_shelves(clock, follow=follow) if shelves is None else shelves,
        regions=regions,
        follow=follow,
        every_s=30.0,
        pacer=pacer,
        clock=clock,
        **more,  # type: ignore[arg-type]
    )


def fill(
    bucket: FakeBucket,
    late: Late,
    seed: int,
    *,
    count: int = 300,
    hours: float = 3,
    regions: Iterable[str] = ("us-east-1", "eu-west-1"),
    accounts: Iterable[str] = ("123456789012",),
    base: str = "",
) -> int:
    """Deliver ``count`` records, every tenth in two files; give when the last can be read."""
    chance = random.Random(seed)
    places = [(account, region) for account in accounts for region in regions]
    files: dict[tuple[str, str, int], list[str]] = {}
    for number in range(count):
        for copy in range(1 + (number % 10 == 0)):
            minute = T0 + int(chance.uniform(0, hours) * HOUR) + copy * 5 * MINUTE
            at = (*chance.choice(places), (minute // (5 * MINUTE) + 1) * 5 * MINUTE)
            files.setdefault(at, [OTHER]).append(message(number))
    latest = T0
    for (account, region, minute), messages in files.items():
        for part, half in enumerate((messages[::2], messages[1::2])):
            unique = f"{chance.getrandbits(64):016x}{part}"
            readable = minute + late(chance)
            latest = max(latest, readable)
            key = log_key(minute, unique, account=account, region=region, base=base)
            bucket.put(key, half, readable)
            sibling = key.replace("/CloudTrail/", "/CloudTrail-Digest/")
            bucket.put(sibling, ["never read"], readable)
    return latest


async def shown(
    source: BucketSource, clock: JumpingClock, until_ms: float
) -> tuple[Counter[str], list[Health]]:
    feed = MergedFeed([source], "b", SeenContent())
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


@pytest.mark.parametrize("late", LATE.values(), ids=LATE)
@pytest.mark.parametrize("base", ["", "logs/"])
async def test_every_record_is_shown_once(late: Late, base: str) -> None:
    clock = JumpingClock()
    bucket = FakeBucket(clock)
    latest = fill(bucket, late, 1, base=base)

    counts, healths = await shown(a_source(bucket, clock, prefix=base), clock, latest + 20 * MINUTE)

    assert counts == once_each(300)
    assert healths[-1].state is State.LIVE
    assert len(bucket.got) == len(set(bucket.got)), "listed again, never read again"
    assert not any("Digest" in key for key in bucket.got)
    through = healths[-1].read_through_ms
    assert through is not None
    assert through % MINUTE == 0
    assert clock.now_ms() - through < 3 * MINUTE
    assert healths[-1].others > 0


FAULTS: dict[str, Callable[[], SourceError]] = {
    "throttled": lambda: Throttled("SlowDown"),
    "reset": lambda: Unreachable("reset"),
    "denied": lambda: AccessDenied("s3:ListBucket was refused"),
    "missing": lambda: LogGroupMissing("NoSuchBucket"),
    "expired": lambda: CredentialsExpired("expired"),
}


@settings(max_examples=examples(8))
@given(
    late=st.sampled_from(sorted(LATE)),
    seed=st.integers(0, 2**16),
    faults=st.lists(
        st.tuples(
            st.integers(0, 10_000),
            st.integers(1, 1500),
            st.sampled_from(sorted(FAULTS)),
            st.sampled_from(["list", "get", ""]),
            st.sampled_from(["", "AWSLogs/123456789012/CloudTrail/eu-west-1/"]),
        ),
        max_size=4,
    ),
    flaky=st.sampled_from([0.0, 0.1]),
    page_size=st.integers(2, 60),
    damage=st.sampled_from([0.0, 0.1]),
)
async def test_nothing_is_lost_to_failures(
    late: str,
    seed: int,
    faults: list[tuple[int, int, str, str, str]],
    flaky: float,
    page_size: int,
    damage: float,
) -> None:
    """Refused folders degrade alone; a file damaged once is read again."""
    clock = JumpingClock(seed)
    chance = random.Random(seed)
    bucket = FakeBucket(clock, page_size=page_size)
    latest = fill(bucket, LATE[late], seed, count=100)
    tries: Counter[str] = Counter()

    def fault(operation: str, place: str) -> SourceError | None:
        at = (clock.now_ms() - T0) / 1000
        for start_s, length_s, name, which, prefix in faults:
            if (
                start_s <= at < start_s + length_s
                and operation.startswith(which)
                and place.startswith(prefix)
            ):
                return FAULTS[name]()
        return Unreachable("reset") if chance.random() < flaky else None

    spoilt = damaged_sometimes(seed, damage)

    def spoil(data: bytes) -> bytes:
        name = str(hash(data))
        tries[name] += 1
        return spoilt(data) if tries[name] == 1 else data

    bucket.fault, bucket.spoil = fault, spoil
    # What comes 100 minutes late is found by the sweep of every hour, if that does not fail.
    end = max(latest, T0 + 12_000_000) + 75 * MINUTE

    counts, _ = await shown(a_source(bucket, clock), clock, end)

    assert counts == once_each(100)


async def test_one_folder_refused_leaves_the_others_and_is_said() -> None:
    clock = JumpingClock()
    bucket = FakeBucket(clock)
    latest = fill(bucket, LATE["within its minute"], 3)
    sentence = "s3:ListBucket on s3://b/x was refused: allow the action s3:ListBucket."
    refused = True

    def fault(operation: str, place: str) -> SourceError | None:
        denied = refused and operation == "list" and place.endswith("CloudTrail/eu-west-1/")
        return AccessDenied(sentence) if denied else None

    bucket.fault = fault
    shelves = make_shelves(clock)
    counts, healths = await shown(a_source(bucket, clock, shelves), clock, latest + HOUR)
    assert 0 < len(counts) < 300
    assert healths[-1].state is State.LIVE
    assert healths[-1].sentence == (
        f"{sentence} Missing: the records of account 123456789012 in eu-west-1. All else is read."
    )
    assert clock.now_ms() - (healths[-1].read_through_ms or 0) < 3 * MINUTE

    refused = False
    more, healths = await shown(a_source(bucket, clock, shelves), clock, clock.now_ms() + 300_000)
    assert set(counts) | set(more) == set(once_each(300)), "the place had waited for it"
    assert healths[-1].sentence == ""


@pytest.mark.parametrize("operation", ["list", "get"])
async def test_everything_refused_is_the_buckets_state(operation: str) -> None:
    clock = JumpingClock()
    bucket = FakeBucket(clock)
    fill(bucket, LATE["within its minute"], 3, hours=0.1)
    clock.ms += 10 * MINUTE
    bucket.fault = lambda which, place: AccessDenied("No.") if which == operation else None
    counts, healths = await shown(a_source(bucket, clock), clock, clock.now_ms() + 120_000)
    assert counts == Counter()
    assert healths[-1].state is State.REFUSED
    assert healths[-1].sentence == "No."
    assert healths[-1].retry_at_ms is not None
    assert healths[-1].read_through_ms is None


@pytest.mark.slow
async def test_an_organisation_with_one_account_refused() -> None:
    clock = JumpingClock()
    bucket = FakeBucket(clock, page_size=3)
    accounts = [f"11111111111{digit}" for digit in range(8)]
    fill(bucket, LATE["within its minute"], 3, accounts=accounts)
    bucket.objects = {
        key.replace("AWSLogs/", "AWSLogs/o-aa111bb222/"): stored
        for key, stored in bucket.objects.items()
    }
    denied = "AWSLogs/o-aa111bb222/111111111113/"
    bucket.fault = lambda _which, place: AccessDenied("No.") if place.startswith(denied) else None
    counts, healths = await shown(
        a_source(bucket, clock, regions=("us-east-1",)), clock, T0 + 4 * HOUR
    )
    read = {key.split("/")[2] for key in bucket.got}
    assert read == set(accounts) - {"111111111113"}
    assert {key.split("/")[4] for key in bucket.got} == {"us-east-1"}
    assert counts
    assert set(counts.values()) == {1}
    assert healths[-1].sentence == "No. The same goes for 1 more. All else is read."


async def test_an_empty_bucket_is_said_and_what_comes_into_it_is_found() -> None:
    clock = JumpingClock()
    bucket = FakeBucket(clock)
    bucket.put(log_key(T0 + 5 * MINUTE, "late"), [message(0)], T0 + 6 * MINUTE)
    counts, healths = await shown(a_source(bucket, clock), clock, T0 + 8 * MINUTE)
    assert counts == once_each(1)
    assert "holds no log files of CloudTrail" in healths[1].sentence
    assert healths[-1].sentence == ""


async def test_a_region_that_begins_to_be_used_is_found() -> None:
    clock = JumpingClock()
    bucket = FakeBucket(clock)
    bucket.put(log_key(T0, "a"), [message(0)], T0)
    at = T0 + 5 * HOUR
    bucket.put(log_key(at, "b", region="ap-northeast-1"), [message(1)], at)
    counts, _ = await shown(a_source(bucket, clock), clock, at + 10 * MINUTE)
    assert counts == once_each(2)


async def test_a_quiet_folder_costs_a_listing_a_minute() -> None:
    clock = JumpingClock()
    bucket = FakeBucket(clock, latency_s=0)
    bucket.put(log_key(T0, "a"), [message(0)], T0)
    await shown(a_source(bucket, clock), clock, T0 + 2 * HOUR)
    warm, cold = 45 * 12, 75
    assert len(bucket.listed) < warm + 2 * cold + 24 * 6


async def test_a_damaged_file_gives_what_it_holds_and_is_said() -> None:
    clock = JumpingClock()
    bucket = FakeBucket(clock)
    bucket.put(log_key(T0, "a"), [message(number, pad="x" * 50) for number in range(200)], T0)
    bucket.put(log_key(T0, "b"), [message(900)], T0)
    bucket.spoil = lambda data: data[: len(data) * 3 // 4] if len(data) > 500 else data
    counts, healths = await shown(a_source(bucket, clock), clock, T0 + 20 * MINUTE)
    assert 20 < len(counts) < 201
    assert counts["id-900"] == 1
    assert healths[-1].state is State.LIVE
    assert "could not be read to its end, twice (" in healths[-1].sentence
    assert f"{len(counts) - 1} SES records before that are shown" in healths[-1].sentence
    assert len(bucket.got) == 3


async def test_a_file_that_is_gone_holds_up_nothing() -> None:
    clock = JumpingClock()
    bucket = FakeBucket(clock)
    bucket.put(log_key(T0, "a"), [message(0)], T0)
    bucket.put(log_key(T0, "b"), [message(1)], T0)
    bucket.fault = lambda which, place: (
        FileLostError("S3 has it no more: NoSuchKey") if which == "get" and "_a." in place else None
    )
    counts, healths = await shown(a_source(bucket, clock), clock, T0 + MINUTE)
    assert set(counts) == {"id-1"}
    assert "NoSuchKey" in healths[-1].sentence


async def test_a_bucket_that_was_not_there_for_a_while_vouches_for_nothing_before() -> None:
    clock = JumpingClock()
    bucket = FakeBucket(clock)
    bucket.put(log_key(T0, "a"), [message(0)], T0)
    gone = range(T0 + 5 * MINUTE, T0 + 10 * MINUTE)
    bucket.fault = lambda _which, _place: (
        LogGroupMissing("There is no bucket b.") if clock.now_ms() in gone else None
    )
    _, healths = await shown(a_source(bucket, clock), clock, T0 + 20 * MINUTE)
    missing = [health for health in healths if health.state is State.MISSING]
    last = healths[-1]
    assert last.state is State.LIVE
    assert "s3://b was not there for a while" in last.sentence
    assert last.unseen == missing[-1].unseen == (last.sentence,)
    assert last.gone_until_ms is not None
    assert gone.start < last.gone_until_ms <= gone.stop


async def test_a_bucket_that_was_not_there_from_the_start_claimed_nothing() -> None:
    clock = JumpingClock()
    bucket = FakeBucket(clock)
    bucket.put(log_key(T0, "a"), [message(0)], T0)
    bucket.fault = lambda _which, _place: (
        LogGroupMissing("There is no bucket b.") if clock.now_ms() < T0 + 5 * MINUTE else None
    )
    counts, healths = await shown(a_source(bucket, clock), clock, T0 + 20 * MINUTE)
    assert counts == once_each(1)
    last = healths[-1]
    assert (last.state, last.sentence, last.unseen) == (State.LIVE, "", ())
    assert last.gone_until_ms is None


async def test_a_key_written_again_is_read_again() -> None:
    clock = JumpingClock()
    bucket = FakeBucket(clock)
    bucket.put(log_key(T0, "a"), [message(0)], T0)
    source = a_source(bucket, clock)
    feed = MergedFeed([source], "b", SeenContent())
    counts: Counter[str] = Counter()
    async for item in feed.news():
        if isinstance(item, Arrivals):
            counts.update(record.event_id for record in item.records)
        if len(counts) == 1:
            bucket.put(log_key(T0, "a"), [message(0), message(1)], T0, etag="f")
        if len(counts) == 2 or clock.now_ms() > T0 + HOUR:
            break
    await feed.close()
    assert counts == once_each(2)


@pytest.mark.parametrize("denied", [False, True])
async def test_without_following_it_ends(denied: bool) -> None:
    clock = JumpingClock()
    bucket = FakeBucket(clock)
    fill(bucket, LATE["within its minute"], 4)
    clock.ms += 4 * HOUR
    if denied:
        bucket.fault = lambda _which, place: (
            AccessDenied("No.") if place.endswith("eu-west-1/") else None
        )
    shelves = make_shelves(clock, T0, clock.now_ms(), follow=False)
    source = a_source(bucket, clock, shelves, follow=False)
    counts, healths = await shown(source, clock, T0 + 9e12)
    progress = [health.progress for health in healths if health.progress is not None]
    assert progress == sorted(progress)
    if denied:
        assert healths[-1].state is State.REFUSED
        assert healths[-1].sentence == (
            "No. Missing: the records of account 123456789012 in eu-west-1. All else is read."
        )
        assert 0 < len(counts) < 300
    else:
        assert counts == once_each(300)
        assert healths[-1].state is State.ENDED


async def test_until_ends_and_reads_no_later_files() -> None:
    clock = JumpingClock()
    bucket = FakeBucket(clock, page_size=5)
    fill(bucket, LATE["within its minute"], 4)
    clock.ms += 5 * HOUR
    shelves = make_shelves(clock, T0, T0 + HOUR)
    counts, healths = await shown(a_source(bucket, clock, shelves), clock, T0 + 9e12)
    assert healths[-1].state is State.ENDED
    minutes = {key.rpartition("/")[2].split("_")[3] for key in bucket.got}
    assert counts
    assert max(minutes) <= "20251009T0953Z"


async def test_a_reopened_feed_goes_on_where_the_last_stood() -> None:
    clock = JumpingClock()
    bucket = FakeBucket(clock)
    fill(bucket, LATE["within its minute"], 4)
    shelves, seen = make_shelves(clock), SeenContent()
    counts: Counter[str] = Counter()
    for until in (T0 + HOUR, T0 + 2 * HOUR, T0 + 4 * HOUR):
        feed = MergedFeed([a_source(bucket, clock, shelves)], "b", seen)
        async for item in feed.news():
            if isinstance(item, Arrivals):
                counts.update(record.event_id for record in item.records)
            if clock.now_ms() > until:
                break
        await feed.close()
        clock.ms += 20 * MINUTE
    assert counts == once_each(300)

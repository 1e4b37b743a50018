"""A queue's messages: deleted only once their files were read, and whatever fails, shown once."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from sestrail_tui.account.discovery.buckets import Queue
from sestrail_tui.core.errors import AccessDenied, SourceError, Throttled, Unreachable
from sestrail_tui.follow.dedupe.seen_content import SeenContent
from sestrail_tui.follow.feed import MergedFeed
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.protocol import Arrivals
from sestrail_tui.follow.retry.pacing import Pacer
from sestrail_tui.places.log_files.log_file_reader import LogFileReader
from sestrail_tui.places.queue.calls import QueueMessage
from sestrail_tui.places.queue.source import QueueSource
from tests.follow.fakes import T0, JumpingClock, message
from tests.places.log_files.fake_bucket import FakeBucket, damaged_sometimes, log_key

if TYPE_CHECKING:
    from collections.abc import Sequence

HIDDEN_MS = 300_000
LENT_MS = 120_000


@dataclass
class FakeQueue:
    """Messages come again until they are deleted."""

    clock: JumpingClock
    bodies: dict[str, str] = field(default_factory=dict)
    visible: dict[str, float] = field(default_factory=dict)
    faults: list[SourceError] = field(default_factory=list)
    uncounted: SourceError | None = None
    """Why nobody may count."""

    def send(self, body: object) -> None:
        text = body if isinstance(body, str) else json.dumps(body)
        self.bodies[f"m{len(self.bodies)}-{len(self.visible)}"] = text

    async def receive(self, wait_s: int, hidden_s: int) -> list[QueueMessage]:
        self._fail()
        now = self.clock.now_ms()
        ready = [name for name in self.bodies if self.visible.get(name, 0) <= now][:10]
        if not ready:
            await self.clock.sleep(wait_s)
        for name in ready:
            self.visible[name] = now + hidden_s * 1000
        return [QueueMessage(name, f"r-{name}", self.bodies[name]) for name in ready]

    async def delete(self, messages: Sequence[QueueMessage]) -> None:
        self._fail()
        for one in messages:
            assert one.receipt_handle == f"r-{one.message_id}"
            self.bodies.pop(one.message_id, None)

    async def hide(self, messages: Sequence[QueueMessage], seconds: int) -> None:
        self._fail()
        for one in messages:
            assert one.receipt_handle == f"r-{one.message_id}"
            self.visible[one.message_id] = self.clock.now_ms() + seconds * 1000

    async def hidden(self) -> int:
        if self.uncounted is not None:
            raise self.uncounted
        now = self.clock.now_ms()
        return sum(self.visible.get(name, 0) > now for name in self.bodies)

    def _fail(self) -> None:
        if self.faults:
            raise self.faults.pop()


@dataclass
class World:
    clock: JumpingClock
    bucket: FakeBucket
    queue: FakeQueue

    def source(
        self, *, follow: bool = True, last_ms: int | None = None, give_back: bool = False
    ) -> QueueSource:
        return QueueSource(
            Queue("https://sqs.us-east-1.amazonaws.com/1/files", "us-east-1"),
            self.queue,
            LogFileReader(self.bucket.get, Pacer(100, self.clock), self.clock),
            last_ms=last_ms,
            follow=follow,
            wait_s=5,
            clock=self.clock,
            give_back=give_back,
        )

    def deliver(self, number: int, messages: Sequence[str], times: int = 1) -> None:
        key = log_key(T0 + number * 60_000, f"u{number}")
        self.bucket.put(key, messages)
        for _ in range(times):
            self.queue.send({"s3Bucket": "b", "s3ObjectKey": [key]})

    async def shown(self, until_ms: int, **asked: bool) -> tuple[Counter[str], list[Health]]:
        feed = MergedFeed([self.source(**asked)], "q", SeenContent())
        counts: Counter[str] = Counter()
        healths: list[Health] = []
        async for item in feed.news():
            if isinstance(item, Arrivals):
                counts.update(record.event_id for record in item.records)
            else:
                healths.append(item)
            if self.clock.now_ms() > until_ms:
                break
        await feed.close()
        return counts, healths


@pytest.fixture
def world() -> World:
    clock = JumpingClock()
    return World(clock, FakeBucket(clock), FakeQueue(clock))


@pytest.mark.parametrize("seed", range(3))
async def test_every_file_is_shown_once_whatever_fails(world: World, seed: int) -> None:
    for number in range(40):
        world.deliver(number, [message(number), message(number + 1)], times=1 + number % 2)
    world.queue.send({"Service": "Amazon S3", "Event": "s3:TestEvent"})
    world.queue.faults = [Throttled("t"), Unreachable("u"), Throttled("t"), Unreachable("u")]
    world.bucket.spoil = damaged_sometimes(seed, 0.0)
    failures = [Unreachable("reset"), Throttled("SlowDown"), Unreachable("reset")]
    world.bucket.fault = lambda _which, _key: (
        failures.pop() if failures and world.clock.random() < 0.2 else None
    )
    counts, healths = await world.shown(T0 + 900_000)
    assert counts == Counter({f"id-{number}": 1 for number in range(41)})
    assert world.queue.bodies == {}
    assert healths[-1].state is State.LIVE
    assert healths[-1].sentence == ""
    through = healths[-1].read_through_ms
    assert through is not None
    assert world.clock.now_ms() - through < 30_000


async def test_a_message_stays_while_its_file_may_not_be_read(world: World) -> None:
    world.deliver(0, [message(0)])
    world.deliver(1, [message(1)])
    refused = True
    world.bucket.fault = lambda _which, key: (
        AccessDenied("s3:GetObject was refused.")
        if refused and key.endswith("u0.json.gz")
        else None
    )
    counts, healths = await world.shown(T0 + 60_000)
    assert set(counts) == {"id-1"}
    assert len(world.queue.bodies) == 1
    assert healths[-1].sentence.startswith("s3:GetObject was refused. What tells of it stays")
    assert healths[-1].read_through_ms is None
    refused = False
    world.clock.ms += HIDDEN_MS
    counts, healths = await world.shown(world.clock.now_ms() + 30_000)
    assert set(counts) == {"id-0"}
    assert world.queue.bodies == {}


async def test_everything_refused_is_the_state(world: World) -> None:
    world.deliver(0, [message(0)])
    world.bucket.fault = lambda _which, _key: AccessDenied("s3:GetObject was refused.")
    _, healths = await world.shown(T0 + 60_000)
    assert healths[-1].state is State.REFUSED


async def test_strange_messages_are_said_once_and_left(world: World) -> None:
    world.queue.send("somebody else's\x1b[31m order")
    world.deliver(0, [message(0)])
    counts, healths = await world.shown(T0 + 60_000)
    assert counts["id-0"] == 1
    assert list(world.queue.bodies.values()) == ["somebody else's\x1b[31m order"]
    assert "tell of no log file, which are left in it: somebody else's" in healths[-1].sentence
    assert "\x1b" not in healths[-1].sentence


async def test_what_stands_beside_a_record_in_a_message_is_counted(world: World) -> None:
    event = json.dumps({"eventType": "Send", "mail": {"messageId": "m"}})
    world.queue.send(f"{message(0)} {event}")
    counts, healths = await world.shown(T0 + 60_000)
    assert counts == Counter({"id-0": 1})
    assert healths[-1].left_out == ("1 SES event (what became of mail): not shown yet.",)


async def test_without_following_it_ends_when_the_queue_is_empty(world: World) -> None:
    for number in range(25):
        world.deliver(number, [message(number)])
    counts, healths = await world.shown(T0 + 10**9, follow=False)
    assert len(counts) == 25
    assert healths[-1].state is State.ENDED


async def test_what_is_only_looked_at_is_there_for_the_next(world: World) -> None:
    for number in range(25):
        world.deliver(number, [message(number)])
    world.queue.send("strange")
    for _ in range(3):
        counts, healths = await world.shown(world.clock.now_ms() + 60_000, give_back=True)
        assert counts == Counter({f"id-{number}": 1 for number in range(25)})
        assert healths[-1].read_through_ms is not None
        assert len(world.queue.bodies) == 26
        assert await world.queue.hidden() == 0
    counts, _ = await world.shown(world.clock.now_ms() + 60_000)
    assert len(counts) == 25
    assert list(world.queue.bodies.values()) == ["strange"]


async def test_what_is_lent_is_neither_given_to_others_nor_read_twice(world: World) -> None:
    world.deliver(0, [message(0)])
    feed = MergedFeed([world.source(give_back=True)], "q", SeenContent())
    calls = 0
    async for item in feed.news():
        if world.clock.now_ms() > T0 + 10_000:
            assert await world.queue.hidden() == 1
        if isinstance(item, Health):
            calls = item.calls
        if world.clock.now_ms() > T0 + 3_600_000:
            break
    await feed.close()
    assert calls < 2 * 3600 / 5 + 3600 / 30
    assert await world.queue.hidden() == 0


@pytest.mark.parametrize("give_back", [True, False])
async def test_what_another_reader_holds_is_said_and_not_read_through(
    world: World, give_back: bool
) -> None:
    world.deliver(0, [message(0)])
    world.deliver(1, [message(1)])
    world.queue.visible["m0-0"] = T0 + HIDDEN_MS
    counts, healths = await world.shown(T0 + 60_000, give_back=give_back)
    assert set(counts) == {"id-1"}
    assert healths[-1].read_through_ms is None
    assert healths[-1].sentence.startswith("About 1 message of it is delayed, or held by another")
    assert any("held by another" in one for one in healths[-1].unseen)
    counts, healths = await world.shown(T0 + HIDDEN_MS + 60_000, give_back=give_back)
    assert "id-0" in counts
    assert healths[-1].read_through_ms is not None
    assert healths[-1].sentence == ""
    assert healths[-1].unseen == ()
    assert "what others took from it" in healths[-1].cannot_tell


async def test_who_may_not_count_claims_nothing(world: World) -> None:
    world.queue.uncounted = AccessDenied("sqs:GetQueueAttributes was refused.")
    world.deliver(0, [message(0)])
    counts, healths = await world.shown(T0 + 60_000)
    assert counts == Counter({"id-0": 1})
    assert (healths[-1].state, healths[-1].read_through_ms) == (State.LIVE, None)
    assert "cannot be told: sqs:GetQueueAttributes was refused." in healths[-1].sentence


async def test_an_end_with_messages_hidden_is_no_good_one(world: World) -> None:
    world.deliver(0, [message(0)])
    world.queue.visible["m0-0"] = T0 + HIDDEN_MS
    counts, healths = await world.shown(T0 + 10**9, follow=False)
    assert not counts
    assert healths[-1].state is State.GIVEN_UP
    assert "held by another reader" in healths[-1].sentence

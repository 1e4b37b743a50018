"""Shown = delivered, once, with Live Tail over the polling; and what is pushed is shown at once."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sestrail_tui.core.errors import (
    AccessDenied,
    LogGroupMissing,
    SourceError,
    Throttled,
    Unreachable,
)
from sestrail_tui.follow.dedupe.seen_content import SeenContent
from sestrail_tui.follow.feed import MergedFeed
from sestrail_tui.follow.health import Health, State
from sestrail_tui.follow.polling_source import PollingSource
from sestrail_tui.follow.protocol import Arrivals
from sestrail_tui.follow.retry.pacing import Pacer
from sestrail_tui.follow.sweeps.delay import DelayMeter
from sestrail_tui.follow.sweeps.read_position import ReadPosition
from sestrail_tui.places.live_tail.calls import NoLiveTailError, SessionLimit
from sestrail_tui.places.live_tail.source import LiveTail
from tests.examples import examples
from tests.follow.fakes import T0, Delivered, FakeLogGroup, message
from tests.follow.virtual_time import LoopClock, in_virtual_time
from tests.places.live_tail.fake_live_tail import FAULTS, FakeLiveTail, Fault
from tests.places.log_group.model import MODELS, once_each

if TYPE_CHECKING:
    from collections.abc import Callable

ARN = "arn:aws:logs:us-east-1:123456789012:log-group:{}"


@dataclass
class World:
    """Log groups, the Live Tail over them, and what was shown when."""

    names: tuple[str, ...] = ("g",)
    every_s: float = 5.0
    clock: LoopClock = field(default_factory=LoopClock)

    def __post_init__(self) -> None:
        self.groups = {ARN.format(name): FakeLogGroup(self.clock) for name in self.names}
        self.live = FakeLiveTail(self.clock, self.groups)
        self.tail = LiveTail(list(self.groups), self.live, self.clock, "Polled every 5 s")
        self.shown: Counter[str] = Counter()
        self.late_s: dict[str, float] = {}
        self.healths: list[Health] = []
        self.told_at_s: list[float] = []
        """When (s from T0) each health was told."""

    @property
    def group(self) -> FakeLogGroup:
        return self.groups[ARN.format(self.names[0])]

    def _source(self, arn: str, pacer: Pacer) -> PollingSource:
        meter = DelayMeter()
        position = ReadPosition(
            T0, None, follow=True, every_s=self.every_s, width_ms=lambda: meter.width_ms
        )
        return PollingSource(
            Health(arn.rpartition(":")[2]),
            self.groups[arn],
            position=position,
            delay=meter,
            pacer=pacer,
            clock=self.clock,
            push=self.tail.inboxes[arn],
        )

    def run(self, until_ms: int) -> None:
        in_virtual_time(self._follow(until_ms))

    async def _follow(self, until_ms: int) -> None:
        readable: dict[str, int] = {}
        for group in self.groups.values():
            for event in group.events:
                name = "id-" + event.event_id.split("-")[0]
                readable[name] = min(event.readable, readable.get(name, event.readable))
        pacer = Pacer(5, self.clock)
        feed = MergedFeed([self._source(arn, pacer) for arn in self.groups], "", SeenContent())
        async for item in feed.news():
            if isinstance(item, Arrivals):
                for record in item.records:
                    self.shown[record.event_id] += 1
                    late_ms = self.clock.now_ms() - readable[record.event_id]
                    self.late_s[record.event_id] = late_ms / 1000
            else:
                self.healths.append(item)
                self.told_at_s.append((self.clock.now_ms() - T0) / 1000)
            if self.clock.now_ms() > until_ms:
                break
        await feed.close()

    @property
    def sentences(self) -> list[str]:
        return list(dict.fromkeys(health.sentence for health in self.healths if health.sentence))


def at_once(count: int, every_s: float = 1.0, start_s: float = 5.0) -> list[Delivered]:
    """One event every so often, readable at its time stamp."""
    times = [T0 + int(1000 * (start_s + number * every_s)) for number in range(count)]
    return [Delivered(at, at, str(n), at, message(n)) for n, at in enumerate(times)]


def of_ten_minutes(model: str, seed: int, count: int) -> list[Delivered]:
    """Events of ten minutes, every tenth delivered twice under ids of their own."""
    chance = random.Random(seed)
    events = []
    for number in range(count):
        at = T0 + int(chance.uniform(0, 600_000))
        for copy in range(1 + (number % 10 == 0)):
            stamp, ingested, readable = MODELS[model](at + copy * 700, chance)
            events.append(Delivered(stamp, ingested, f"{number}-{copy}", readable, message(number)))
    return events


def test_what_is_pushed_is_shown_within_the_second() -> None:
    world = World()
    world.group.deliver(at_once(600))

    world.run(T0 + 620_000)

    assert world.shown == once_each(600)
    assert max(world.late_s.values()) <= 1.1
    assert world.live.pushed == 600
    assert len(world.live.sessions) == 1
    assert len(world.group.asked) <= 620 / 15 + 620 / 60 + 5, "polling rests while all is pushed"
    assert {health.state for health in world.healths} <= {State.STARTING, State.LIVE}
    assert world.sentences == []


@pytest.mark.parametrize(
    "model", ["delivery time, 0-2 s later", "delivery time, 0-5 min later", "event time, 2-8 min"]
)
@pytest.mark.parametrize("fault", FAULTS)
def test_every_delivery_is_shown_once_whatever_befalls_the_sessions(
    fault: Fault, model: str
) -> None:
    world = World()
    world.group.deliver(of_ten_minutes(model, 1, 100))
    chance = random.Random(fault)
    world.live.faults = [(chance.uniform(0, 900), fault) for _ in range(8)]
    latest = max(event.readable for event in world.group.events)

    world.run(latest + 120_000)

    assert world.shown == once_each(100)
    assert world.healths[-1].state is State.LIVE
    assert world.live.pushed > 0


@pytest.mark.parametrize(
    ("fault", "worst_s", "cause"),
    [
        ("session_timeout", 2, "three hours"),
        ("streaming_error", 7, "streaming_error"),
        ("corrupt_frame", 7, "corrupt_frame"),
        ("reset", 7, "reset"),
        ("clean_end", 7, "ended without a word"),
        ("stall", 17, "stalled"),
        ("slow", 17, ""),
        ("sampled", 2, ""),
        ("dropped", 17, ""),  # of this one AWS says nothing: the slower polling finds it
    ],
)
def test_what_a_session_loses_is_read_at_once_and_the_cause_is_told(
    fault: Fault, worst_s: float, cause: str
) -> None:
    world = World()
    world.group.deliver(at_once(900, every_s=0.5))
    world.live.faults = [(200.0, fault)]

    world.run(T0 + 500_000)

    assert world.shown == once_each(900)
    assert max(world.late_s.values()) <= worst_s
    assert {health.state for health in world.healths} <= {State.STARTING, State.LIVE}
    if cause:
        [sentence] = world.sentences
        assert cause in sentence
        assert sentence.startswith("Polled every 5 s, without Live Tail: ")
    else:
        assert world.sentences == []
    assert world.healths[-1].sentence == ""


def test_the_time_that_sessions_are_open_is_counted_as_it_is_billed() -> None:
    world = World()
    world.group.deliver(at_once(10))
    world.live.refusals = [(0, 100, Throttled("no session yet"))]
    world.live.faults = [(400, "clean_end")]

    world.run(T0 + 700_000)

    told_s = [(health.live_tail_ms or 0) / 1000 for health in world.healths]
    assert told_s == sorted(told_s)
    assert told_s[1] == 0, "a session that was refused is not billed"
    (first_s, second_s), ended_s = world.live.opened_s, world.live.ended_s[0]
    assert first_s >= 100
    assert ended_s >= 400
    assert second_s > ended_s
    open_s = (ended_s - first_s) + (world.told_at_s[-1] - second_s)
    assert told_s[-1] == pytest.approx(open_s, abs=0.01), "without the pause after an end"


def test_groups_that_share_a_session_tell_of_the_same_time() -> None:
    world = World(("a", "b", "c"))
    world.run(T0 + 300_000)
    last = {health.source: health for health in world.healths}
    told_s = [(health.live_tail_ms or 0) / 1000 for health in last.values()]
    assert len(told_s) == 3
    assert all(280 < seconds <= 301 for seconds in told_s)


def test_after_three_hours_a_new_session_begins_at_once() -> None:
    world = World()
    world.group.deliver(at_once(500, every_s=10))
    world.live.session_s = 2_000  # whatever AWS's time is

    world.run(T0 + 5_020_000)

    assert world.shown == once_each(500)
    assert len(world.live.sessions) == 3
    assert max(world.late_s.values()) <= 2


@pytest.mark.parametrize(
    ("error", "attempts"),
    [
        (NoLiveTailError("AWS has no Live Tail in cn-north-1."), 1),
        (AccessDenied("logs:StartLiveTail was refused."), 4),
        (SessionLimit("15 sessions are open."), 4),
    ],
)
def test_without_live_tail_it_is_polled_and_said(error: SourceError, attempts: int) -> None:
    world = World()
    world.group.deliver(at_once(300, every_s=3))
    world.live.refusals = [(0, 1e9, error)]

    world.run(T0 + 1_010_000)  # five minutes between two attempts, more or less

    assert world.shown == once_each(300)
    assert max(world.late_s.values()) <= 6, "as soon as without --live"
    assert {health.state for health in world.healths} <= {State.STARTING, State.LIVE}
    assert world.sentences == [f"Polled every 5 s, without Live Tail: {error.message}"]
    assert world.healths[-1].sentence == world.healths[-1].last_error
    assert world.healths[-1].errors == 1
    assert len(world.live.sessions) == attempts


def test_it_comes_back_when_it_is_allowed() -> None:
    world = World()
    world.group.deliver(at_once(600, every_s=2))
    world.live.refusals = [(0, 400, AccessDenied("Refused."))]

    world.run(T0 + 1_210_000)

    assert world.shown == once_each(600)
    assert world.healths[-1].sentence == ""
    assert max(late for name, late in world.late_s.items() if int(name[3:]) > 320) <= 1.1


def test_sessions_that_always_end_do_not_hammer() -> None:
    world = World()
    world.live.faults = [(0.0, "session_timeout")] * 10_000

    world.run(T0 + 600_000)

    assert len(world.live.sessions) < 80


def test_groups_share_a_session() -> None:
    world = World(("a", "b", "c"))
    for number, group in enumerate(world.groups.values()):
        group.deliver(at_once(300)[number::3])

    world.run(T0 + 320_000)

    assert world.shown == once_each(300)
    assert max(world.late_s.values()) <= 1.1
    assert world.live.sessions == [tuple(world.groups)]


@pytest.mark.parametrize("error", [AccessDenied("Refused."), LogGroupMissing("Gone.")])
def test_one_group_that_is_refused_leaves_the_others_pushed(error: SourceError) -> None:
    world = World(("a", "b", "c", "d"))
    for number, group in enumerate(world.groups.values()):
        group.deliver(at_once(400)[number::4])
    world.live.forbidden = frozenset({ARN.format("c")})
    world.live.refusal = error

    world.run(T0 + 420_000)

    assert world.shown == once_each(400)
    assert {health.source for health in world.healths if health.sentence} == {"c"}
    steady = {name: late for name, late in world.late_s.items() if int(name[3:]) > 10}
    assert max(late for name, late in steady.items() if int(name[3:]) % 4 != 2) <= 1.3
    assert max(steady.values()) <= 6


def test_it_is_pushed_while_polling_fails() -> None:
    world = World()
    world.group.deliver(at_once(300))
    world.group.fault = lambda now, _token: (
        AccessDenied("no polling") if T0 + 60_000 < now < T0 + 280_000 else None
    )

    world.run(T0 + 340_000)

    assert world.shown == once_each(300)
    assert max(world.late_s.values()) <= 1.1
    assert State.REFUSED in {health.state for health in world.healths}
    refused = [health for health in world.healths if health.state is State.REFUSED]
    assert all((health.read_through_ms or 0) <= T0 + 62_000 for health in refused)


@pytest.mark.parametrize(
    ("call_it", "worst_s"),
    [
        (lambda arn: arn, 1.1),
        (lambda arn: f"{arn}:*", 1.1),
        (lambda arn: arn.split(":", 6)[6], 1.1),
        (lambda arn: f"123456789012:{arn.split(':', 6)[6]}", 1.1),
        (lambda arn: "something else", 2.0),  # polled as soon as it is heard of
    ],
)
def test_whatever_a_log_group_is_called_its_events_are_shown(
    call_it: Callable[[str], str], worst_s: float
) -> None:
    world = World(("a", "b"))
    for number, group in enumerate(world.groups.values()):
        group.deliver(at_once(200)[number::2])
    world.live.call_it = call_it

    world.run(T0 + 220_000)

    assert world.shown == once_each(200)
    assert max(world.late_s.values()) <= worst_s


@settings(max_examples=examples(20))
@given(
    model=st.sampled_from(sorted(set(MODELS) - {"event time, up to 90 min"})),
    seed=st.integers(0, 2**16),
    faults=st.lists(st.tuples(st.floats(0, 1000), st.sampled_from(FAULTS)), max_size=12),
    refusals=st.lists(
        st.tuples(
            st.integers(0, 900),
            st.integers(1, 600),
            st.sampled_from([Throttled, Unreachable, AccessDenied, SessionLimit]),
        ),
        max_size=3,
    ),
    polling=st.lists(
        st.tuples(
            st.integers(0, 900),
            st.integers(1, 600),
            st.sampled_from([Throttled, Unreachable, AccessDenied]),
        ),
        max_size=3,
    ),
    page_size=st.integers(1, 60),
)
def test_nothing_is_lost_whatever_fails_together(
    model: str,
    seed: int,
    faults: list[tuple[float, Fault]],
    refusals: list[tuple[int, int, type[SourceError]]],
    polling: list[tuple[int, int, type[SourceError]]],
    page_size: int,
) -> None:
    world = World(clock=LoopClock(seed))
    world.group.page_size = page_size
    world.group.deliver(of_ten_minutes(model, seed, 60))
    world.live.faults = sorted(faults)
    world.live.refusals = [(at, at + length, kind("no")) for at, length, kind in refusals]

    def fault(now_ms: int, _token: str | None) -> SourceError | None:
        for at, length, kind in polling:
            if at <= (now_ms - T0) / 1000 < at + length:
                return kind("trouble")
        return None

    world.group.fault = fault
    latest = max([event.readable for event in world.group.events] + [T0 + 1_500_000])

    world.run(latest + 120_000)

    assert world.shown == once_each(60)
